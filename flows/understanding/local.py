"""The local provider: patterns and parsers for what is said, sentence vectors for what is meant. No key needed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from flows.definition.bot import Bot
from flows.engine.acts import Act, ActKind, Near, Understanding
from flows.engine.expectation import Expectation
from flows.understanding.after import after
from flows.understanding.answers import answer
from flows.understanding.asides import beside
from flows.understanding.candidates import choose
from flows.understanding.consent import behind_thinking, consent
from flows.understanding.cues import asks_for_options, cue, stays
from flows.understanding.dropping import drop
from flows.understanding.leaving import answers_no, leave
from flows.understanding.line import Line
from flows.understanding.mood import tone_with
from flows.understanding.port import Embedder
from flows.understanding.sentence import Sentence
from flows.understanding.situation import FREE_TYPES, Situation
from flows.understanding.standing import standing
from flows.understanding.trained import Trained, train
from flows.understanding.wishes import wish
from flows.understanding.workshop import Workshop
from flows.values.setting import Setting
from flows.values.words import FILLERS, Found, Words
from flows.values.yes_no import yes_or_no

MAX_CHARACTERS = 1_000
"""A minute of speech; what is longer is cut, so that every sentence takes bounded time."""
SURE_CUE = 0.95
NEAREST = 3
"""Intents that are told of a sentence that was compared with all of them."""


class LocalUnderstanding:
    """Understands what callers say to one bot."""

    def __init__(self, trained: Trained, embedder: Embedder) -> None:
        self._trained = trained
        self._embedder = embedder

    @staticmethod
    async def train(bot: Bot, embedder: Embedder, workshop: Workshop | None = None) -> "LocalUnderstanding":
        """Fit to the examples of a bot, or recall what was."""
        return LocalUnderstanding(await train(bot, embedder, workshop), embedder)

    @property
    def trained(self) -> Trained:
        """The bot, and what was learned of it."""
        return self._trained

    async def understand(
        self, text: str, expectation: Expectation, known: Mapping[str, Any], setting: Setting
    ) -> Understanding:
        """The acts of a sentence."""
        words = Words.of(text[:MAX_CHARACTERS], setting)
        situation = Situation(self._trained.bot, self._trained.slots, expectation, known)
        line = Line.of(words)
        line = behind_thinking(line, situation) or line
        sentence = Sentence(line, situation, self._trained, self._embedder)
        acts = await self._acts(sentence)
        own = self._trained.person
        meant = tuple(replace(act, flow=own) if act.act == "human" else act for act in acts)
        tone = tone_with(text[:MAX_CHARACTERS], sentence.made, self._embedder.versions)
        nearest = tuple(Near(item.intent, round(item.score, 3)) for item in sentence.compared[:NEAREST])
        return Understanding(text, meant, tone.complexity, tone.emotion, nearest=nearest)

    async def _acts(self, sentence: Sentence) -> Sequence[Act]:
        line, situation = sentence.line, sentence.situation
        if not len(line.words):
            return [Act("out_of_scope", 0.5)]
        if acts := consent(line, situation):
            return acts
        if acts := await standing(sentence) or drop(sentence) or await after(sentence):
            return acts
        if (act := cue(line)) is not None and not _answers(line, act, situation):
            return [Act(act, SURE_CUE)]
        if asks_for_options(line, situation):
            return [Act("help", SURE_CUE)]
        acts = await leave(sentence) or await beside(sentence, await _acts(sentence))
        if not acts:
            scored = await sentence.scored()
            acts = [Act("out_of_scope", 1 - (scored[0].score if scored else 0))]
        return acts


async def _acts(sentence: Sentence) -> list[Act]:
    if sentence.situation.asked is not None or sentence.situation.reads_back:
        return await answer(sentence)
    if sentence.situation.expectation.kind == "clarify":
        return await choose(sentence)
    return await wish(sentence)


def _answers(line: Line, act: ActKind, situation: Situation) -> bool:
    """A cue that is an answer here: "stop" to a yes-or-no question is a no, an option may be called "pass"."""
    if stays(line):
        return False
    found = yes_or_no(line.words)
    if act == "goodbye" and situation.expectation.kind == "anything_else":  # "no, that's all"
        return found is not None and found.value is False
    if act == "chitchat" and found is not None:  # "no thank you"
        return situation.expectation.kind in ("confirm", "anything_else", "clarify") or answers_no(situation)
    if situation.reads_back:
        return found is not None and found.value is False and found.confidence == 1.0
    if answers_no(situation):
        return found is not None and act in ("cancel", "refuse") and found.value is False
    name = situation.asked
    slot = situation.slot(name) if name is not None else None
    if slot is None or slot.type in FREE_TYPES:
        return False
    values = slot.find(line.words, asked=True)
    # "One moment" holds a number and "a second" an ordinal; only a value that is all of the sentence is meant.
    return bool(values) and _covered(line.words, values[0]) >= 1


def _covered(words: Words, found: Found) -> float:
    """Which part of the sentence the value takes, fillers apart."""
    meaning = [token for token in words.tokens if token not in FILLERS]
    return (found.end - found.start) / max(1, len(meaning))
