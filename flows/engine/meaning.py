"""A sentence's acts put in order: values, requests with their values, and everything else."""

from dataclasses import dataclass, field
from typing import Any

from flows.engine.acts import Act
from flows.engine.program import Program
from flows.engine.state import Request

MAX_ACTS = 20
"""Nobody does more in one sentence; what is more is noise."""


@dataclass(frozen=True)
class Meaning:
    """What the caller did with one sentence."""

    kinds: frozenset[str] = frozenset()
    values: dict[str, Any] = field(default_factory=dict)
    """Values that belong to no request of the sentence, by slot."""
    doubtful: frozenset[str] = frozenset()
    reopened: tuple[str, ...] = ()
    """Slots that the caller wants to change without naming a value."""
    requests: tuple[Request, ...] = ()

    @staticmethod
    def of(acts: tuple[Act, ...], program: Program) -> "Meaning":
        """Values behind a request belong to it; those before the first one answer what is open."""
        values: dict[str, Any] = {}
        doubtful: set[str] = set()
        reopened: list[str] = []
        requests: list[Request] = []
        for act in acts[:MAX_ACTS]:
            if act.act == "start_flow" and act.flow in program.flows:
                if requests and requests[-1].flow == act.flow and not requests[-1].values:
                    continue
                requests.append(Request(act.flow or ""))
            elif act.act in ("fill", "correct") and act.slot in program.bot.slots:
                value = act.new if act.act == "correct" else act.value
                if value is None:
                    reopened.append(act.slot or "")
                elif requests:
                    at = _for_which(requests, act.slot or "", program)
                    held = requests[at]
                    unsure = (*held.doubtful, act.slot or "") if act.doubtful else held.doubtful
                    requests[at] = Request(held.flow, {**held.values, act.slot or "": value}, unsure)
                else:
                    values[act.slot or ""] = value
                    doubtful |= {act.slot or ""} if act.doubtful else set()
        kinds = frozenset(act.act for act in acts[:MAX_ACTS])
        return Meaning(kinds, values, frozenset(doubtful), tuple(dict.fromkeys(reopened)), tuple(requests))


def _for_which(requests: list[Request], slot: str, program: Program) -> int:
    """The last request that asks for a slot; the last of all when none does."""
    wanting = [at for at, request in enumerate(requests) if slot in program.wanted_slots(request.flow)]
    return wanting[-1] if wanting else len(requests) - 1
