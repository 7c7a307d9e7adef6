"""A call as a person reads it: one line for each thing worth reading."""

from collections.abc import Mapping
from typing import Any

from runtime.caller.events import Event


def line_for(event: Event) -> str | None:
    """The line for one event, None for those that only programs need."""
    text = _text(event)
    return None if text is None else f"{event.at_ms / 1000:7.2f} s  {_printable(text)}"


def _text(event: Event) -> str | None:
    fields = event.fields
    match event.event:
        case "connected":
            return "connected"
        case "said":
            return f"Bot:    {fields.get('text', '')}"
        case "transcript" if fields.get("final"):
            return f"Caller: {fields.get('text', '')}"
        case "filler_start":
            return f"Bot:    ({fields.get('text', '')})"
        case "interrupted":
            return "        (the caller interrupts)"
        case "turn":
            return _turn(fields)
        case "ended":
            detail = fields.get("detail")
            return f"ended: {fields.get('reason', '')}" + (f" ({detail})" if detail else "")
    return None


def _turn(fields: Mapping[str, Any]) -> str:
    flow, node, total = fields.get("flow"), fields.get("node"), fields.get("total_ms")
    place = f"{flow}.{node}" if flow and node else flow or "waits for a request"
    took = f", answered after {total:.0f} ms" if isinstance(total, int | float) else ""
    return f"        [{place}{took}]"


def _printable(text: str) -> str:
    """Nothing a server sends may steer the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)
