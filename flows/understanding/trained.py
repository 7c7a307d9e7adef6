"""What is learned of a bot once, from its intents, its slots and its flows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from flows.definition.bot import Bot
from flows.definition.repair import repair_flows
from flows.understanding.asks_for_person import person_flow, person_words
from flows.understanding.effects import writing_flows
from flows.understanding.flow_names import flow_names
from flows.understanding.intents import IntentModel
from flows.understanding.normal import normal
from flows.understanding.phrases import compile_all
from flows.understanding.port import Embedder
from flows.understanding.slot_names import SlotNames
from flows.understanding.talk import TalkModel, examples
from flows.understanding.vocabulary import Vocabulary

DESCRIPTION_COUNTS = 2.0
"""An intent's description says what all its examples have in common."""


@dataclass(frozen=True)
class Trained:
    """A bot with its models; shared by all its calls."""

    bot: Bot
    intents: IntentModel
    talk: TalkModel
    slots: SlotNames
    flows: Vocabulary
    flow_of: Mapping[str, str]
    """The flow that an intent starts."""
    people: Mapping[str, frozenset[str]]
    """The flows that only hand over to a person, with the words by which one is asked for."""
    person: str | None
    """The bot's own flow for callers who ask for a person."""

    @cached_property
    def writing(self) -> frozenset[str]:
        """The flows that change something in the world, themselves or by flows that they run or lead to."""
        return writing_flows(self.bot)


def _examples(
    bot: Bot, wanted: Mapping[str, Sequence[str]]
) -> tuple[list[str], npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """The examples, with the description of each intent as one more; the intent of each, and how much it counts."""
    sentences, labels = IntentModel.sentences(wanted)
    told = {at: bot.intents[name].description or " ".join(name.split("_")) for at, name in enumerate(wanted)}
    counts = np.concatenate([np.ones(len(sentences)), np.full(len(told), DESCRIPTION_COUNTS)])
    return (
        [*sentences, *told.values()],
        np.concatenate([labels, np.array(list(told), np.int64)]),
        counts.astype(np.float32),
    )


async def train(bot: Bot, embedder: Embedder) -> Trained:
    """Fit to a bot; all its sentences become vectors in one go."""
    compile_all()  # before the first caller speaks
    triggered = {intent for flow in bot.flows.values() for intent in flow.triggers}
    wanted = {name: intent.examples for name, intent in bot.intents.items() if name in triggered}
    sentences, labels, counts = _examples(bot, wanted)
    slots = SlotNames.of(bot)
    talk = [sentence for several in examples().values() for sentence in several]
    naming = [phrase for _, phrase in slots.phrases]
    vectors = await embedder.embed([normal(sentence) for sentence in (*sentences, *talk, *naming)])
    ends = len(sentences), len(sentences) + len(talk)
    flow_of = {
        intent: name for name, flow in bot.flows.items() if name not in repair_flows() for intent in flow.triggers
    }
    return Trained(
        bot,
        IntentModel(list(wanted), labels, vectors[: ends[0]], counts),
        TalkModel(vectors[ends[0] : ends[1]]),
        slots.with_vectors(vectors[ends[1] :]),
        flow_names(bot),
        flow_of,
        person_words(bot),
        person_flow(bot),
    )
