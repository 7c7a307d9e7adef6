"""The pace of a line, with a clock that only the test moves: frames are single bytes here."""

import asyncio

from tests.runtime.virtual_time import run
from voxloom.front.inflow import FRAMES_AT_ONCE, FRAMES_PER_S, PIECE_BYTES, Inflow


class Line:
    """Counts what is taken, and whether it is read."""

    def __init__(self, frame_bytes: int) -> None:
        self.taken = bytearray()
        self.largest = 0
        self.read = True
        self.inflow = Inflow(
            self._take,
            pause=lambda: self._reads(False),
            resume=lambda: self._reads(True),
            loop=asyncio.get_running_loop(),
        )
        self._frame_bytes = frame_bytes

    def _take(self, piece: bytes) -> None:
        for _ in range(len(piece) // self._frame_bytes):
            self.inflow.counts()
        self.taken += piece
        self.largest = max(self.largest, len(piece))

    def _reads(self, now: bool) -> None:
        assert self.read is not now
        self.read = now


def test_a_long_message_comes_in_pieces_without_a_wait() -> None:
    async def work() -> None:
        line, loop = Line(60_000), asyncio.get_running_loop()
        began_s = loop.time()
        sent = bytes(range(256)) * 200
        line.inflow.arrives(sent)
        assert not line.read
        while not line.read:
            await asyncio.sleep(0)
        assert (bytes(line.taken), line.largest) == (sent, PIECE_BYTES)
        assert loop.time() - began_s < 0.001

    run(work())


def test_a_flood_comes_as_fast_as_frames_may() -> None:
    async def work() -> None:
        line, loop = Line(2), asyncio.get_running_loop()
        began_s = loop.time()
        line.inflow.arrives(bytes(20_000))
        assert not line.read
        while not line.read:
            await asyncio.sleep(0.1)
        assert len(line.taken) == 20_000
        assert abs(loop.time() - began_s - (10_000 - FRAMES_AT_ONCE) / FRAMES_PER_S) < 0.2
        line.inflow.arrives(b"xx")
        assert not line.read

    run(work())


def test_some_frames_every_now_and_then_never_wait() -> None:
    async def work() -> None:
        line = Line(1)
        for _ in range(1_000):
            line.inflow.arrives(b"x" * 10)
            assert line.read
            await asyncio.sleep(10 / FRAMES_PER_S)
        assert len(line.taken) == 10_000

    run(work())


def test_what_the_application_does_not_take_is_held() -> None:
    async def work() -> None:
        line = Line(PIECE_BYTES)
        line.inflow.hold()
        line.inflow.arrives(bytes(3 * PIECE_BYTES))
        await asyncio.sleep(60)
        assert not line.read
        assert len(line.taken) == 0
        line.inflow.let_go()
        await asyncio.sleep(1)
        assert len(line.taken) == 3 * PIECE_BYTES
        assert line.read

    run(work())


def test_a_line_that_is_gone_is_left_alone() -> None:
    async def work() -> None:
        line = Line(1)
        line.inflow.arrives(bytes(3 * PIECE_BYTES))
        line.inflow.end()
        line.inflow.let_go()
        await asyncio.sleep(60)
        assert len(line.taken) == PIECE_BYTES
        assert not line.read

    run(work())
