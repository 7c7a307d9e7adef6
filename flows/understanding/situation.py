"""What is known when a sentence is understood: the bot, what it expects, the values so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flows.definition.bot import Bot
from flows.engine.expectation import Expectation
from flows.engine.finished import Done
from flows.understanding.slot_names import SlotNames
from flows.values.slots import Slot
from flows.values.words import Found, Words

FREE_TYPES = frozenset({"text", "person", "address"})
"""Types to which nearly any words are a value."""


@dataclass(frozen=True)
class Situation:
    """The context of one sentence."""

    bot: Bot
    names: SlotNames
    expectation: Expectation
    known: Mapping[str, Any]
    _found: dict[tuple[Any, ...], list[Found]] = field(default_factory=dict, compare=False)

    @property
    def asked(self) -> str | None:
        """The slot whose question or read-back is open."""
        name = self.expectation.slot
        return name if name in self.bot.slots and self.expectation.kind in ("slot", "confirm") else None

    @property
    def reads_back(self) -> bool:
        """Whether the bot waits for a yes or no to a value."""
        return self.expectation.kind == "confirm"

    @property
    def asks_freely(self) -> bool:
        """Whether nearly any words are an answer."""
        return self.asked is not None and not self.reads_back and self.bot.slots[self.asked].type in FREE_TYPES

    @property
    def filled(self) -> tuple[str, ...]:
        """Slots whose value the caller may correct."""
        return tuple(name for name in self.expectation.filled_slots if self.known.get(name) is not None)

    @property
    def others(self) -> tuple[str, ...]:
        """Slots of the flows in progress but the one in question."""
        every = (*self.expectation.open_slots, *self.expectation.filled_slots)
        return tuple(name for name in dict.fromkeys(every) if name != self.asked and name in self.bot.slots)

    @property
    def done(self) -> tuple[Done, ...]:
        """The tasks of the call that are over, the last one last; flows that are gone are left out."""
        return tuple(done for done in self.expectation.done if done.flow in self.bot.flows)

    @property
    def idle(self) -> bool:
        """Whether no flow is open: the bot waits for a request."""
        return self.expectation.kind in ("request", "anything_else") and not self.expectation.open_flows

    def after(self, done: Done) -> "Situation":
        """As if the questions of a task that is over could still be answered otherwise."""
        kept = {name: value for name, value in done.values.items() if name in self.bot.slots}
        return Situation(self.bot, self.names, Expectation("request", done.flow, filled_slots=tuple(kept)), kept)

    def slot(self, name: str) -> Slot:
        """A slot by its name."""
        return self.bot.slots[name]

    def find(self, name: str, words: Words, *, asked: bool) -> list[Found]:
        """The values of a slot in words; the same words are searched once a sentence."""
        key = (name, asked, words.spans)
        if key not in self._found:
            self._found[key] = self.slot(name).find(words, asked=asked)
        return self._found[key]

    def fits(self, name: str, found: Found, words: Words) -> bool:
        """Whether a slot would take a value."""
        return self.slot(name).problem_at(found.value, words.setting) is None
