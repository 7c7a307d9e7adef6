"""Finding and reading the files of a project, whatever lies in its folder."""

import os
from collections.abc import Iterator
from pathlib import Path

from flows.exchange.rasa.report import Item, Report
from flows.exchange.rasa.source import Part
from flows.loader.document import MAX_BYTES, Document, read_as_far_as_possible
from flows.loader.files import YAML_ENDINGS, read_file

MAX_FILES = 1_000
"""Large projects have some hundreds of files."""
MAX_DEPTH = 8
"""Folders within folders; deeper ones belong to something else."""
MAX_ALL_BYTES = 16 * MAX_BYTES
"""8 MiB of all files together; more cannot become one bot."""
NOT_OF_THE_PROJECT = frozenset(
    "node_modules venv env models results graph_cache __pycache__ build dist site-packages docs".split()
)
"""Folders that hold what others wrote, or what was made from the project."""


def project_files(folder: Path, report: Report) -> Iterator[Path]:
    """The YAML and Python files of a project, in the order of their names. Raises OSError when there is no folder."""
    found = 0
    for root, folders, files in os.walk(folder, onerror=_unreadable(folder, report)):
        here = Path(root)
        deep = len(here.relative_to(folder).parts) >= MAX_DEPTH
        folders[:] = [] if deep else sorted(name for name in folders if _is_own(name))
        for name in sorted(files):
            path = here / name
            if path.suffix not in (*YAML_ENDINGS, ".py") or name.startswith("."):
                continue
            found += 1
            if found > MAX_FILES:
                told = f"The folder has more than {MAX_FILES:,} files; the others were not read."
                report.put(Item(".", 1, folder.name, told, "Import a folder with the project alone.", "error"))
                return
            yield path


def _is_own(name: str) -> bool:
    return not name.startswith(".") and name not in NOT_OF_THE_PROJECT


def _unreadable(folder: Path, report: Report) -> "_Teller":
    return _Teller(folder, report)


class _Teller:
    """Tells of folders that cannot be read."""

    def __init__(self, folder: Path, report: Report) -> None:
        self._folder, self._report = folder, report

    def __call__(self, problem: OSError) -> None:
        name = shown(Path(os.fsdecode(problem.filename or self._folder)), self._folder)
        told = f"The folder cannot be read: {problem.strerror or problem}."
        self._report.put(Item(name, 1, name, told, "Give it rights to be read, or take it out.", "error"))


def shown(path: Path, folder: Path) -> str:
    """A path as the report names it; what cannot be printed is replaced."""
    try:
        below = path.relative_to(folder)
    except ValueError:
        below = path
    return below.as_posix().encode("utf-8", "replace").decode("utf-8")


class Reader:
    """Reads files until they are too many bytes together."""

    def __init__(self, folder: Path, report: Report) -> None:
        self._folder, self._report = folder, report
        self._left = MAX_ALL_BYTES

    def raw(self, path: Path) -> tuple[bytes, int] | None:
        """The bytes of a file and its whole size; None when it cannot be read, which is told."""
        name = shown(path, self._folder)
        try:
            raw, size = read_file(path)
        except OSError as problem:
            told = f"The file cannot be read: {problem.strerror or problem}."
            self._report.put(Item(name, 1, name, told, "Mend it, or take it out of the folder.", "error"))
            return None
        self._left -= len(raw)
        if self._left < 0:
            told = f"The project has more than {MAX_ALL_BYTES:,} bytes; this file was not read."
            self._report.put(Item(name, 1, name, told, "Take files out of the project.", "error"))
            return None
        return raw, size

    def yaml(self, path: Path) -> Part | None:
        """The content of a YAML file as far as it can be read; everything that is wrong with it is told."""
        read = self.raw(path)
        if read is None:
            return None
        name = shown(path, self._folder)
        document, findings = read_as_far_as_possible(read[0], name, read[1])
        for finding in findings:
            remedy = finding.remedy if finding.code != "yaml.size" else "Split the file."
            told = finding.message.replace(" in a bot", "").replace("; a bot may have", "; one file may have")
            self._report.put(Item(name, finding.place.line, name, told, remedy, "error"))
        return None if document is None or document.data is None else Part(document.data, _named(document, name))


def _named(document: Document, name: str) -> Document:
    return document if document.file else Document(document.data, document.places, name)
