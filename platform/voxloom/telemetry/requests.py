"""Lines of the log know which request they belong to."""

import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from voxloom.telemetry import log_context

Message = dict[str, Any]
Application = Callable[[Message, Any, Any], Awaitable[None]]

LONGEST_PATH = 200
"""Characters; ours are shorter."""


class InTheLog:
    """An ASGI application around another: each request gets an id of its own, never one from outside."""

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        """Deal with one request. Its path is told without the query, which may hold what people look for."""
        path = str(scope.get("path", ""))[:LONGEST_PATH]
        with log_context.about(request=secrets.token_hex(6), method=str(scope.get("method", "")), path=path):
            await self._application(scope, receive, send)
