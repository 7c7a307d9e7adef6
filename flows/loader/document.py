"""YAML text to plain data, with the place of every key."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from flows.findings import Finding, Place
from flows.loader.accepted import Answered, answered
from flows.loader.builder import Builder, Unreadable
from flows.loader.path import Path
from flows.loader.recovery import MAX_ROUNDS, without_broken
from flows.loader.syntax import OTHERWISE, explain

MAX_BYTES = 512 * 1024
"""A bot of 1,000 nodes is about 150 KB."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass(frozen=True)
class Document:
    """Plain data and where each of its keys and items stands."""

    data: Any
    places: dict[Path, Place] = field(default_factory=dict)
    file: str = ""
    unread: dict[Path, Any] = field(default_factory=dict)
    """What stands in `data` but must not count, with what could be read of it."""
    unsure: dict[Path, Any] = field(default_factory=dict)
    """What counts, but may be more than it seems: a key that stands twice, with its second value."""
    answers: dict[str, Answered] = field(default_factory=dict)
    """The warnings that are answered in the text, by file."""

    def place(self, path: Path) -> Place:
        """The place of the thing at `path`, or of the nearest thing around it."""
        for length in range(len(path), 0, -1):
            here = path[:length]
            if (found := self.places.get(here) or self.places.get(_with_numbers(here))) is not None:
                return found
        return Place(self.file, 1, 1)


def _with_numbers(path: Path) -> Path:
    """The path with numbers for figures: a name such as `7` is a text in the bot, and a number in the YAML."""
    return tuple(int(part) if isinstance(part, str) and part.isdecimal() else part for part in path)


def read_document(raw: bytes, file: str, size: int | None = None) -> tuple[Document | None, list[Finding]]:
    """Read one YAML document of a bot; the document is None when nothing could be read.

    `size` is that of the whole file in bytes, where `raw` is only its beginning.
    """
    try:
        text = _decode(raw, file, len(raw) if size is None else size)
        builder = Builder(file)
        data = builder.build(text)
    except Unreadable as problem:
        return None, [problem.finding]
    except yaml.MarkedYAMLError as problem:
        line, column, message, remedy = explain(problem, text)
        return None, [Finding("yaml.syntax", "", message, remedy, Place(file, line, column))]
    except yaml.YAMLError as problem:
        message = f"This is not readable YAML: {str(problem).splitlines()[0].rstrip('.')}."
        return None, [Finding("yaml.syntax", "", message, OTHERWISE, Place(file))]
    return _made(builder, data, text), builder.findings


def read_as_far_as_possible(raw: bytes, file: str, size: int | None = None) -> tuple[Document | None, list[Finding]]:
    """The same, but behind syntax errors: what they may hide is noted in the document as unsure."""
    try:
        text = _decode(raw, file, len(raw) if size is None else size)
    except Unreadable as problem:
        return None, [problem.finding]
    findings: list[Finding] = []
    lost: dict[str, list[str]] = {}
    for _ in range(MAX_ROUNDS):
        builder = Builder(file)
        try:
            data = builder.build(text)
        except yaml.MarkedYAMLError as problem:
            rest = without_broken(text, problem)
            if findings and rest is None:
                break  # it may come of what was left out
            line, column, message, remedy = explain(problem, text)
            findings.append(Finding("yaml.syntax", "", message, remedy, Place(file, line, column)))
            if rest is None:
                break
            text, lost = rest.text, {**lost, **rest.lost}
        except (Unreadable, yaml.YAMLError):
            break  # told where it is the only problem; else it may come of what was left out
        else:
            return _with_lost(_made(builder, data, text), lost), [*findings, *builder.findings]
    return (None, findings) if findings else read_document(raw, file, size)


def _made(builder: Builder, data: Any, text: str) -> Document:
    answers: dict[str, Answered] = {builder.file: answered(text)}
    return Document(data, builder.places, builder.file, builder.unread, builder.unsure, answers)


def _with_lost(document: Document, lost: dict[str, list[str]]) -> Document:
    """Note what was left out. With the flows, every map in which names are declared is."""
    for name, words in lost.items():
        document.unsure[(name,)] = words
    if "flows" in lost:
        document.unsure[()] = lost["flows"]
    return document


def _decode(raw: bytes, file: str, size: int) -> str:
    if size > MAX_BYTES:
        message = f"The file has {size:,} bytes; a bot may have {MAX_BYTES:,}."
        raise Unreadable(Finding("yaml.size", "", message, "Split the bot or take data out of it.", Place(file)))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        message = "The file is not UTF-8 text."
        raise Unreadable(Finding("yaml.encoding", "", message, "Save it as UTF-8.", Place(file, line))) from None
    if (bad := _UNPRINTABLE.search(text)) is not None:
        line, column = text.count("\n", 0, bad.start()) + 1, bad.start() - text.rfind("\n", 0, bad.start())
        message = f"The character U+{ord(bad.group()):04X} cannot stand in a bot."
        place = Place(file, line, column)
        raise Unreadable(Finding("yaml.encoding", "", message, "Delete this character.", place))
    return text
