"""What tools are given and give, behind the guardrails of a bot: every text in it, however deep it lies."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from flows.definition.guardrails.guardrail import Guardrail
from flows.definition.guardrails.injection import Injection
from flows.definition.guardrails.pattern import Pattern
from flows.definition.guardrails.personal import Personal
from flows.definition.tool import Tool
from flows.engine.trips import Trip
from flows.guardrails.checking import Checked, Context, by_words, checked
from flows.guardrails.found import Found, shown
from flows.guardrails.kinds import personal
from flows.guardrails.learned import Learned
from flows.guardrails.reading import read, visible
from flows.understanding.normal import normal
from flows.understanding.port import Embedder

ORDER_WORDS = 4
"""Of a sentence in a result; fewer give no order that says what."""
MOST_SENTENCES = 20
SURE_IN_RESULTS = 0.98
"""Texts of services are further from the lessons than what callers say, and what is taken out of them is missed."""
_SENTENCE = re.compile(r"(?<=[.!?>#\]\n])\s+|\n+|(?<=\w):\s")


class ToolTexts:
    """For one bot."""

    def __init__(
        self,
        rules: Mapping[str, Guardrail],
        tools: Mapping[str, Tool],
        embedder: Embedder | None,
        learned: Learned | None,
    ) -> None:
        """`rules`: those for tools. Without an `embedder`, or what was `learned` with it, words have to do."""
        self._rules, self._tools = rules, tools
        self._embedder, self._learned = embedder, learned

    def given(self, tool: str, arguments: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[Trip, ...]]:
        """What a tool is called with, without what is taken out."""
        allowed = self._tools[tool].allow if tool in self._tools else ()
        trips: list[Trip] = []
        kept = {name: self._through(value, trips, allowed, results=False) for name, value in arguments.items()}
        return kept, tuple(trips)

    async def returned(self, result: Any) -> tuple[Any, tuple[Trip, ...]]:
        """What a tool gave, without what is taken out. Sentences are looked at by meaning too, for orders in them."""
        trips: list[Trip] = []
        result = self._through(result, trips, (), results=True)
        rule = next(((name, each) for name, each in self._rules.items() if isinstance(each, Injection)), None)
        if rule is not None and self._embedder is not None and self._learned is not None:
            result = await self._without_orders(result, trips, *rule)
        return result, tuple(trips)

    async def _without_orders(self, value: Any, trips: list[Trip], name: str, rule: Injection) -> Any:
        match value:
            case str() if len(value.split()) >= ORDER_WORDS:
                sentences = [each for each in _SENTENCE.split(value) if normal(visible(each))][:MOST_SENTENCES]
                assert self._embedder is not None
                assert self._learned is not None
                rows = await self._embedder.embed([normal(visible(each)) for each in sentences])
                for sentence, row in zip(sentences, rows, strict=True):
                    chance = self._learned.chances(row)["injection"]
                    if len(sentence.split()) >= ORDER_WORDS and chance >= SURE_IN_RESULTS:
                        action = rule.action_on("tools")
                        trips.append(Trip(name, rule.kind, "tools", action, shown(sentence), chance))
                        value = value.replace(sentence, "", 1).strip() if action == "redact" else value
                return value
            case dict():
                return {key: await self._without_orders(each, trips, name, rule) for key, each in value.items()}
            case list():
                return [await self._without_orders(each, trips, name, rule) for each in value]
        return value

    def _through(self, value: Any, trips: list[Trip], allowed: Collection[str], *, results: bool) -> Any:
        match value:
            case str():
                checked = self._text_of_tool(value, allowed, results=results)
                trips.extend(trip for trip in checked.trips if trip not in trips)
                return checked.text
            case dict():
                return {key: self._through(each, trips, allowed, results=results) for key, each in value.items()}
            case list():
                return [self._through(each, trips, allowed, results=results) for each in value]
        return value

    def _text_of_tool(self, text: str, allowed: Collection[str], *, results: bool) -> Checked:
        reading = read(text)

        def find(rule: Guardrail) -> Found | None:
            if isinstance(rule, Injection) != results and not isinstance(rule, Pattern):
                return None  # what tools give may be anything but orders, what they are given is the bot's
            if isinstance(rule, Injection):
                return _whole_sentences(by_words(rule, text, reading, Context()), text)
            if isinstance(rule, Personal):
                classes = tuple(each for each in (rule.classes or personal.ALL) if each not in allowed)
                return personal.find(replace(rule, classes=classes), text) if classes else None
            return by_words(rule, text, reading, Context())

        return checked("tools", self._rules, text, find)


def _whole_sentences(found: Found | None, text: str) -> Found | None:
    """An order is no better for the half of it."""
    if found is None or not found.spans:
        return found
    ends = [0, *(match.end() for match in _SENTENCE.finditer(text)), len(text)]
    start = max(end for end in ends if end <= found.spans[0][0])
    return replace(found, spans=((start, min(end for end in ends if end >= found.spans[-1][1])),))
