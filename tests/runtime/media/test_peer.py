import asyncio
from typing import Any

import numpy as np
import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from runtime.media.bad_offer import BadOffer
from runtime.media.peer import MediaPeer
from runtime.media.playout import Playout

pytestmark = pytest.mark.calls


def test_a_tone_is_heard_at_both_ends(call_tools: type) -> None:
    async def scenario() -> None:
        async with call_tools.connected() as call:
            call.say(call.caller_playout, call_tools.tone(1000, milliseconds=1000))
            call.say(call.playout, call_tools.tone(440, milliseconds=1000))
            await call.until(lambda: loud(call.heard) > 40 and loud(call.caller_heard) > 40)
            assert {len(pcm) for pcm in call.heard} == {320}
            assert call_tools.loudest_hertz(call.heard, 16_000) == pytest.approx(1000, abs=5)
            assert call_tools.loudest_hertz(call.caller_heard, 48_000) == pytest.approx(440, abs=5)
            stats = call.peer.stats
            assert stats.packets >= stats.frames == len(call.heard)  # the decoder may have some in hand
            assert stats.lost == stats.late == stats.dropped_frames == 0
            assert stats.uplink_ms is not None
            assert stats.connect_ms is not None
            assert call.arrivals_ns == sorted(call.arrivals_ns)
        assert call.states == ["connecting", "connected", "closed"] or call.peer.lost_reason == "ended by the caller"

    asyncio.run(scenario())


def loud(pieces: list[np.ndarray]) -> int:
    return sum(int(np.abs(piece.astype(int)).max()) > 4000 for piece in pieces)


def drop_rtp(call: Any, *numbers: int) -> None:
    """Lose the caller's packets with these ordinal numbers on their way out."""
    ice = call.caller.getTransceivers()[0].sender.transport.transport
    send, count = ice._send, 0

    async def lossy(data: bytes) -> None:
        nonlocal count
        if 127 < data[0] < 192 and not 192 <= data[1] <= 223:
            count += 1
            if count in numbers:
                return
        await send(data)

    ice._send = lossy


def test_lost_packets_leave_no_lasting_delay(call_tools: type) -> None:
    async def scenario() -> None:
        lost = (10, 20, 21, 30, 32, 40, 41, 42)
        held_at: list[int] = []

        async with call_tools.connected(lambda call: drop_rtp(call, *lost)) as call:
            buffer = call.peer._hook._buffer
            call.peer._hook.on_packet = lambda _timestamp, _arrival: held_at.append(buffer.held)
            await call.until(lambda: call.peer.stats.lost == len(lost) and len(call.heard) >= 60)
            await call.until(lambda: call.peer.stats.packets - call.peer.stats.frames <= 1)  # nothing stays behind
            assert max(held_at) == 1
            assert held_at[-10:] == [0] * 10
            assert call.peer.stats.late == 0

    asyncio.run(scenario())


def test_a_caller_that_vanishes_is_lost_and_leaves_nothing(call_tools: type) -> None:
    async def scenario() -> None:
        before = await call_tools.level()
        call = await call_tools.connect(rtp_silence_s=0.5)
        ice = call.caller.getTransceivers()[0].sender.transport.transport

        async def into_the_void(data: bytes) -> None:
            pass

        ice._send = into_the_void  # neither audio nor goodbye reaches the peer from here on
        await call.until(lambda: "lost" in call.states)
        assert call.peer.lost_reason == "no audio"
        await call.peer.close()
        await call.hang_up()
        assert call.states == ["connecting", "connected", "lost", "closed"]
        assert await call_tools.level() == before

    asyncio.run(scenario())


def test_a_caller_that_hangs_up_is_seen_at_once(call_tools: type) -> None:
    async def scenario() -> None:
        call = await call_tools.connect()
        await call.hang_up()
        await call.until(lambda: "lost" in call.states)
        assert call.peer.lost_reason == "ended by the caller"
        await call.peer.close()
        assert call.states == ["connecting", "connected", "lost", "closed"]

    asyncio.run(scenario())


def test_a_caller_that_never_comes_is_given_up(browser_offer: str, call_tools: type) -> None:
    async def scenario() -> None:
        before = await call_tools.level()
        states: list[str] = []
        lost = asyncio.Event()

        def on_state(state: str) -> None:
            states.append(state)
            if state == "lost":
                lost.set()

        peer = MediaPeer(
            name="call", on_audio=lambda _p, _n: None, on_state=on_state, playout=Playout(), connect_deadline_s=0.2
        )
        await peer.answer(browser_offer)
        await asyncio.wait_for(lost.wait(), 20)
        assert peer.lost_reason == "not connected"
        await peer.close()
        assert states == ["connecting", "lost", "closed"]
        assert await call_tools.level() == before

    asyncio.run(scenario())


def test_twenty_calls_leave_tasks_sockets_and_threads_level(call_tools: type) -> None:
    async def scenario() -> None:
        async with call_tools.connected():
            pass
        before = await call_tools.level()
        for _ in range(20):
            async with call_tools.connected():
                pass
        assert await call_tools.level() == before

    asyncio.run(scenario())


def _is_of(task: "asyncio.Task[Any]", caller: RTCPeerConnection) -> bool:
    """Whether it keeps up the way of this caller's packets."""
    frame = getattr(task.get_coro(), "cr_frame", None)
    ways = [transceiver.sender.transport.transport._connection for transceiver in caller.getTransceivers()]
    return frame is not None and any(frame.f_locals.get("self") is way for way in ways)


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 4, 5, 6, 8, 10, 13, 20, 40, 80])
def test_closing_while_connecting_leaves_nothing(turns: int, call_tools: type) -> None:
    async def scenario() -> None:
        before = await call_tools.level()
        states: list[str] = []
        peer = MediaPeer(name="call", on_audio=lambda _p, _n: None, on_state=states.append, playout=Playout())
        caller = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        caller.addTrack(Playout().track)
        await caller.setLocalDescription(await caller.createOffer())

        async def call() -> None:
            answer = await peer.answer(caller.localDescription.sdp)
            await caller.setRemoteDescription(RTCSessionDescription(sdp=answer, type="answer"))

        calling = asyncio.create_task(call())
        for _ in range(turns):
            await asyncio.sleep(0)
        await peer.close()
        await asyncio.wait([calling])
        assert calling.exception() is None or isinstance(calling.exception(), BadOffer)
        assert states[-1] == "closed"
        await caller.close()
        after = await call_tools.level()
        assert after.descriptors == before.descriptors
        assert after.threads == before.threads
        # aiortc's caller may leave its own connecting task behind, and what that begins; the peer's are owned.
        theirs = {repr(task) for task in asyncio.all_tasks() if _is_of(task, caller)}
        assert [task for task in after.tasks - theirs if "coro=<RTCPeerConnection.__connect()" not in task] == []

    asyncio.run(scenario())


@pytest.mark.parametrize("turns", [0, 1, 2, 3, 5, 8])
def test_whoever_stops_waiting_for_the_answer_leaves_nothing(turns: int, browser_offer: str, call_tools: type) -> None:
    async def scenario() -> None:
        before = await call_tools.level()
        states: list[str] = []
        peer = MediaPeer(name="call", on_audio=lambda _p, _n: None, on_state=states.append, playout=Playout())
        answering = asyncio.create_task(peer.answer(browser_offer))
        for _ in range(turns):
            await asyncio.sleep(0)
        answering.cancel()
        await asyncio.wait([answering])
        await peer.close()
        assert await call_tools.level() == before

    asyncio.run(scenario())


def test_tasks_carry_the_name_of_the_call(call_tools: type) -> None:
    async def scenario() -> None:
        async with call_tools.connected() as call:
            names = {task.get_name() for task in call.peer._tasks}
            assert {"call:capture", "call:watchdog"} <= names

    asyncio.run(scenario())


def test_a_second_offer_is_refused_and_the_call_goes_on(browser_offer: str, call_tools: type) -> None:
    async def scenario() -> None:
        async with call_tools.connected() as call:
            with pytest.raises(BadOffer) as caught:
                await call.peer.answer(browser_offer)
            assert caught.value.code == "offer.second"
            heard = len(call.heard)
            await call.until(lambda: len(call.heard) > heard + 5)
            assert call.states == ["connecting", "connected"]

    asyncio.run(scenario())


def test_an_offer_after_the_end_is_refused(browser_offer: str) -> None:
    async def scenario() -> None:
        states: list[str] = []
        peer = MediaPeer(name="call", on_audio=lambda _p, _n: None, on_state=states.append, playout=Playout())
        await peer.close()
        await peer.close()
        with pytest.raises(BadOffer) as caught:
            await peer.answer(browser_offer)
        assert caught.value.code == "offer.closed"
        assert states == ["closed"]

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("error", "code"), [(AssertionError(), "refused"), (KeyError("x"), "refused"), (TimeoutError(), "timeout")]
)
def test_whatever_aiortc_raises_comes_out_as_a_bad_offer(
    error: Exception, code: str, browser_offer: str, call_tools: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    gather = RTCPeerConnection.setLocalDescription

    async def fail(self: RTCPeerConnection, *arguments: Any) -> None:
        await gather(self, *arguments)
        raise error

    async def scenario() -> None:
        before = await call_tools.level()
        monkeypatch.setattr(RTCPeerConnection, "setLocalDescription", fail)
        states: list[str] = []
        peer = MediaPeer(name="call", on_audio=lambda _p, _n: None, on_state=states.append, playout=Playout())
        with pytest.raises(BadOffer) as caught:
            await peer.answer(browser_offer)
        assert caught.value.code == f"offer.{code}"
        assert states == ["connecting", "closed"]
        assert await call_tools.level() == before

    asyncio.run(scenario())


def test_a_connection_that_will_not_close_is_closed_by_force(call_tools: type, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scenario() -> None:
        before = await call_tools.level()
        call = await call_tools.connect()

        async def never() -> None:
            await asyncio.Event().wait()

        call.peer._connection.getReceivers()[0].stop = never  # as after a report that aiortc could not pack
        await call.peer.close()
        await call.hang_up()
        assert await call_tools.level() == before

    asyncio.run(scenario())


def test_what_aiortc_began_to_close_by_itself_is_ended_too(call_tools: type) -> None:
    async def scenario() -> None:
        before = await call_tools.level()
        call = await call_tools.connect()

        async def never() -> None:
            await asyncio.Event().wait()

        call.peer._connection.getReceivers()[0].stop = never
        await call.hang_up()
        await call.until(lambda: "lost" in call.states)
        assert call.peer._connection._RTCPeerConnection__closeTask is not None
        await call.peer.close()
        assert await call_tools.level() == before

    asyncio.run(scenario())


def test_no_public_server_is_asked(browser_offer: str) -> None:
    async def scenario() -> None:
        peer = MediaPeer(name="call", on_audio=lambda _p, _n: None, on_state=lambda _s: None, playout=Playout())
        await peer.answer(browser_offer)
        connection: Any = peer._connection
        for transport in connection._RTCPeerConnection__iceTransports:
            assert transport._connection.stun_server is None
            assert transport._connection.turn_server is None
        await peer.close()

    asyncio.run(scenario())
