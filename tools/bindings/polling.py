"""Services that work for longer: they answer 202 with an address, and are asked there until they are done."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from flows.definition.tool_response import Response
from flows.expressions.conditions import ConditionFailed, ConditionProblem
from tools.bindings import answers
from tools.bindings.exchange import Answer

log = logging.getLogger(__name__)

ACCEPTED = 202
EVERY_S = 1.0
"""Where the service does not say when to ask again."""
LEAST_S, MOST_S = 0.2, 30.0
PERCENT = 100.0


@dataclass(frozen=True)
class Polls:
    """How services that work for longer are asked."""

    on_progress: Callable[[float], None] = lambda _percent: None
    """Gets how many percent are done."""
    sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep

    async def until_done(
        self, answer: Answer, response: Response | None, ask: Callable[[str], Awaitable[Answer | None]]
    ) -> Answer:
        """The last answer. `ask` asks an address once more: None where it may not be asked, or did not answer. Whoever
        waits for it ends it."""
        where = _where(answer)
        while answer.status == ACCEPTED and where:
            self._tell(answer, response)
            await self.sleep(min(MOST_S, max(LEAST_S, answers.wanted_pause_s(answer) or EVERY_S)))
            one = await ask(where)
            if one is not None and one.status not in answers.AGAIN:
                answer = one
                where = _where(one) or where
        return answer

    def _tell(self, answer: Answer, response: Response | None) -> None:
        if response is None or response.progress is None:
            return
        with suppress(ConditionFailed, ConditionProblem, ValueError, TypeError):
            percent = float(answers.expression(response.progress).evaluate(answers.values_of(answer)))
            if 0 <= percent <= PERCENT:
                self.on_progress(percent)


def _where(answer: Answer) -> str:
    """Where an answer says that it is asked: seen from the address that it came from (RFC 9110 §10.2.2)."""
    where = answer.headers.get("location", "")
    try:
        return urljoin(answer.url, where) if where else ""
    except ValueError:
        return where  # nobody is asked there
