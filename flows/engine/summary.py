"""What a person is told who takes a call over."""

from typing import Any

from flows.engine.turn import Turn


def summary(turn: Turn) -> dict[str, Any]:
    """What is known of the call: what the caller wants, every value, why it is handed over, the last words."""
    state, program = turn.state, turn.program
    wanted = [frame.flow for frame in state.stack if not frame.repair]
    waiting = [request.flow for frame in state.stack for request in frame.later]
    given: dict[str, Any] = next((frame.values for frame in state.stack if frame.flow == "on_handoff"), {})
    known = {name: value for name, value in state.slots.items() if value is not None}
    spoken = {name: program.bot.slots[name].say(value) for name, value in known.items() if name in program.bot.slots}
    return {
        "flows": [frame.flow for frame in state.stack],
        "wants": [program.flows[name].description or name.replace("_", " ") for name in (*wanted, *waiting)],
        "slots": known,
        "variables": {name: value for name, value in state.variables.items() if value is not None},
        "reason": given.get("reason") or "flow",
        "note": given.get("note") or "",
        "said": state.last_words,
        "text": _text(wanted, waiting, spoken, str(given.get("note") or "")),
    }


def _text(wanted: list[str], waiting: list[str], spoken: dict[str, str], note: str) -> str:
    """The same in a line or two."""
    lines = [note] if note else []
    if wanted:
        lines.append(f"In progress: {', '.join(name.replace('_', ' ') for name in wanted)}.")
    if waiting:
        lines.append(f"Asked for too: {', '.join(name.replace('_', ' ') for name in waiting)}.")
    if spoken:
        known = (f"{name.replace('_', ' ')} {value}" for name, value in spoken.items())
        lines.append(f"Known: {', '.join(known)}.")
    return " ".join(lines)
