"""The guardrails of one bot, put to texts: what callers say, what models write; what tools are given and give is in
tool_texts.py."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from flows.definition.bot import Bot
from flows.definition.guardrails.abuse import Abuse
from flows.definition.guardrails.distress import Distress
from flows.definition.guardrails.guardrail import Guardrail, Stage
from flows.definition.guardrails.injection import Injection
from flows.definition.guardrails.topic import Topic
from flows.engine.acts import Act, Understanding
from flows.engine.expectation import Expectation
from flows.engine.trips import Trip
from flows.guardrails.checking import Checked, Context, by_words, checked
from flows.guardrails.found import shown
from flows.guardrails.kinds.topic import Topics
from flows.guardrails.learned import SURE, Learned, kept
from flows.guardrails.reading import Reading, read, visible
from flows.guardrails.rules import rules_of
from flows.guardrails.tool_texts import ToolTexts
from flows.understanding.normal import normal
from flows.understanding.port import Embedder, quickly

SAYS_SOMETHING = frozenset({"start_flow", "fill", "correct", "affirm", "deny"})
"""Who insults beside one of these is answered all the same."""
FREE = frozenset({"text"})
"""Types of slots whose values are whole sentences of the caller."""
MEANINGLESS = frozenset({"affirm", "deny", "repeat", "wait", "goodbye", "clarify"})
"""Acts whose words are about nothing, where they are few: "I can't go on" may be a goodbye, and may be more."""
FEW_WORDS = 3


LEARNED = Abuse | Distress | Injection
"""Types that are known by meaning, too, as far as their lessons teach it."""


class Guard:
    """Shared by all calls of a version of a bot."""

    def __init__(
        self, bot: Bot, embedder: Embedder | None = None, topics: Mapping[str, tuple[Topics, Topics]] | None = None
    ) -> None:
        """`topics`: by rule, for whole vectors and for their quick halves."""
        self._rules: dict[Stage, dict[str, Guardrail]] = {"input": {}, "output": {}, "tools": {}}
        for name, rule in rules_of(bot).items():
            for stage in rule.looks_at:
                if stage in rule.stages:
                    self._rules[stage][name] = rule
        self._slots = bot.slots
        self._embedder = embedder
        self._topics = dict(topics or {})
        self._learned = _learned_with(embedder)
        self.tools = ToolTexts(self._rules["tools"], bot.tools, embedder, self._learned)
        """What tools are given and give, behind these rules."""

    @staticmethod
    async def of(bot: Bot, embedder: Embedder) -> "Guard":
        """Ready: the sentences of topics are vectors."""
        topics = {
            name: await Topics.of(rule, bot, embedder)
            for name, rule in rules_of(bot).items()
            if isinstance(rule, Topic)
        }
        return Guard(bot, embedder, topics)

    # -- what callers say

    def heard(self, text: str) -> Checked:
        """What is found by words alone."""
        reading = read(text)
        return checked("input", self._rules["input"], text, lambda rule: by_words(rule, text, reading, Context()))

    async def meant(self, text: str) -> tuple[Trip, ...]:
        """What is found by meaning."""
        return await self._by_meaning("input", text)

    def weighed(self, understood: Understanding, trips: tuple[Trip, ...], expectation: Expectation) -> tuple[Trip, ...]:
        """What counts beside what the words were understood as: an insult beside a request is only told of, and what is
        asked for is no number that nobody asked for."""
        kinds = {act.act for act in understood.acts}
        answered = any(self._answers(act, expectation) for act in understood.acts)
        counted = []
        for trip in trips:
            if trip.type == "abuse" and trip.stops and kinds & SAYS_SOMETHING:
                trip = replace(trip, action="flag")
            if trip.type in ("topic", "personal", "pattern") and answered:
                continue
            counted.append(trip)
        return tuple(counted)

    def wants_meaning(self, understood: Understanding, expectation: Expectation) -> bool:
        """Whether vectors can tell more: the words are about something, and answer nothing."""
        if not any(isinstance(rule, Topic | LEARNED) for rule in self._rules["input"].values()):
            return False
        if any(self._answers(act, expectation) for act in understood.acts):
            return False
        short = len(understood.text.split()) <= FEW_WORDS
        return not short or not understood.acts or any(act.act not in MEANINGLESS for act in understood.acts)

    def _answers(self, act: Act, expectation: Expectation) -> bool:
        slot = self._slots.get(act.slot or "")
        return act.act == "fill" and act.slot == expectation.slot and slot is not None and slot.type not in FREE

    # -- what models and knowledge bases say

    @property
    def looks_at_output(self) -> bool:
        """Whether there are rules for what models write."""
        return bool(self._rules["output"])

    @property
    def output_by_meaning(self) -> bool:
        """Whether vectors are needed for them."""
        return any(isinstance(rule, Topic) for rule in self._rules["output"].values())

    def written(self, text: str, context: Context) -> Checked:
        """A clause of a model, by words alone."""
        reading = Reading(text, text, (text,))
        return checked("output", self._rules["output"], text, lambda rule: by_words(rule, text, reading, context))

    async def written_about(self, text: str) -> tuple[Trip, ...]:
        """A clause of a model, by meaning."""
        return await self._by_meaning("output", text)

    async def written_wholly(self, by_words: Callable[[], Checked], text: str) -> Checked:
        """A clause of a model by both: its vector is made elsewhere while its words are looked at here. What words stop
        waits for no meaning."""
        about = asyncio.create_task(self.written_about(text), name="a clause by its meaning")
        try:
            await asyncio.sleep(0)  # the question goes out
            checked = by_words()
            return checked if checked.stop is not None else Checked(checked.text, (*checked.trips, *await about))
        finally:
            about.cancel()
            await asyncio.gather(about, return_exceptions=True)

    def reason(self, trip: Trip) -> str:
        """Why a rule stopped a text, for a model that is to write another."""
        rule = self._rules[trip.on].get(trip.rule)
        told = rule.description if rule is not None and rule.description else f"rule {trip.rule}: {trip.type}"
        return f"{told} ({trip.evidence})" if trip.evidence else told

    # -- both

    async def _by_meaning(self, stage: Stage, text: str) -> tuple[Trip, ...]:
        rules = {name: rule for name, rule in self._rules[stage].items() if isinstance(rule, Topic | LEARNED)}
        if not rules or self._embedder is None or not (plain := normal(visible(text))):
            return ()
        # What models write waits to be spoken, clause by clause: one of the two models has to do.
        rows = await (quickly(self._embedder, [plain]) if stage == "output" else self._embedder.embed([plain]))
        vector = rows[0]
        return tuple(self._found_by_meaning(stage, rules, vector, text))

    def _found_by_meaning(self, stage: Stage, rules: Mapping[str, Guardrail], vector: Any, text: str) -> Iterator[Trip]:
        chances = self._learned.chances(vector) if self._learned is not None and stage == "input" else {}
        for name, rule in rules.items():
            if isinstance(rule, Topic):
                found = self._topics[name][stage == "output"].find(vector) if name in self._topics else None
                if found is not None and (not rule.only or stage == "output"):
                    yield Trip(name, rule.kind, stage, rule.action_on(stage), found.evidence, found.score)
            elif (chance := chances.get(rule.kind, 0.0)) >= SURE[rule.kind]:
                yield Trip(name, rule.kind, stage, rule.action_on(stage), shown(text), chance)


def _learned_with(embedder: Embedder | None) -> Learned | None:
    """What was learned with these vectors; with others it means nothing, and words have to do."""
    return kept() if embedder is not None and kept().versions == embedder.versions else None
