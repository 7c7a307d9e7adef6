"""Plain data to the definition classes: every misfit becomes a finding, and what is left can still be checked."""

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from flows.definition.bot import LANGUAGE_VERSION, OLDEST_VERSION, Bot
from flows.definition.own_types import resolve
from flows.findings import Finding
from flows.loader.document import Document
from flows.loader.lost import Lost, LostNode
from flows.loader.misfits import LACKING, UNTOLD, Misfit, finding, is_known_field, misfits, of_own_types
from flows.loader.path import Path
from flows.loader.prune import Pruner
from flows.loader.remedies import kind_of

MAX_FINDINGS = 1_000
"""Nobody mends more at a time, and a file made to have more must not take longer."""
MAX_ROUNDS = 12
"""Each takes out one level more; the deepest field stands at depth 9."""


@dataclass(frozen=True)
class Decoded:
    """What came of reading the data of a bot."""

    bot: Bot | None
    """The bot; None when there was any misfit."""
    rest: Bot | None
    """The bot without what was broken, for the checks only: it must never run."""
    findings: list[Finding] = field(default_factory=list)
    lost: Lost = field(default_factory=Lost)


@cache
def bot_adapter() -> TypeAdapter[Bot]:
    """The reader of bots; built once, for it takes a tenth of a second."""
    return TypeAdapter(Bot)


def decode_bot(document: Document) -> Decoded:
    """Read a document as a bot, and as much of it as can be read when it is none."""
    if findings := _wrong_root(document):
        return Decoded(None, None, findings)
    if _is_another(document):
        return Decoded(None, None, [_wrong_version(document)])
    lost = _lost_before(document)
    data = document.data
    if not lost.paths and _version_is_known(document):
        read, _ = _read(data, lost)
        if isinstance(read, Bot):
            return Decoded(read, read)
    return _read_the_rest(document, Pruner(data, lost))


def _read(data: Any, lost: Lost) -> tuple[Bot | list[Misfit], Any]:
    """The bot, or what does not fit, and the data with what own types stand for."""
    resolved = resolve(data, frozenset(lost.names("types")), hidden="types" in lost.hidden)
    found: list[Misfit] = []
    try:
        bot = bot_adapter().validate_json(json.dumps(resolved.data))
    except ValidationError as problem:
        found = misfits(resolved.data, problem.errors(include_url=False, include_input=False))
    found = of_own_types(resolved, found)
    return found or bot, resolved.data


def _read_the_rest(document: Document, pruner: Pruner) -> Decoded:
    """Take out what does not fit, until the rest can be read."""
    findings: list[Finding] = []
    if not _version_is_known(document):
        if not pruner.lost.touches(("voxloom",)):
            findings.append(_wrong_version(document))
        pruner.data["voxloom"] = LANGUAGE_VERSION
    # An unread field that the language does not have stays until it is told of as that.
    pruner.remove([path for path in document.unread if path and is_known_field(pruner.data, path)])
    for _ in range(MAX_ROUNDS):
        found, data = _read(pruner.data, pruner.lost)
        if isinstance(found, Bot):
            _put_in_lost_nodes(found, pruner.nodes)
            return Decoded(None, found, findings, pruner.lost)
        told = found[: MAX_FINDINGS - len(findings)]
        pruner.note(told)
        for misfit in told:
            original = pruner.lost.original(misfit.path)
            if misfit.kind == UNTOLD:
                continue
            if misfit.kind not in LACKING or not pruner.lost.touches(original):
                findings.append(finding(document, data, misfit, original))
        if len(found) > MAX_FINDINGS or not pruner.take_out(found):
            break
    return Decoded(None, None, findings, pruner.lost)


def _lost_before(document: Document) -> Lost:
    """What was lost when the text was read."""
    lost = Lost()
    for path, value in document.unsure.items():
        lost.add(path, value)
    for path, value in document.unread.items():
        lost.add(path, value)
    return lost


def _put_in_lost_nodes(rest: Bot, nodes: set[Path]) -> None:
    for _, flow, _, name in nodes:
        if str(flow) in rest.flows:
            rest.flows[str(flow)].nodes[str(name)] = LostNode()  # type: ignore[assignment]


def _wrong_root(document: Document) -> list[Finding]:
    if isinstance(document.data, dict) and document.data:
        return []
    found = "empty" if not document.data else kind_of(document.data)
    message = f"A bot is a map of fields; this file is {found}."
    return [Finding("schema.type", "", message, "Begin with `voxloom: 1` and `bot: NAME`.", document.place(()))]


def _version_is_known(document: Document) -> bool:
    version = document.data.get("voxloom")
    return version == LANGUAGE_VERSION and not isinstance(version, bool | float)


def _is_another(document: Document) -> bool:
    """Another version of the language has fields that are not known here: nothing more can be told of it."""
    version = document.data.get("voxloom")
    whole = isinstance(version, int) and not isinstance(version, bool)
    return whole and (version > LANGUAGE_VERSION or OLDEST_VERSION <= version < LANGUAGE_VERSION)


def _wrong_version(document: Document) -> Finding:
    version = document.data.get("voxloom")
    place, remedy = document.place(("voxloom",)), f"Write `voxloom: {LANGUAGE_VERSION}` as the first line."
    if "voxloom" not in document.data:
        return Finding("schema.version", "voxloom", "The language version is missing.", remedy, place)
    if _is_another(document) and version > LANGUAGE_VERSION:
        message = (
            f"The bot is written in version {version} of the language; the newest known here is {LANGUAGE_VERSION}."
        )
        return Finding("schema.version", "voxloom", message, "Bring Voxloom up to date.", place)
    if _is_another(document):
        message = f"The bot is written in version {version} of the language; this is version {LANGUAGE_VERSION}."
        remedy = f"`bot fmt FILE` brings it to version {LANGUAGE_VERSION}, and so does `bot import`."
        return Finding("schema.version", "voxloom", message, remedy, place)
    message = (
        f"The language version `{json.dumps(version, default=str)[:40]}` is not known here; "
        f"this is version {LANGUAGE_VERSION}, a number."
    )
    return Finding("schema.version", "voxloom", message, remedy, place)
