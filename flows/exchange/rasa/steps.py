"""The steps of a flow, read into a tree."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.exchange.rasa.report import Report
from flows.exchange.rasa.source import Part, word

KINDS = ("collect", "action", "set_slots", "link", "call", "noop")
END = "END"
MAX_DEPTH = 8
"""Branches in branches."""
KNOWN = frozenset(
    "id next description utter ask_before_filling reset_after_flow_ends rejections metadata force_slot_filling "
    "silence_timeout mapping exit_if".split()
) | frozenset(KINDS)


@dataclass(frozen=True)
class Way:
    """One branch of a step."""

    condition: str | None
    """None: the else."""
    target: "str | tuple[Step, ...]"
    """The id of a step, `END`, or steps."""
    part: Part


@dataclass(frozen=True)
class Step:
    """One step of a flow."""

    kind: str
    """collect, action, set_slots, link, call or noop."""
    name: str
    """The slot, action or flow; empty for set_slots and noop."""
    id: str
    part: Part
    next: str | tuple[Way, ...] | None = None

    @property
    def what(self) -> str:
        """As the project calls it."""
        return f"{self.kind}: {self.name}" if self.name else self.kind


def read_steps(part: Part, report: Report, depth: int = 0) -> tuple[Step, ...]:
    """The steps below a flow or a branch; what is none is told and left out."""
    if depth > MAX_DEPTH:
        report.error(part, "steps", f"Branches lie more than {MAX_DEPTH} deep in each other.", "Flatten this flow.")
        return ()
    return tuple(step for entry in part.items(report.error) for step in _step(entry, report, depth))


def _step(part: Part, report: Report, depth: int) -> Iterator[Step]:
    if not isinstance(part.value, dict):
        report.error(part, "steps", "A step is a map such as `- collect: amount`.", "Write it like that.")
        return
    found = [kind for kind in KINDS if part.has(kind)]
    if not found:
        keys = ", ".join(f"`{key}`" for key in list(part.value)[:3])
        told = f"A step collects, acts, sets slots, links or calls; this one has {keys or 'nothing'}."
        report.error(part, "step", told, f"Use one of {', '.join(KINDS)}.")
        return
    kind = found[0]
    name = part.get(kind).text(report.error) if kind not in ("set_slots", "noop") else ""
    if kind in ("collect", "action", "link", "call") and not name:
        report.error(part, kind, "It does not say which.", "Write its name behind the colon.")
        return
    for key in part.value:
        if str(key) not in KNOWN:
            report.left_out(part.get(str(key)), f"{key} of {kind}: {name}", "It has no counterpart.", "")
    yield Step(kind, name, part.get("id").text(report.error), part, _next(part.get("next"), report, depth))


def _next(part: Part, report: Report, depth: int) -> str | tuple[Way, ...] | None:
    if part.is_empty:
        return None
    if not isinstance(part.value, list):
        return part.text(report.error) or None
    ways = tuple(way for entry in part.items(report.error) for way in _way(entry, report, depth))
    return ways or None


def _way(part: Part, report: Report, depth: int) -> Iterator[Way]:
    if part.has("else"):
        yield Way(None, _target(part.get("else"), report, depth), part)
    elif part.has("if"):
        value = part.get("if").value
        condition = word(value) if not isinstance(value, dict | list) and value is not None else ""
        if not condition:
            report.error(part, "next", "A branch has no condition behind `if`.", "Write one, or use `else`.")
            return
        yield Way(condition, _target(part.get("then"), report, depth), part)
    else:
        report.error(part, "next", "A branch has `if` and `then`, or `else`.", "Write it like that.")


def _target(part: Part, report: Report, depth: int) -> str | tuple[Step, ...]:
    if isinstance(part.value, list):
        return read_steps(part, report, depth + 1) or END
    return part.text(report.error) or END


def all_steps(steps: tuple[Step, ...]) -> Iterator[Step]:
    """The steps and those of their branches, in the order of the file."""
    for step in steps:
        yield step
        if isinstance(step.next, tuple):
            for way in step.next:
                if isinstance(way.target, tuple):
                    yield from all_steps(way.target)
