"""Whether each lock was made from the requirements beside it: the .in file's hash stands at the top of its lock.

`--record` writes it (after uv has made the lock), `--check` compares. No network and no uv are needed to check.
"""

import hashlib
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("requirements", "requirements-dev")
EXTRAS = ("requirements-otel",)  # by hand: a part of what the tests are run with
HEADER = "# Made by `make lock` from {name}.in, whose SHA-256 is {hash}. Do not edit.\n"
PIN = re.compile(r"^(?P<package>[a-z0-9-]+)==(?P<version>\S+?)(?: ;.*)?$", re.MULTILINE)


def header(name: str, root: Path) -> str:
    """Return the first line that the lock of `name` must have."""
    return HEADER.format(name=name, hash=hashlib.sha256((root / f"{name}.in").read_bytes()).hexdigest())


def record(root: Path = ROOT) -> None:
    """Write the hashes at the top of the locks."""
    for name in NAMES:
        lock = root / f"{name}.txt"
        body = "".join(line for line in lock.read_text().splitlines(keepends=True) if not line.startswith("#"))
        lock.write_text(header(name, root) + body)


def problems(root: Path = ROOT) -> list[str]:
    """Return one line for each lock that does not fit."""
    texts = {name: (root / f"{name}.txt").read_text() for name in NAMES}
    found = [
        f"{name}.txt was not made from this {name}.in; run `make lock`."
        for name, text in texts.items()
        if not text.startswith(header(name, root))
    ]
    tested = set(PIN.findall(texts["requirements-dev"]))
    found += [
        f"{name}.txt has {package}=={version}, and requirements-dev.txt has not: tests must run with it."
        for name in EXTRAS
        for package, version in sorted(set(PIN.findall((root / f"{name}.txt").read_text())) - tested)
    ]
    pins = {name: set(PIN.findall(text)) for name, text in texts.items()}
    packages = {name for name, _ in pins["requirements"]}
    clashes = sorted(f"{p}=={v}" for p, v in pins["requirements-dev"] - pins["requirements"] if p in packages)
    return found + [
        f"requirements-dev.txt has {pin}, requirements.txt another version; run `make lock`." for pin in clashes
    ]


def main(arguments: list[str]) -> int:
    """Record or check; return the exit code."""
    if arguments == ["--record"]:
        record()
        return 0
    if arguments != ["--check"]:
        sys.stderr.write("scripts/locks.py takes --record or --check.\n")
        return 2
    lines = problems()
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
