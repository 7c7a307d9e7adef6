"""What of a node is worth a glance: short words beside its sentence."""

from collections.abc import Iterator
from typing import Any


def badges(node: Any, tool: tuple[bool, bool] | None = None) -> list[dict[str, str]]:
    """`code` for programs, `text` for people. `tool`: whether the one that a node calls changes something, and whether
    it does so in the background."""
    found = _badges(node, tool) if isinstance(node, dict) else iter(())
    return [{"code": code, "text": text} for code, text in found]


def _badges(node: dict[str, Any], tool: tuple[bool, bool] | None) -> Iterator[tuple[str, str]]:
    if node.get("confirm") is not None:
        yield "confirm", "reads back"
    if isinstance(node.get("attempts"), int):
        yield "attempts", f"{node['attempts']} attempts"
    if node.get("validate"):
        yield "validate", "checks the answer"
    if node.get("dtmf"):
        yield "keys", "keypad"
    if node.get("must_hear") is True:
        yield "must_hear", "must be heard"
    if node.get("barge_in") is False:
        yield "no_barge_in", "no interruption"
    if node.get("ask_again") is True:
        yield "ask_again", "asks again"
    if node.get("filler") is not None:
        yield "filler", "filler"
    if node.get("speculate") is True:
        yield "speculate", "speculates"
    if node.get("translations"):
        yield "translated", "translated"
    if node.get("allow"):
        yield "personal", "personal data"
    writes, background = tool or (False, False)
    if writes:
        yield "writes", "changes something"
    if background:
        yield "background", "in the background"
