"""The providers that ask a language model: always (`llm`), or where the local one is in doubt (`hybrid`)."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flows.engine.acts import Act, Understanding
from flows.engine.expectation import Expectation
from flows.understanding.intents import STRONG
from flows.understanding.local import MAX_CHARACTERS, LocalUnderstanding
from flows.understanding.model.answer import acts_of
from flows.understanding.model.port import ModelFailed, Structured
from flows.understanding.model.question import answer_schema, asked_about
from flows.understanding.situation import Situation
from flows.values.setting import Setting
from flows.values.words import Words

log = logging.getLogger(__name__)

MIN_WORDS = 2
"""A single word in doubt is noise, or a name that is asked for."""


class ModelUnderstanding:
    """Asks a model; without an answer of any use it is as if there were none."""

    def __init__(self, local: LocalUnderstanding, model: Structured, *, always: bool) -> None:
        """`local`: what it falls back to; `always`: also ask where that one is sure of a request. Consent and values
        are its in any case."""
        self.local = local
        self._model = model
        self._always = always

    async def understand(
        self, text: str, expectation: Expectation, known: Mapping[str, Any], setting: Setting
    ) -> Understanding:
        """The acts of a sentence."""
        understood = await self.local.understand(text, expectation, known, setting)
        words = Words.of(text[:MAX_CHARACTERS], setting)
        if not self._asks(understood, expectation) or len(words.tokens) < MIN_WORDS:
            return understood
        trained = self.local.trained
        situation = Situation(trained.bot, trained.slots, expectation, known)
        try:
            answer = await self._model.fill_in(
                asked_about(trained.bot, situation), text[:MAX_CHARACTERS], answer_schema(trained.bot, situation)
            )
            acts = acts_of(answer, words, situation)
        except ModelFailed as failure:
            log.info("a sentence was understood without the model: %s", failure)
            return understood
        return replace(understood, acts=tuple(self._with_values(acts, understood)))

    def _asks(self, understood: Understanding, expectation: Expectation) -> bool:
        if expectation.kind == "confirm":
            return in_doubt(understood)
        answered = any(
            act.act in ("affirm", "deny", "correct") or (act.act == "fill" and act.slot == expectation.slot)
            for act in understood.acts
        )
        return not answered and (self._always or in_doubt(understood))

    @staticmethod
    def _with_values(acts: list[Act], understood: Understanding) -> list[Act]:
        """A flow that both start keeps the values that the parsers found in the sentence."""
        flows = [act.flow for act in acts if act.act == "start_flow"]
        same = [act.flow for act in understood.acts if act.act == "start_flow"] == flows and len(flows) == 1
        own = [act for act in understood.acts if act.act == "fill"] if same else []
        read = {act.slot for act in own}
        return [*(act for act in acts if act.act != "fill" or act.slot not in read), *own]


def in_doubt(understood: Understanding) -> bool:
    """The grey zone: nothing understood, two requests that fit, or one that is less than sure."""
    return any(
        act.act in ("out_of_scope", "clarify") or (act.act == "start_flow" and act.confidence < STRONG)
        for act in understood.acts
    )
