"""What a bot makes of the result of a tool: fields, where there are any, else its words."""

import asyncio
import json
from contextlib import suppress
from typing import Any

from flows.driver.ports import ToolOutcome
from tools.mcp.messages import LONG_BYTES, Message, thread
from tools.mcp.problems import Unusable

COMPLETE = "complete"
_NONE = object()


async def outcome(result: Message) -> ToolOutcome:
    """Raises Unusable."""
    parts = result.get("content")
    long = sum(len(part["text"]) for part in parts if _is_text(part)) if isinstance(parts, list) else 0
    if long <= LONG_BYTES:
        return outcome_of(result)
    return await asyncio.get_running_loop().run_in_executor(thread(), outcome_of, result)


def outcome_of(result: Message) -> ToolOutcome:
    """The same here and now. What is neither fields nor text, such as an image, is nothing that a bot could say."""
    kind = result.get("resultType", COMPLETE)
    if kind != COMPLETE:
        raise Unusable("the server wants to be told more, which nobody does here")
    if result.get("isError") is True:
        return ToolOutcome(error="refused")
    if (fields := result.get("structuredContent")) is not None:
        return ToolOutcome(fields)
    parts = result.get("content", [])
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise Unusable("the result has no content")
    texts = [part["text"] for part in parts if _is_text(part)]
    if not texts:
        return ToolOutcome({})
    fields = _fields(texts[0]) if len(texts) == 1 else _NONE
    return ToolOutcome({"text": "\n".join(texts)} if fields is _NONE else fields)


def _is_text(part: Any) -> bool:
    return isinstance(part, dict) and part.get("type") == "text" and isinstance(part.get("text"), str)


def _fields(text: str) -> Any:
    """A map or a list that is written as JSON. A number or a word stays a text: else what a bot finds under
    `result.text` would hang on which words a server chose."""
    with suppress(ValueError, RecursionError):
        if text.lstrip()[:1] in ("{", "["):
            return json.loads(text)
    return _NONE
