"""The knowledge bases of a call: what `answer` nodes ask."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from django.db import DatabaseError, InterfaceError

from flows.definition.bot import Bot
from flows.driver.ports import ModelOutcome, Models
from flows.engine.commands import AskModel, LookUp
from tools.knowledge.ages import stale
from tools.knowledge.answering import Answer
from tools.knowledge.bases import Bases
from tools.knowledge.extracts import spoken
from tools.knowledge.loading import Standing
from tools.knowledge.phrasing import declined, prompt_of, usable

log = logging.getLogger(__name__)

LEFT_MS = 400
"""What is left of the time of a node when a model is given up: for saying the extract instead."""
LEAST_MS = 500
"""No model phrases anything in less; then it is not asked."""
UNKNOWN, UNAVAILABLE = ModelOutcome(error="unknown"), ModelOutcome(error="unavailable")


class AsksModel(Protocol):
    """A language model of a conversation."""

    async def ask(self, command: AskModel, on_text: Callable[[str], None]) -> ModelOutcome:
        """As `flows.driver.ports.Models`."""


class BoundKnowledge:
    """For one conversation."""

    def __init__(self, bases: Bases, workspace: int, bot: Bot, model: AsksModel | None = None) -> None:
        """`model`: what phrases answers, where nodes say that one should; None: extracts are said as they are."""
        self._bases, self._workspace, self._bot, self._model = bases, workspace, bot, model

    async def look_up(self, command: LookUp) -> ModelOutcome | None:
        """What a base says; None where none of its documents has an index, so that the node's stub answers.

        Errors: `unknown` where nothing is as sure as the node wants, or nothing may be used; `unavailable` where nobody
        can look.
        """
        base = self._bot.knowledge.get(command.knowledge)
        if base is None:
            return None
        began = asyncio.get_running_loop().time()
        try:
            known = await self._bases.standings(self._workspace)
            index = await self._bases.index(self._workspace, base.documents)
            if index is None:
                return None
            names = [name for name in command.sources if self._may_be_quoted(known.get(name), command.fresh.get(name))]
            answer = await self._bases.answer(self._workspace, index, command.question, names)
        except (DatabaseError, InterfaceError) as problem:
            log.warning("a knowledge base cannot be asked: %s", type(problem).__name__)
            return UNAVAILABLE
        if answer is None or answer.confidence < command.threshold:
            return UNKNOWN
        left_ms = command.timeout_ms - round((asyncio.get_running_loop().time() - began) * 1000)
        return await self._said(command, answer, known, left_ms)

    def _may_be_quoted(self, document: Standing | None, hours: int | None) -> bool:
        return document is not None and not stale(document.given, hours, self._bases.now())

    async def _said(self, command: LookUp, answer: Answer, known: Mapping[str, Standing], left_ms: int) -> ModelOutcome:
        extract = answer.extract
        document = known.get(extract.document)
        text = spoken(extract, document.title if document is not None else "")
        own = ModelOutcome(text, {}, (extract.document,))
        if command.route is not None and self._model is not None and left_ms - LEFT_MS >= LEAST_MS:
            return await self._phrased(self._model, command, answer, left_ms - LEFT_MS, own)
        return own

    async def _phrased(
        self, model: AsksModel, command: LookUp, answer: Answer, ms: int, own: ModelOutcome
    ) -> ModelOutcome:
        """In a model's words, where these say what the extracts say; `unknown` where it finds no answer in them; else
        their `own` words. What was asked and what it cost is told with each."""
        extracts = [passage.text for passage in answer.passages if passage.document == answer.extract.document]
        asked = AskModel(
            command.id, command.node, prompt_of(command.question, extracts), ms, command.route,
            spent_micros=command.spent_micros,
        )  # fmt: skip
        try:
            async with asyncio.timeout(ms / 1000):
                outcome = await model.ask(asked, _nobody_hears)
        except TimeoutError:
            return replace(own, failed=(command.route,) if command.route is not None else ())
        paid: dict[str, Any] = {"route": outcome.route, "failed": outcome.failed, "micros": outcome.micros}
        text = " ".join(outcome.text.split())
        if outcome.error is not None:
            log.info("no model phrases an answer for %s: %s", command.node, outcome.error)
        elif declined(text):
            return replace(UNKNOWN, **paid)
        elif usable(text, extracts):
            return replace(own, text=text, **paid)
        else:
            log.info("what a model phrased for %s is not in the extracts; they are said themselves", command.node)
        return replace(own, **paid)


class WithKnowledge:
    """The models of a conversation, with its knowledge bases; where a base is not bound, the node's stub answers."""

    def __init__(self, inner: Models, knowledge: BoundKnowledge) -> None:
        self._inner, self._knowledge = inner, knowledge

    async def ask(self, command: AskModel, on_text: Callable[[str], None]) -> ModelOutcome:
        """Ask a language model."""
        return await self._inner.ask(command, on_text)

    async def look_up(self, command: LookUp) -> ModelOutcome:
        """Search a knowledge base."""
        found = await self._knowledge.look_up(command)
        return found if found is not None else await self._inner.look_up(command)


def _nobody_hears(_piece: str) -> None:
    """It is checked first."""
