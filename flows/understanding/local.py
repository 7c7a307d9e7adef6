"""The local provider: sentence vectors for intents, typed parsers for values, cues for the rest. No key needed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flows.definition.bot import Bot
from flows.definition.repair import repair_flows
from flows.engine.acts import Act, Understanding
from flows.engine.expectation import Expectation
from flows.understanding.cues import cue, flow_left
from flows.understanding.found_values import SlotValue, unasked_values, without_moments
from flows.understanding.intents import MARGIN, STRONG, THRESHOLD, IntentModel, Scored
from flows.understanding.normal import normal
from flows.understanding.port import Embedder
from flows.values.setting import Setting
from flows.values.words import FILLERS, Found, Words
from flows.values.yes_no import yes_or_no

MAX_CHARACTERS = 1_000
"""A minute of speech; what is longer is cut, so that every sentence takes bounded time."""
JOINTS = (" and then ", " and also ", " and after that ", " then ", " and ", " also ", ", ")
"""Where a sentence may fall into two requests."""
MIN_REQUEST_WORDS = 3
FREE_TYPES = frozenset({"text", "person"})
"""Types to which any words are a value."""


class LocalUnderstanding:
    """Understands what callers say to one bot."""

    def __init__(self, bot: Bot, model: IntentModel, embedder: Embedder) -> None:
        self._bot = bot
        self._model = model
        self._embedder = embedder
        self._flow_of = {
            intent: name for name, flow in bot.flows.items() if name not in repair_flows() for intent in flow.triggers
        }

    @staticmethod
    async def train(bot: Bot, embedder: Embedder) -> "LocalUnderstanding":
        """Fit to the examples of a bot."""
        triggered = {intent for flow in bot.flows.values() for intent in flow.triggers}
        examples = {name: intent.examples for name, intent in bot.intents.items() if name in triggered}
        sentences, labels = IntentModel.sentences(examples)
        vectors = await embedder.embed([normal(sentence) for sentence in sentences] or ["hello"])
        return LocalUnderstanding(bot, IntentModel(list(examples), labels, vectors[: len(sentences)]), embedder)

    async def understand(
        self, text: str, expectation: Expectation, known: Mapping[str, Any], setting: Setting
    ) -> Understanding:
        """The acts of a sentence."""
        words = Words.of(text[:MAX_CHARACTERS], setting)
        if not len(words):
            return Understanding(text, (Act("out_of_scope", 0.5),))
        if (left := flow_left(words, expectation.open_flows)) is not None:
            return Understanding(text, (Act("cancel", 0.9, flow=left),))
        if (act := cue(words)) is not None and not self._answers(words, expectation):
            return Understanding(text, (Act(act, 0.95),))
        vectors = await self._embedder.embed([normal(text[:MAX_CHARACTERS])])
        scored = self._model.scores(vectors[0])
        match expectation.kind:
            case "slot":
                acts = self._for_question(words, expectation, known, scored)
            case "confirm":
                acts = self._for_read_back(words, expectation, known, scored)
            case "clarify":
                acts = self._for_candidates(words, expectation, scored)
            case _:
                acts = await self._two_requests(words) or self._for_request(words, expectation, scored)
        return Understanding(text, tuple(acts) or (Act("out_of_scope", 1 - (scored[0].score if scored else 0)),))

    def _answers(self, words: Words, expectation: Expectation) -> bool:
        """A cue that is an answer here: "stop" to a yes-or-no question is a no, an option may be called "pass"."""
        if expectation.kind == "confirm":
            found = yes_or_no(words)
            return found is not None and found.value is False and found.confidence == 1.0
        slot = self._bot.slots.get(expectation.slot or "") if expectation.kind == "slot" else None
        if slot is None or slot.type in FREE_TYPES:
            return False
        values = slot.find(words, asked=True)
        # "One moment" holds a number and "a second" an ordinal; only a value that is all of the sentence is meant.
        return bool(values) and (slot.type == "yes_no" or _covered(words, values[0]) >= 1)

    # -- requests --------------------------------------------------------------------------------------------------

    def _for_request(self, words: Words, expectation: Expectation, scored: list[Scored]) -> list[Act]:
        answer = yes_or_no(words)
        if expectation.kind == "anything_else" and answer is not None and answer.confidence >= 0.95:
            rest = len(words) - (answer.end - answer.start)
            if not scored or scored[0].score < STRONG or rest <= 1:
                return [Act("affirm" if answer.value else "deny", answer.confidence)]
        if not scored or scored[0].score < THRESHOLD:
            return _yes_or_no_only(words, answer)
        best = scored[0]
        close = [item for item in scored if best.score - item.score < MARGIN and item.score >= THRESHOLD]
        flows = tuple(dict.fromkeys(self._flow_of[item.intent] for item in close))
        if len(flows) > 1:
            return [Act("clarify", best.score, candidates=flows)]
        return self._request(words, self._flow_of[best.intent], best.score)

    async def _two_requests(self, words: Words) -> list[Act]:
        """ "Block my card and then tell me my balance": both parts are close to requests, and to different ones."""
        for joint in JOINTS:
            before, found, after = words.text.lower().partition(joint)
            if not found or len(before.split()) < MIN_REQUEST_WORDS or len(after.split()) < MIN_REQUEST_WORDS:
                continue
            vectors = await self._embedder.embed([normal(before), normal(after)])
            first, second = (next(iter(self._model.scores(vector)), None) for vector in vectors)
            if first is None or second is None or min(first.score, second.score) < STRONG:
                continue
            flows = self._flow_of[first.intent], self._flow_of[second.intent]
            if flows[0] != flows[1]:
                parts = ((before, flows[0], first.score), (after, flows[1], second.score))
                return [
                    act
                    for part, flow, score in parts
                    for act in self._request(Words.of(part, words.setting), flow, score)
                ]
        return []

    def _request(self, words: Words, flow: str, score: float) -> list[Act]:
        asked = [node.slot for node in self._bot.flows[flow].nodes.values() if node.type == "ask"]
        values = unasked_values(words, self._bot.slots, dict.fromkeys(asked))
        return [Act("start_flow", score, flow=flow), *(_filled(item, {}) for item in values)]

    def _for_candidates(self, words: Words, expectation: Expectation, scored: list[Scored]) -> list[Act]:
        """One of the flows that were offered, by name, by meaning or by its number."""
        candidates = expectation.candidates
        for flow in candidates:
            if set(flow.split("_")) & set(words.tokens):
                return self._request(words, flow, 0.9)
        positions = {"first": 0, "former": 0, "one": 0, "second": 1, "latter": 1, "two": 1, "last": len(candidates) - 1}
        for token in words.tokens:
            if token in positions and positions[token] < len(candidates):
                return self._request(words, candidates[positions[token]], 0.85)
        for item in scored:
            if item.score >= THRESHOLD:
                return self._request(words, self._flow_of[item.intent], item.score)
        answer = yes_or_no(words)
        return [Act("affirm" if answer.value else "deny", answer.confidence)] if answer else []

    # -- questions -------------------------------------------------------------------------------------------------

    def _digression(self, scored: list[Scored], expectation: Expectation, needed: float) -> Scored | None:
        """Another request than the one in progress, if the sentence is close enough to one."""
        if not scored or scored[0].score < needed:
            return None
        return scored[0] if self._flow_of[scored[0].intent] != expectation.flow else None

    def _for_question(
        self, words: Words, expectation: Expectation, known: Mapping[str, Any], scored: list[Scored]
    ) -> list[Act]:
        slot = self._bot.slots[expectation.slot or ""]
        others = (*expectation.open_slots, *expectation.filled_slots)
        found = without_moments(words, slot, slot.find(words, asked=True), (self._bot.slots[name] for name in others))
        fitting = [item for item in found if slot.problem_at(item.value, words.setting) is None] or found
        free = slot.type in FREE_TYPES
        best = fitting[0] if fitting else None
        digression = self._digression(scored, expectation, STRONG)
        if digression is not None and (best is None or free or _covered(words, best) < 0.4):
            return self._request(words, self._flow_of[digression.intent], digression.score)
        rest = [name for name in dict.fromkeys(others) if name != expectation.slot]
        values = [] if free else unasked_values(words, self._bot.slots, rest, [best] if best else [])
        acts = [_filled(item, known) for item in values if known.get(item.slot) != item.value]
        if best is not None:
            return [_filled(SlotValue(expectation.slot or "", best), known), *acts]
        if acts:
            return acts
        if scored and scored[0].score >= STRONG and self._flow_of[scored[0].intent] == expectation.flow:
            return [Act("start_flow", scored[0].score, flow=expectation.flow)]
        return _yes_or_no_only(words, yes_or_no(words))

    def _for_read_back(
        self, words: Words, expectation: Expectation, known: Mapping[str, Any], scored: list[Scored]
    ) -> list[Act]:
        answer = yes_or_no(words)
        name = expectation.slot or ""
        slot = self._bot.slots[name]
        values: list[SlotValue] = []
        rest = words
        if answer is not None and answer.start == 0:
            rest = replace(words, tokens=words.tokens[answer.end :], spans=words.spans[answer.end :])
        others = [other for other in expectation.filled_slots if other != name]
        if slot.type not in FREE_TYPES:
            values = [SlotValue(name, item) for item in slot.find(rest, asked=True)[:1]]
        values += unasked_values(rest, self._bot.slots, others, [item.found for item in values])
        if slot.type in FREE_TYPES and not values and answer is not None and answer.value is False and len(rest):
            values = [SlotValue(name, item) for item in slot.find(rest, asked=True)[:1]]
        changed = [item for item in values if known.get(item.slot) != item.value]
        acts = [Act("affirm" if answer.value else "deny", answer.confidence)] if answer is not None else []
        if changed:
            return [*acts, *(_filled(item, known) for item in changed)]
        if answer is None and (digression := self._digression(scored, expectation, STRONG)) is not None:
            return self._request(words, self._flow_of[digression.intent], digression.score)
        if answer is None and values:
            return [Act("affirm", 0.8)]
        return acts


def _filled(item: SlotValue, known: Mapping[str, Any]) -> Act:
    old = known.get(item.slot)
    doubtful = item.found.doubtful or None
    if old is not None and old != item.value:
        return Act("correct", item.found.confidence, slot=item.slot, old=old, new=item.value, doubtful=doubtful)
    return Act("fill", item.found.confidence, slot=item.slot, value=item.value, doubtful=doubtful)


def _covered(words: Words, found: Found) -> float:
    """Which part of the sentence the value takes, fillers apart."""
    meaning = [token for token in words.tokens if token not in FILLERS]
    return (found.end - found.start) / max(1, len(meaning))


def _yes_or_no_only(words: Words, answer: Found | None) -> list[Act]:
    """The act of a sentence that is a yes or no and nothing else."""
    if answer is None or answer.confidence < 0.95 or len(words) - (answer.end - answer.start) > 2:
        return []
    return [Act("affirm" if answer.value else "deny", answer.confidence)]
