"""Bodies of answers: read as far as anybody needs, and closed."""

import asyncio
import json
from collections.abc import AsyncIterator

import httpx
import pytest

from tools.mcp.bodies import MOST_AFTER_BYTES, Body, is_plain
from tools.mcp.messages import MOST_BYTES
from tools.mcp.problems import Lost, Unusable


class Pieces(httpx.AsyncByteStream):
    """Some, and then what goes wrong."""

    def __init__(self, *pieces: bytes, problem: Exception | None = None) -> None:
        self._pieces, self._problem = pieces, problem
        self.given = 0
        self.closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            self.given += 1
            yield piece
        if self._problem is not None:
            raise self._problem

    async def aclose(self) -> None:
        self.closed = True


def body_of(pieces: Pieces, status: int = 200, **headers: str) -> Body:
    return Body(httpx.Response(status, stream=pieces, headers={"content-encoding": "identity", **headers}))


def test_a_body_is_read_to_its_end() -> None:
    body = body_of(Pieces(b"one ", b"two"))
    assert asyncio.run(body.whole()) == b"one two"
    assert body.ended


def test_a_body_that_breaks_off_is_lost() -> None:
    with pytest.raises(Lost, match="ReadError"):
        asyncio.run(body_of(Pieces(b"one", problem=httpx.ReadError("with words"))).whole())


def test_a_body_may_not_be_longer_than_anybody_needs() -> None:
    pieces = Pieces(*[b"x" * MOST_BYTES] * 5)
    with pytest.raises(Unusable):
        asyncio.run(body_of(pieces).whole())
    assert pieces.given == 2


def test_of_an_error_the_code_is_read_unless_it_is_packed_or_long() -> None:
    said = json.dumps({"error": {"code": -32001, "message": "words"}}).encode()
    plain = asyncio.run(body_of(Pieces(said), 400).failure())
    assert (plain.code, plain.status) == (-32001, 400)
    packed = Pieces(said)
    problem = asyncio.run(body_of(packed, 400, **{"content-encoding": "gzip"}).failure())
    assert (problem.code, problem.status, packed.given) == (None, 400, 0)
    long = Pieces(b" " * (MOST_AFTER_BYTES + 1), said)
    assert asyncio.run(body_of(long, 500).failure()).code is None
    assert long.given == 1


def test_a_little_behind_the_answer_is_read_and_no_more() -> None:
    short, long = Pieces(b"answer", b"end"), Pieces(b"answer", *[b"x" * MOST_AFTER_BYTES] * 5)

    async def rest(pieces: Pieces) -> bool:
        body = body_of(pieces)
        await body.next()
        await body.rest()
        return body.ended

    assert asyncio.run(rest(short))
    assert not asyncio.run(rest(long))
    assert (short.closed, long.closed, long.given) == (True, True, 3)


@pytest.mark.parametrize(("packing", "plain"), [(None, True), ("Identity", True), ("", True), ("gzip", False)])
def test_what_is_packed(packing: str | None, plain: bool) -> None:
    headers = {"content-encoding": packing} if packing is not None else {}
    assert is_plain(httpx.Response(200, headers=headers)) == plain
