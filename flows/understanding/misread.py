"""Examples that are not understood as their intent, since their words already mean something about the call.

"I need more time" asks the bot to wait, wherever it is said. Each example is given to the understanding as a caller's
first sentence, with the meaning taken for granted: as if it were as close to its own intent as can be, and to no other.
What does not start its flow then is taken away by the words alone. No vectors are made.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import cast

import numpy as np

from flows.checks.look import Look
from flows.definition.bot import Bot
from flows.definition.repair import repair_flows
from flows.engine.acts import Act, ActKind
from flows.engine.expectation import Expectation
from flows.findings import Finding
from flows.loader.accepted import unanswered
from flows.loader.load import Loaded
from flows.understanding.asks_for_person import person_flow, person_words
from flows.understanding.flow_names import flow_names
from flows.understanding.intents import IntentModel, Scored
from flows.understanding.local import LocalUnderstanding
from flows.understanding.normal import normal
from flows.understanding.port import Vectors
from flows.understanding.slot_names import SlotNames
from flows.understanding.talk import TalkModel
from flows.understanding.trained import Trained
from flows.values.language import DEFAULT_LANGUAGE
from flows.values.setting import ANYWHERE

CODE = "intent.misread"
MOST_EXAMPLES = 3_000
"""They take 15 seconds: 5 ms each."""
SHOWN = 80
"""Characters of an example in a message."""
_MEANT: dict[ActKind, tuple[str, str]] = {
    "wait": ("a wish for a moment's time", "on_wait"),
    "cancel": ("a wish to drop what is in progress", "on_cancel"),
    "repeat": ("a wish to hear it once more", "on_repeat"),
    "help": ("a wish for help with the call", "on_help"),
    "human": ("a wish to talk to a person", "on_handoff"),
    "goodbye": ("a goodbye", "on_goodbye"),
    "chitchat": ("talk that asks for nothing", "on_chitchat"),
    "refuse": ("a refusal to answer", "on_refuse"),
    "question": ("a question about what was done in this call", ""),
    "affirm": ("a yes", ""),
    "deny": ("a no", ""),
}
"""What the acts are in words, and the repair flow that each begins."""


async def misread_examples(loaded: Loaded) -> list[Finding]:
    """What is told of the examples of a bot that may run, but for what is answered in its text."""
    bot = loaded.bot
    if bot is None or not loaded.runnable or bot.language.lower()[:2] != DEFAULT_LANGUAGE:
        return []
    if sum(len(intent.examples) for intent in bot.intents.values()) > MOST_EXAMPLES:
        return []
    look, meant = Look(bot, loaded.document), _Meant(bot)
    found = [
        _finding(look, intent, at, act)
        for intent in meant.trained.flow_of
        if intent in bot.intents
        for at, text in enumerate(bot.intents[intent].examples)
        if (act := await meant.instead(text, intent)) is not None
    ]
    return list(unanswered(found, loaded.document.answers))


class _WithoutVectors(Trained):
    """A bot of which only the words are known."""

    @cached_property
    def english(self) -> bool:
        """What was fitted to the vectors of sentences tells nothing where there are none."""
        return False


class _Meant:
    """The understanding of a bot to which the meaning of a sentence is given."""

    def __init__(self, bot: Bot) -> None:
        self.trained = _WithoutVectors(
            bot,
            cast(IntentModel, self),
            cast(TalkModel, self),
            SlotNames.of(bot),
            flow_names(bot),
            {
                intent: name
                for name, flow in bot.flows.items()
                if name not in repair_flows()
                for intent in flow.triggers
            },
            person_words(bot),
            person_flow(bot),
        )
        self.versions = ""
        self._text = self._intent = ""
        self._local = LocalUnderstanding(self.trained, self)

    async def instead(self, text: str, intent: str) -> Act | None:
        """The act of an example that does not start its flow; None when it does, or is asked about."""
        self._text, self._intent = normal(text), intent
        acts = (await self._local.understand(text, Expectation(), {}, ANYWHERE)).acts
        flow = self.trained.flow_of[intent]
        if any(act.flow == flow or flow in act.candidates for act in acts):
            return None
        first = next((act for act in acts if act.act in _MEANT), None)
        return None if first is not None and first.act == "human" and flow in self.trained.people else first

    # -- the ports of the understanding ----------------------------------------------------------------------------

    async def embed(self, sentences: Sequence[str]) -> Vectors:
        """1 for the example itself, 0 for all else."""
        return np.array([[float(sentence == self._text)] for sentence in sentences], np.float32)

    def scores(self, vector: Vectors) -> list[Scored]:
        """The example is as close to its intent as can be, a part of it to none."""
        return [Scored(self._intent, 1.0)] if vector[0] else []

    def act(self, vector: Vectors, least: float) -> Act | None:  # noqa: ARG002 - the form of TalkModel
        """Nothing is close to talk."""
        return None


def _finding(look: Look, intent: str, at: int, act: Act) -> Finding:
    text = " ".join(look.bot.intents[intent].examples[at].split())
    short = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
    meant, repair = _MEANT[act.act]
    message = f"`{short}` is understood as {meant}, and does not start what `{intent}` starts."
    remedy = "Say more in it, in words that only this request has, or delete it."
    remedy += f" `{repair}` is run instead; the bot may have its own." if repair else ""
    return look.finding(CODE, ("intents", intent, "examples", at), message, remedy, "warning")
