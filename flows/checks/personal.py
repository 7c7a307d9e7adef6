"""Personal data: it reaches no tool, no language model and no record that is not allowed to have it."""

from collections.abc import Iterator

from flows.checks.look import Look
from flows.checks.personal_map import PersonalMap, Reach
from flows.checks.personal_sinks import LOG, MODEL, SPEECH, TOOL
from flows.findings import Finding
from flows.loader.path import Path
from flows.near import A_SLIP, nearest

REMEDIES = {
    TOOL: "Write `allow: [{personal}]` at the tool, or at the node for this call alone, or leave it out here.",
    MODEL: "Write `allow: [{personal}]` at the node or under `routes:`, or leave it out here.",
    SPEECH: "Write `allow: [{personal}]` under `voice:`, or leave it out here.",
    LOG: "Leave it out here, or write `allow: [{personal}]` at the node.",
}


def private_values(look: Look) -> Iterator[Finding]:
    """Every way of a personal value out of the bot is allowed; of several to one place the shortest is told."""
    shortest: dict[tuple[Path, str, str], Reach] = {}
    for reach in PersonalMap(look).reaches():
        if not reach.allowed:
            key = (reach.sink.path, reach.sink.kind, reach.source.personal)
            known = shortest.get(key)
            if known is None or reach.length < known.length:
                shortest[key] = reach
    for (path, kind, personal), reach in shortest.items():
        message = f"`{reach.source.name}` (class {personal}) reaches {reach.sink.told}: {reach.way}."
        yield look.finding(f"personal.{kind}", path, message, _remedy(reach, kind, personal))


def _remedy(reach: Reach, kind: str, personal: str) -> str:
    near = nearest(personal, sorted(reach.sink.allowed), A_SLIP)
    if near is not None:
        return f"`allow` has `{near}`: did you mean `{personal}`?"
    return REMEDIES[kind].format(personal=personal)
