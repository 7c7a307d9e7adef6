"""The driver of the peer: what it reads off recorded packets, and a whole call to a bot with the peer's signalling."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from aiohttp import web

from benchmarks._child import Child, NotReady
from benchmarks._peer import PeerCall, PeerLine, PeerTurn, hold, turns_of
from benchmarks._wire import answer_ms, stop_ms
from benchmarks.peers.measure import Figures
from runtime.caller import wav
from runtime.caller.downlink import JITTER_BUFFER, Arrival, Downlink
from runtime.caller.errors import CallFailed
from runtime.caller.events import Event
from runtime.caller.signalling import Ticket
from tests.calls.fake_server import FakeServer, _Bot, beep

MS = 1_000_000
ZERO_NS = 7_000_000_000


def heard(*stretches: tuple[int, int], until_ms: int) -> SimpleNamespace:
    """A call in which the bot was audible in these stretches (ms of the call), as packets that arrived every 20 ms."""
    sound = np.zeros(48 * until_ms, np.int16)
    for first, last in stretches:
        sound[48 * first : 48 * last] = beep(last - first)
    downlink = Downlink(lambda _: None)
    downlink.attach(SimpleNamespace(**{JITTER_BUFFER: None}))
    for number, payload in enumerate(wav.encode(sound)):
        downlink._note(Arrival(ZERO_NS + number * 20 * MS, number * 960, payload))
    downlink.close()
    return SimpleNamespace(zero_ns=ZERO_NS, downlink=downlink)


def said(index: int, start_ms: float, end_ms: float) -> list[Event]:
    name = {"recording": f"{index}.wav", "index": index}
    return [Event("caller_speech_start", start_ms, name), Event("caller_speech_end", end_ms, name)]


def test_answers_are_timed_from_the_end_of_speech() -> None:
    call = heard((0, 500), (1500, 2500), (4000, 5000), until_ms=6000)
    first, second = turns_of(call, [*said(0, 800, 1000), *said(1, 2800, 3400)], overlapped=False)
    assert (first.name, second.name) == ("0.wav", "1.wav")
    assert first.answer_ms == pytest.approx(500, abs=21)
    assert second.answer_ms == pytest.approx(600, abs=21)
    assert (first.cut, second.cut, first.stop_ms) == (False, False, None)


def test_an_answer_to_the_next_recording_is_none_to_this_one() -> None:
    call = heard((0, 500), (4000, 5000), until_ms=6000)
    first, second = turns_of(call, [*said(0, 800, 1000), *said(1, 2800, 3400)], overlapped=False)
    assert first.answer_ms is None
    assert second.answer_ms == pytest.approx(600, abs=21)


def test_a_bot_that_speaks_up_in_the_middle_has_cut() -> None:
    call = heard((0, 500), (1400, 1600), (2400, 3000), until_ms=4000)
    (turn,) = turns_of(call, said(0, 800, 2000), overlapped=False)
    assert turn.cut
    assert turn.answer_ms == pytest.approx(400, abs=21)


def test_a_bot_spoken_over_is_timed_until_it_is_silent() -> None:
    call = heard((0, 1220), (2200, 2600), until_ms=3000)
    (turn,) = turns_of(call, said(0, 900, 1700), overlapped=True)
    assert turn.stop_ms == pytest.approx(320, abs=21)
    assert turn.answer_ms == pytest.approx(500, abs=21)
    assert not turn.cut


def test_a_recording_that_was_broken_off_has_no_answer() -> None:
    (turn,) = turns_of(heard((0, 500), until_ms=1000), said(0, 800, 900)[:1], overlapped=False)
    assert (turn.answer_ms, turn.cut) == (None, False)


@pytest.mark.parametrize(
    ("audible_ms", "stopped"),
    [
        ([*range(10, 130, 10), *range(900, 1000, 10)], 120),
        ([*range(10, 2000, 10)], 1990),
        ([*range(400, 500, 10)], None),
        ([], None),
    ],
)
def test_stop_times_end_before_the_first_long_pause(audible_ms: Sequence[int], stopped: float | None) -> None:
    assert stop_ms(ZERO_NS, [ZERO_NS + at * MS for at in audible_ms]) == stopped


def test_no_onset_is_no_answer() -> None:
    assert answer_ms(ZERO_NS, None) is None
    assert answer_ms(ZERO_NS, ZERO_NS + 12 * MS) == 12


def test_a_report_counts_what_it_leaves_out() -> None:
    turns = (
        PeerTurn("a", 600.0, None, cut=False),
        PeerTurn("b", None, None, cut=False),
        PeerTurn("c", 100.0, None, cut=True),
    )
    over = (PeerTurn("d", 700.0, 180.0, cut=False), PeerTurn("e", 700.0, 1600.0, cut=False))
    call, interrupted = (PeerCall(made, 400.0, 6.0, 4.0, 0, "hangup") for made in (turns, over))
    told = Figures([call], [interrupted]).report()
    assert (told["p50_ms"], told["n"], told["spoken"], told["cut_turns"], told["unanswered"]) == (600, 1, 3, 1, 1)
    assert (told["barge_in_p50_ms"], told["barge_in_n"], told["not_stopped"]) == (180, 1, 1)
    assert (told["cpu_s_a_turn"], told["valid"]) == (2, True)


class DeafOnce(_Bot):
    """Misses the first thing that is said to it."""

    missed = False

    async def _heard_someone(self) -> int:
        if not self.missed:
            self.missed = True
            await super()._heard_someone()
        return await super()._heard_someone()


class Peerlike:
    """The peer's HTTP signalling around the bot that beeps."""

    def __init__(self, kind: type[_Bot] = _Bot) -> None:
        self.closed = False
        self.sdp = ""
        self.bot = kind(FakeServer(), self)  # type: ignore[arg-type]

    async def send_str(self, text: str) -> None:
        """What the bot tells its socket; only the answer has a place in the peer's signalling."""
        message = json.loads(text)
        if message["type"] == "answer":
            self.sdp = message["sdp"]

    async def offer(self, request: web.Request) -> web.Response:
        await self.bot.on_message({**await request.json(), "type": "offer"})
        return web.json_response({"sdp": self.sdp, "type": "answer", "pc_id": "1"})

    async def hang_up(self, _: web.Request) -> web.Response:
        await self.bot.close()
        return web.json_response({"ended": 1})


@asynccontextmanager
async def serving(*routes: web.RouteDef) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes(routes)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.mark.calls
def test_a_whole_call_over_the_peers_signalling() -> None:
    async def run() -> None:
        peer = Peerlike()
        used = iter([2.0, 5.5])
        recordings = [wav.record(name, beep(400, 300)) for name in ("first", "second")]
        async with serving(web.post("/offer", peer.offer), web.post("/hangup", peer.hang_up)) as address:
            call = await hold(address, recordings, None, lambda: next(used))
        assert (call.reason, call.unspoken, call.cpu_seconds) == ("hangup", 0, 3.5)
        assert call.greeted_ms is not None
        assert [turn.name for turn in call.turns] == ["first", "second"]
        for turn in call.turns:
            assert turn.answer_ms is not None
            assert turn.answer_ms > 200  # the bot that beeps waits so long
            assert not turn.cut

    asyncio.run(run())


@pytest.mark.calls
def test_a_recording_that_is_not_answered_does_not_end_the_call() -> None:
    async def run() -> None:
        peer = Peerlike(DeafOnce)
        recordings = [wav.record(name, beep(400, 300)) for name in ("first", "second")]
        async with serving(web.post("/offer", peer.offer), web.post("/hangup", peer.hang_up)) as address:
            call = await hold(address, recordings, None, lambda: 0.0, answer_seconds=2)
        assert [(turn.name, turn.answer_ms is None) for turn in call.turns] == [("first", True), ("second", False)]
        assert (call.reason, call.unspoken) == ("hangup", 0)

    asyncio.run(run())


def test_a_peer_that_refuses_the_offer_is_said() -> None:
    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=500)

    async def run() -> None:
        async with serving(web.post("/offer", refuse)) as address, PeerLine(address) as line:
            await line.open(Ticket(""))
            with pytest.raises(CallFailed, match="/offer"):
                await line.send({"type": "offer", "sdp": "v=0"})

    asyncio.run(run())


def child(program: str, log: Path) -> Child:
    return Child([sys.executable, "-c", program], environment=os.environ, log=log, ready_seconds=30)


def test_a_child_tells_that_it_is_ready_what_it_used_and_ends(tmp_path: Path) -> None:
    program = "import time; [None for _ in range(10**7)]; print('{\"address\": 1}', flush=True); time.sleep(60)"

    async def run() -> None:
        async with child(program, tmp_path / "log") as started:
            assert started.told == {"address": 1}
            assert started.cpu_seconds() > 0
            pid = started._process.pid  # type: ignore[union-attr]
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)

    asyncio.run(run())


def test_a_child_that_dies_leaves_its_last_words(tmp_path: Path) -> None:
    async def run() -> None:
        with pytest.raises(NotReady, match="no such model"):
            async with child("raise SystemExit('no such model')", tmp_path / "log"):
                pass

    asyncio.run(run())
