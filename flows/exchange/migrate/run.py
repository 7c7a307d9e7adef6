"""Bring the files of a bot to the present version of the language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from flows.definition.bot import LANGUAGE_VERSION
from flows.exchange.migrate.steps import STEPS, Step
from flows.exchange.text.refusal import Refused
from flows.exchange.text.splices import Splice, spliced
from flows.exchange.text.tree import Group, Leaf, read_tree, same
from flows.findings import Finding, Place
from flows.loader.document import Document, read_document

VERSION = "voxloom"
BYTE_ORDER_MARK = "\ufeff"


class CannotMigrate(ValueError):
    """The files are left as they are; `findings` say where and why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(findings[0].message)
        self.findings = findings


@dataclass(frozen=True)
class Migrated:
    """The files of a bot by name, and what was done to them."""

    texts: dict[str, str]
    told: tuple[str, ...] = ()
    """What each step changed; empty when the bot needed none."""


def version_of(data: Any) -> int | None:
    """The version in which a file says it is written; None when it says none that is a number."""
    version = data.get(VERSION) if isinstance(data, dict) else None
    return version if isinstance(version, int) and not isinstance(version, bool) else None


def migrate(texts: Mapping[str, str], steps: Mapping[int, Step] = STEPS, to: int = LANGUAGE_VERSION) -> Migrated:
    """The files of one bot in a version; as they are when no step leads there from theirs. Raises CannotMigrate."""
    if not steps:
        return Migrated(dict(texts))
    documents = {name: _read(name, text) for name, text in texts.items()}
    versions = {version for one in documents.values() if (version := version_of(one.data)) is not None}
    if len(versions) != 1 or not _leads(begin := versions.pop(), to, steps):
        return Migrated(dict(texts))
    result = dict(texts)
    for number in range(begin, to):
        for name, text in result.items():
            result[name], documents[name] = _step(name, text, documents[name], steps[number], number + 1)
    return Migrated(result, tuple(steps[number].told for number in range(begin, to)))


def _leads(begin: int, to: int, steps: Mapping[int, Step]) -> bool:
    # Asked first: `range` may be as long as somebody writes the number.
    return min(steps, default=to) <= begin < to and all(number in steps for number in range(begin, to))


def _read(name: str, text: str) -> Document:
    document, findings = read_document(text.encode("utf-8", "surrogatepass"), name)
    if findings or document is None:
        raise CannotMigrate(*findings)
    return document


def _step(name: str, text: str, document: Document, step: Step, version: int) -> tuple[str, Document]:
    """One file one version on. Raises CannotMigrate when its text does not say what its data should."""
    wanted = step.data(document.data)
    if version_of(document.data) is not None:
        wanted = {**wanted, VERSION: version}
    try:
        mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
        changed = mark + _with_version(step.text(text.removeprefix(mark)), version)
        after, findings = read_document(changed.encode(), name)
    except (Refused, yaml.YAMLError) as problem:
        raise _cannot(name, problem, version, document) from None
    if findings or after is None or not same(after.data, wanted):
        raise _cannot(name, None, version, document)
    return changed, after


def _with_version(text: str, version: int) -> str:
    """The text with the number of another version; as it is when it has none."""
    root = read_tree(text).root
    entries = root.entries if isinstance(root, Group) and root.is_map else []
    entry = next((one for one in entries if one.name == VERSION), None)
    if entry is None or not isinstance(entry.value, Leaf):
        return text
    return spliced(text, [Splice(entry.value.start, entry.value.end, str(version))])


def _cannot(name: str, problem: Exception | None, version: int, document: Document) -> CannotMigrate:
    message = f"The file cannot be brought to version {version} of the language without a risk."
    remedy = "Change it by hand; the changelog says what is new."
    place = document.place((VERSION,))
    if isinstance(problem, Refused):
        message, remedy, place = f"{message} {problem}", problem.remedy, Place(name, problem.line, problem.column)
    return CannotMigrate(Finding("schema.version", VERSION, message, remedy, place))
