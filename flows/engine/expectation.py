"""What the bot expects to hear now: the context in which a sentence is understood."""

from dataclasses import dataclass
from typing import Literal

from flows.engine.finished import Done

ExpectationKind = Literal["request", "slot", "confirm", "anything_else", "clarify", "nothing"]


@dataclass(frozen=True)
class Expectation:
    """What a sentence may answer.

    `request`: no flow is open; `slot`: an answer for `slot`; `confirm`: yes or no to a read-back of `slot`;
    `anything_else`: the bot asked whether there is more; `clarify`: one of `candidates` (flows);
    `nothing`: the bot does not listen.
    """

    kind: ExpectationKind = "request"
    flow: str | None = None
    node: str | None = None
    slot: str | None = None
    open_slots: tuple[str, ...] = ()
    """Slots of the active flows that have no value yet."""
    filled_slots: tuple[str, ...] = ()
    """Slots of the active flows that have one."""
    candidates: tuple[str, ...] = ()
    open_flows: tuple[str, ...] = ()
    """Flows in progress and flows that wait for their turn: what a caller may leave."""
    hints: tuple[str, ...] = ()
    """Words that the recogniser should expect."""
    done: tuple[Done, ...] = ()
    """The last tasks of the call that are over, the last one last."""
