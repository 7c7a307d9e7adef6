"""The front door of the language: a file, a folder or a text becomes a bot and its findings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from flows.checks.run import check
from flows.definition.bot import Bot
from flows.findings import Finding, Place, has_errors, in_order
from flows.loader.accepted import unanswered
from flows.loader.decode import decode_bot
from flows.loader.document import Document, read_as_far_as_possible
from flows.loader.files import read_file, yaml_files
from flows.loader.path import Path, dotted

Part = tuple[Document | None, list[Finding]]
"""What could be read of a file, and what could not."""


@dataclass(frozen=True)
class Loaded:
    """What came of reading a bot. `bot` is None when it could not be read whole; with errors it must not run."""

    bot: Bot | None
    findings: tuple[Finding, ...]
    document: Document

    @property
    def runnable(self) -> bool:
        """Whether the bot may run."""
        return self.bot is not None and not has_errors(self.findings)


def load_text(text: str | bytes, file: str = "bot.yaml") -> Loaded:
    """Read and check a bot from its text."""
    return _whole(*read_as_far_as_possible(text.encode() if isinstance(text, str) else text, file), file)


def load_path(path: FilePath) -> Loaded:
    """Read and check a bot from a file, or from all YAML files of a folder. Raises OSError when there is none."""
    if path.is_dir():
        return _of_folder(*_read_folder(path))
    return _whole(*read_path(path), path.name)


def load_texts(texts: Mapping[str, str]) -> Loaded:
    """Read and check a bot from the texts of its files, by name: one at least."""
    parts = (read_as_far_as_possible(text.encode(), name) for name, text in texts.items())
    return _of_folder(*_joined(parts, next(iter(texts))))


def read_path(path: FilePath) -> Part:
    """The data of a file or folder, not checked, and what could not be read of it. Raises OSError."""
    if path.is_dir():
        return _read_folder(path)
    raw, size = read_file(path)
    return read_as_far_as_possible(raw, path.name, size)


def _whole(document: Document | None, findings: list[Finding], file: str) -> Loaded:
    return Loaded(None, tuple(findings), Document({}, file=file)) if document is None else _finish(document, findings)


def _of_folder(document: Document, findings: list[Finding]) -> Loaded:
    return _finish(document, findings) if document.data else Loaded(None, tuple(in_order(findings)), document)


def _read_folder(path: FilePath) -> tuple[Document, list[Finding]]:
    files = yaml_files(path)
    if not files:
        raise FileNotFoundError(f"there is no YAML file in {path.name}")
    return _joined(map(_part, files), files[0].name)


def _joined(parts: Iterable[Part], first: str) -> tuple[Document, list[Finding]]:
    merged, findings = Document({}, {}, first), list[Finding]()
    for document, problems in parts:
        findings += problems
        if document is not None:
            findings += _merge(merged, document)
        else:
            merged.unsure[()] = None  # anything may stand in there
    return merged, findings


def _part(entry: FilePath) -> Part:
    """One file of a folder. It may be anything: a link that leads nowhere, a pipe."""
    try:
        raw, size = read_file(entry)
    except OSError as problem:
        message = f"The file cannot be read: {problem.strerror or problem}."
        return None, [Finding("yaml.file", "", message, "Mend it, or take it out of the folder.", Place(entry.name))]
    return read_as_far_as_possible(raw, entry.name, size)


def _merge(into: Document, document: Document) -> list[Finding]:
    """Add one file of a folder: maps are joined by their keys, everything else may stand in one file only."""
    if not isinstance(document.data, dict):
        into.unsure[()] = None
        message = "A file of a bot is a map of fields."
        return [Finding("schema.type", "", message, "Begin with a field such as `flows:`.", document.place(()))]
    findings = []
    for key, value in document.data.items():
        known = into.data.get(key)
        if key not in into.data:
            into.data[key] = value
        elif isinstance(known, dict) and isinstance(value, dict):
            for name, entry in value.items():
                if name in known:
                    findings.append(_twice(into, document, (key, name), entry))
                else:
                    known[name] = entry
        elif known != value:
            findings.append(_twice(into, document, (key,), value))
    for path, place in document.places.items():
        into.places.setdefault(path, place)
    into.unread.update(document.unread)
    into.unsure.update(document.unsure)
    into.answers.update(document.answers)
    return findings


def _twice(into: Document, document: Document, path: Path, value: object) -> Finding:
    first: Place = into.place(path)
    into.unsure[path] = value
    message = f"`{path[-1]}` stands in {first.file} line {first.line} already."
    return Finding("yaml.duplicate", dotted(path), message, "Keep it in one file.", document.place(path))


def _finish(document: Document, findings: list[Finding]) -> Loaded:
    decoded = decode_bot(document)
    found = [*findings, *decoded.findings]
    if decoded.rest is not None:
        found += check(decoded.rest, document, decoded.lost)
    whole = all(finding.code != "yaml.syntax" for finding in findings)
    told = in_order(unanswered(found, document.answers))
    return Loaded(decoded.bot if whole else None, tuple(told), replace(document))
