"""The body of an answer over HTTP: no longer than anybody needs, and read to its end where that is near."""

from contextlib import suppress

import httpx

from tools.mcp.messages import MOST_BYTES, read
from tools.mcp.problems import Failed, Lost, Problem, Unusable, failure

MOST_AFTER_BYTES = 64 * 1024
"""Of what comes behind the answer, and of an answer that is an error."""


class Body:
    """Of one response, which it closes."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self._pieces = response.aiter_raw()
        self._bytes = 0
        self.ended = False

    async def next(self, most_bytes: int = MOST_BYTES) -> bytes:
        """Another piece; nothing at the end. Raises Lost, and Unusable when it is more than `most_bytes` by now."""
        try:
            piece = await anext(self._pieces, b"")
        except (httpx.HTTPError, httpx.StreamError) as problem:
            raise Lost(type(problem).__name__) from None
        self.ended = not piece
        self._bytes += len(piece)
        if self._bytes > most_bytes:
            raise Unusable("the answer is longer than anybody needs")
        return piece

    async def whole(self) -> bytes:
        """All of it. Raises as `next`."""
        pieces = list[bytes]()
        while piece := await self.next():
            pieces.append(piece)
        return b"".join(pieces)

    async def failure(self) -> Failed:
        """What an answer beyond the 200s says; its words are not for us."""
        pieces, status = list[bytes](), self._response.status_code
        with suppress(Problem):
            while is_plain(self._response) and (piece := await self.next(MOST_AFTER_BYTES)):
                pieces.append(piece)
            for message in await read(b"".join(pieces)):
                return failure(message, status)
        return failure(None, status)

    async def rest(self) -> None:
        """What comes behind the answer. At its end the line is free for others."""
        try:
            behind = self._bytes + MOST_AFTER_BYTES
            with suppress(Problem):
                while await self.next(behind):
                    pass
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        """Nothing more of it is read."""
        await self._response.aclose()


def is_plain(response: httpx.Response) -> bool:
    """Whether it is not packed: a kilobyte of what is may be a gigabyte, and nobody asked for it."""
    return str(response.headers.get("content-encoding", "identity")).lower() in ("identity", "")
