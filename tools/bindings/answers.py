"""What a bot makes of an answer of a service: a result where it was done, else that it was refused or cannot be had."""

import asyncio
import json
import logging
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from email.utils import parsedate_to_datetime
from functools import cache, lru_cache
from typing import Any

from flows.definition.tool_response import Response
from flows.driver.ports import ToolOutcome
from flows.expressions.conditions import Condition, ConditionFailed, ConditionProblem, Conditions
from tools.bindings.exchange import Answer

log = logging.getLogger(__name__)

LONG_BYTES = 50_000
"""A longer answer is read in a thread: other calls are waiting for the loop."""
SHORT_BYTES = 4_000
"""So much more work are expressions over it."""
TOO_MANY = 429
ILL_FROM = 500
AGAIN = frozenset({408, 425, TOO_MANY, 500, 502, 503, 504})
"""Statuses that a moment later may be another one."""
MOST_EXPRESSIONS = 2_000
"""Kept compiled at once: those of some hundred bots."""
UNAVAILABLE = ToolOutcome(error="unavailable")


async def read(answer: Answer, response: Response | None, name: str) -> ToolOutcome:
    """`name`: how the tool is called in the log."""
    if len(answer.body) <= (SHORT_BYTES if response is not None and response.fields else LONG_BYTES):
        return outcome_of(answer, response, name)
    return await asyncio.get_running_loop().run_in_executor(_thread(), outcome_of, answer, response, name)


def outcome_of(answer: Answer, response: Response | None, name: str) -> ToolOutcome:
    """The same here and now."""
    is_answer = 200 <= answer.status < 300 or (response is not None and answer.status in response.statuses)
    if not is_answer:
        refused = refuses(answer.status)
        log.log(logging.INFO if refused else logging.WARNING, "%s: status %d", name, answer.status)
        return ToolOutcome(error="refused") if refused else UNAVAILABLE
    try:
        body = _body(answer)
    except (ValueError, RecursionError):
        log.warning("%s: the answer is no JSON", name)
        return UNAVAILABLE
    return ToolOutcome(body if response is None or not response.fields else _taken(response, answer, body))


def refuses(status: int) -> bool:
    """Whether a status says that what was asked for is not done."""
    return 400 <= status < ILL_FROM and status not in AGAIN


def wanted_pause_s(answer: Answer) -> float:
    """What `Retry-After` asks for (RFC 9110 §10.2.3), in seconds or as a date."""
    text = answer.headers.get("retry-after", "")
    if text.isascii() and text.isdecimal() and len(text) < 9:
        return float(text)
    with suppress(ValueError, TypeError, OverflowError):
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    return 0.0


def values_of(answer: Answer, body: Any = None) -> Mapping[str, Any]:
    """What expressions over an answer name. Raises ValueError for one that is no JSON."""
    return {
        "body": _body(answer) if body is None else body, "status": answer.status, "headers": dict(answer.headers)
    }  # fmt: skip


def _body(answer: Answer) -> Any:
    """Raises ValueError, RecursionError. A page of words that says that there is nothing has no fields."""
    if not answer.body.strip() or (answer.status >= 300 and not _is_json(answer)):
        return {}
    if not _is_json(answer):
        raise ValueError
    return json.loads(answer.body)


def _is_json(answer: Answer) -> bool:
    return answer.kind == "application/json" or answer.kind.endswith("+json")


def _taken(response: Response, answer: Answer, body: Any) -> dict[str, Any]:
    """The fields that there are."""
    values = values_of(answer, body)
    result = {}
    for name, text in response.fields.items():
        with suppress(ConditionFailed, ConditionProblem):
            result[name] = expression(text).evaluate(values)
    return result


@lru_cache(MOST_EXPRESSIONS)
def expression(text: str) -> Condition:
    """One of `fields`. Raises ConditionProblem."""
    return conditions().expression(text)


def conditions() -> Conditions:
    """What expressions of `fields` may name. None is kept: each text is compiled once."""
    return Conditions({"body": "dyn", "status": "double", "headers": "dyn"})


@cache
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="answers")
