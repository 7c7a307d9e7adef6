"""What is learned of a bot once, from its intents, its slots and its flows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from flows.definition.bot import Bot
from flows.definition.repair import repair_flows
from flows.understanding.asks_for_person import person_flow, person_words
from flows.understanding.effects import writing_flows
from flows.understanding.flow_names import flow_names
from flows.understanding.intents import IntentModel
from flows.understanding.lessons import Learned, Lesson, model, talk_model
from flows.understanding.phrases import compile_all
from flows.understanding.port import Embedder
from flows.understanding.slot_names import SlotNames
from flows.understanding.talk import TalkModel
from flows.understanding.vocabulary import Vocabulary
from flows.understanding.workshop import Workshop


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


async def train(bot: Bot, embedder: Embedder, workshop: Workshop | None = None) -> Trained:
    """Fit to a bot; all its sentences become vectors in one go."""
    workshop = workshop or Workshop()
    slots, lesson = await workshop.here(_prepared, bot)
    learned = await workshop.learned(lesson, embedder)
    return await workshop.here(_put_together, bot, slots, lesson, learned)


def _prepared(bot: Bot) -> tuple[SlotNames, Lesson]:
    compile_all()  # before the first caller speaks
    slots = SlotNames.of(bot)
    return slots, Lesson.of(bot, slots)


def _put_together(bot: Bot, slots: SlotNames, lesson: Lesson, learned: Learned) -> Trained:
    own, talk, naming = learned.parts(lesson)
    flow_of = {
        intent: name for name, flow in bot.flows.items() if name not in repair_flows() for intent in flow.triggers
    }
    return Trained(
        bot,
        model(lesson, own, learned.intents),
        TalkModel(talk_model(talk, learned.talk)),
        slots.with_vectors(naming),
        flow_names(bot),
        flow_of,
        person_words(bot),
        person_flow(bot),
    )
