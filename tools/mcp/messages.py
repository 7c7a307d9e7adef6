"""Messages: JSON-RPC 2.0, as the Model Context Protocol uses it."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

from tools.mcp.problems import METHOD_NOT_FOUND, Unusable, failure

VERSION = "2025-11-25"
"""The newest version with a handshake."""
VERSIONS = frozenset({"2024-11-05", "2025-03-26", "2025-06-18", VERSION})
"""Those that a server may choose in a handshake; for calls of tools they are alike."""
STATELESS = "2026-07-28"
"""The first version without a handshake: each request says everything."""
CLIENT = {"name": "Voxloom", "version": "1"}
"""The protocol wants a version."""
META = "io.modelcontextprotocol/"
MOST_BYTES = 1024 * 1024
"""Of an answer, whatever else comes with it; what a bot says of it is a sentence."""
LONG_BYTES = 50_000
"""A longer message is read in a thread: other calls are waiting for the loop."""
Message = dict[str, Any]


def request(number: int, method: str, parameters: Message) -> Message:
    """One that is answered."""
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": parameters}


def notification(method: str, parameters: Message | None = None) -> Message:
    """One that is not answered."""
    return {"jsonrpc": "2.0", "method": method, **({"params": parameters} if parameters is not None else {})}


def cancelled(number: int) -> Message:
    """Nobody waits for the answer to a request any more."""
    return notification("notifications/cancelled", {"requestId": number, "reason": "nobody waits any more"})


def written(message: Message) -> bytes:
    """As it is sent, in one line. Raises ValueError and TypeError for what is no JSON."""
    return json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


async def read(data: bytes | str) -> list[Message]:
    """The messages in a text. Raises Unusable."""
    if len(data) <= LONG_BYTES:
        return messages_in(data)
    return await asyncio.get_running_loop().run_in_executor(thread(), messages_in, data)


def messages_in(data: bytes | str) -> list[Message]:
    """The same here and now. An older version has several in a list."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise Unusable("the answer is no JSON") from None
    several = found if isinstance(found, list) else [found]
    if not all(isinstance(one, dict) for one in several):
        raise Unusable("the answer is no message")
    return several


def is_request(message: Message) -> bool:
    """Whether whoever sent it waits for an answer."""
    return isinstance(message.get("method"), str) and message.get("id") is not None


def is_answer(message: Message, number: int | None = None) -> bool:
    """Whether it answers a request, or the one of that number."""
    given = message.get("id")
    if "method" in message or not ("result" in message or "error" in message):
        return False
    return number is None or (type(given) is int and given == number)


def reply(asked: Message) -> Message:
    """What we say to a request of a server: that we are there. We have no model, no person and no files for it."""
    if asked["method"] == "ping":
        return {"jsonrpc": "2.0", "id": asked["id"], "result": {}}
    return {"jsonrpc": "2.0", "id": asked["id"], "error": {"code": METHOD_NOT_FOUND, "message": "Method not found"}}


def result_of(answer: Message) -> Message:
    """What was asked for. Raises Failed, Unusable."""
    if "error" in answer:
        raise failure(answer)
    result = answer.get("result")
    if not isinstance(result, dict):
        raise Unusable("the answer has no result")
    return result


@cache
def thread() -> ThreadPoolExecutor:
    """In which long messages are read."""
    return ThreadPoolExecutor(1, thread_name_prefix="messages")
