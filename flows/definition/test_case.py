"""A test of a bot: what a caller says, and what must come of it."""

from typing import Any

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Names

ANYTHING = ""
"""Stands in an expectation for what was left out, since null means something there."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class ExpectedCall:
    """A tool call with some of its arguments."""

    tool: str
    arguments: dict[str, Any] = Field(default_factory=dict, alias="with")


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Expectation:
    """What must hold after a turn; what is left out is not looked at."""

    flow: str | None = ANYTHING
    """The flow on top of the stack; null: none is open."""
    node: str | None = ANYTHING
    """The node that waits; null: none."""
    slots: dict[str, Any] = Field(default_factory=dict)
    """Slots and their values; null means that the slot has none."""
    variables: dict[str, Any] = Field(default_factory=dict)
    """Variables and their values."""
    called: tuple[str | ExpectedCall, ...] | None = None
    """The tools called in this turn, in order."""
    not_called: Names = ()
    """Tools that were not called in this turn."""
    says: str | Names = ()
    """Parts of what the bot said, case-blind."""
    not_says: str | Names = ()
    """Parts that the bot did not say."""
    acts: Names | None = None
    """The acts understood, in order."""
    trips: Names | None = None
    """The guardrails that found something, each once, in order; `[]`: none did."""
    ended: str | None = ANYTHING
    """The reason for which the call ended; null: it goes on."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class TestTurn:
    """One thing that the caller does, and what must come of it."""

    __test__ = False

    user: str | None = None
    """Words."""
    silence: bool | int | None = None
    """Says nothing until the no-input time is over, this many times."""
    dtmf: str | int | None = None
    """Keys of the keypad."""
    interrupt: str | None = None
    """The bot was interrupted; its last prompt was heard up to these words."""
    hangup: bool | None = None
    """Hangs up."""
    expect: Expectation | None = None
    """What must hold then."""

    @property
    def does_nothing(self) -> bool:
        """Only looks at what there is: the caller does nothing."""
        done = (self.user, self.silence, self.dtmf, self.interrupt, self.hangup)
        return all(entry is None for entry in done)


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class TestCase:
    """A conversation. Turn 0, the greeting, may be expected by a first turn without words."""

    __test__ = False

    description: str | None = None
    stubs: dict[str, Any] = Field(default_factory=dict)
    """Tool to result, instead of the bot's own stubs."""
    now: str | None = None
    """The date and time of the call, ISO 8601."""
    turns: tuple[TestTurn, ...] = Field(min_length=1)
