"""The answering end of one call: offer in, answer out, audio both ways, and a clean end whatever happens."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any, Literal

from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from runtime.media import crypto_hook, patches
from runtime.media.bad_offer import BadOffer
from runtime.media.capture import Capture, OnAudio
from runtime.media.jitter_buffer import JitterCounts
from runtime.media.offer import clean_offer
from runtime.media.playout import Playout
from runtime.media.receiver_hook import ReceiverHook
from runtime.media.shutdown import close_connection, end_task
from runtime.media.stats import MediaStats, UplinkEstimate
from runtime.media.watchdog import Silence, watch

logger = logging.getLogger(__name__)

PeerState = Literal["connecting", "connected", "lost", "closed"]
LostReason = Literal["not connected", "no audio", "failed", "ended by the caller"]

ANSWER_DEADLINE_S = 5.0  # gathering on local addresses takes 3-7 ms
CONNECT_DEADLINE_S = 15.0  # ICE and DTLS take 50-120 ms, a few seconds with loss
RTP_SILENCE_S = 3.0  # aioice alone needs 30 s to see that the other end is gone
MAX_ROUND_TRIP_S = 5.0
NEGOTIATION_GRACE_S = 0.5  # close() lets gathering come to its end: it takes milliseconds
CLOSE_DEADLINE_S = 1.0  # then sockets are closed by force; 2 s in all


class MediaPeer:
    """One RTCPeerConnection. Only BadOffer comes out of it; `on_state` is called on the event loop, once a state.

    `on_audio(pcm, arrival_ns)` gets 16 kHz mono int16 and the monotonic time at which its packet arrived.
    """

    def __init__(
        self,
        *,
        name: str,
        on_audio: OnAudio,
        on_state: Callable[[PeerState], None],
        playout: Playout,
        rtp_silence_s: float = RTP_SILENCE_S,
        connect_deadline_s: float = CONNECT_DEADLINE_S,
    ) -> None:
        self.name = name
        self.state: PeerState | None = None
        self.lost_reason: LostReason | None = None
        self._on_audio = on_audio
        self._on_state = on_state
        self._playout = playout
        self._rtp_silence_s = rtp_silence_s
        self._connect_deadline_s = connect_deadline_s
        self._connection: RTCPeerConnection | None = None
        self._hook: ReceiverHook | None = None
        self._capture: Capture | None = None
        self._uplink = UplinkEstimate()
        self._tasks: set[asyncio.Task[None]] = set()
        self._negotiation: asyncio.Task[str] | None = None
        self._asked = False
        self._closing: asyncio.Task[None] | None = None
        self._asked_at = 0.0
        self._connect_ms: float | None = None

    async def answer(self, sdp: str) -> str:
        """The answer to the one offer of this call; raises BadOffer and leaves nothing behind."""
        if self._asked:
            raise BadOffer(
                "offer.second",
                "This call already has an offer.",
                "Open a new call: a connection cannot be negotiated again.",
            )
        if self._closing is not None:
            raise _ended()
        self._asked = True
        self._asked_at = time.monotonic()
        offer = clean_offer(sdp)
        # A task of its own, that nobody cancels half-way: aioice forgets the sockets of a cancelled gathering.
        negotiation = asyncio.create_task(self._negotiate(offer.sdp), name=f"{self.name}:answer")
        self._negotiation = negotiation
        try:
            async with asyncio.timeout(ANSWER_DEADLINE_S):
                answer = await asyncio.shield(negotiation)
        except Exception as error:
            logger.debug("%s: aiortc refused a clean offer", self.name, exc_info=True)
            await self.close()
            raise _refusal(error) from None
        except asyncio.CancelledError:
            await self.close()
            if negotiation.cancelled():  # by close(), not by whoever waits here
                raise _ended() from None
            raise
        if self._closing is not None:
            raise _ended()
        self._spawn("watchdog", self._watch())
        return answer

    async def close(self) -> None:
        """End every task, thread and socket of the peer, in at most 2 s. Any number of calls is one."""
        if self._closing is None:
            self._closing = asyncio.create_task(self._close(), name=f"{self.name}:close")
        await asyncio.shield(self._closing)

    @property
    def stats(self) -> MediaStats:
        """What was counted so far."""
        jitter = self._hook.counts if self._hook else JitterCounts()
        capture = self._capture
        return MediaStats(
            packets=jitter.received,
            lost=jitter.lost,
            late=jitter.late,
            restarts=jitter.restarts,
            frames=capture.frames if capture else 0,
            dropped_frames=capture.dropped_frames if capture else 0,
            sent_packets=self._playout.counts.packets,
            underruns=self._playout.counts.underruns,
            late_sendings=self._playout.counts.late_sendings,
            reanchored=self._playout.counts.reanchored,
            uplink_ms=self._uplink.estimate_ms(self._round_trip_ms()),
            connect_ms=self._connect_ms,
        )

    async def _negotiate(self, sdp: str) -> str:
        patches.install()
        connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))  # None would ask a public STUN server
        self._connection = connection
        self._own_connect_tasks(connection)
        connection.on("connectionstatechange", self._on_connection_state)
        connection.on("track", self._on_track)
        connection.addTrack(self._playout.track)
        self._hook = ReceiverHook(connection.getTransceivers()[0].receiver)
        self._hook.on_packet = self._uplink.on_packet
        crypto_hook.install(connection.getTransceivers()[0].receiver.transport)
        self._set_state("connecting")
        await connection.setRemoteDescription(RTCSessionDescription(sdp=sdp, type="offer"))
        await connection.setLocalDescription(await connection.createAnswer())
        return str(connection.localDescription.sdp)

    def _own_connect_tasks(self, connection: Any) -> None:
        """aiortc connects in tasks that nobody holds: give them a name and an owner, and catch what they raise."""
        connect = connection._RTCPeerConnection__connect

        async def owned() -> None:
            task = asyncio.current_task()
            assert task is not None
            task.set_name(f"{self.name}:connect")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            try:
                await connect()
            except Exception:
                logger.debug("%s: could not connect", self.name, exc_info=True)
                self._lose("failed")

        connection._RTCPeerConnection__connect = owned

    def _on_track(self, track: MediaStreamTrack) -> None:
        assert self._hook is not None
        self._capture = Capture(track, self._on_audio, arrival_ns=self._hook.arrival_ns)
        self._spawn("capture", self._listen(self._capture))

    async def _listen(self, capture: Capture) -> None:
        await capture.run()
        self._lose("ended by the caller")

    def _on_connection_state(self) -> None:
        state = self._connection.connectionState if self._connection else "closed"
        if state == "connected" and self.state == "connecting":
            self._connect_ms = round((time.monotonic() - self._asked_at) * 1000, 1)
            self._set_state("connected")
        elif state == "failed":
            self._lose("failed")
        elif state == "closed":
            self._lose("ended by the caller")

    async def _watch(self) -> None:
        reason: LostReason = "no audio"
        verdict = await watch(
            is_connected=lambda: self.state == "connected",
            last_arrival_ns=lambda: self._hook.last_arrival_ns if self._hook else None,
            connect_deadline_s=self._connect_deadline_s,
            silence_s=self._rtp_silence_s,
        )
        if verdict is Silence.NEVER_CONNECTED:
            reason = "not connected"
        self._lose(reason)

    def _lose(self, reason: LostReason) -> None:
        if self._closing is None and self.state in ("connecting", "connected"):
            never = reason == "failed" and self.state == "connecting"
            self.lost_reason = "not connected" if never else reason
            self._set_state("lost")

    def _set_state(self, state: PeerState) -> None:
        self.state = state
        try:
            self._on_state(state)
        except Exception:
            logger.exception("%s: the listener to the state failed", self.name)

    def _round_trip_ms(self) -> float | None:
        senders = self._connection.getSenders() if self._connection else []
        seconds = getattr(senders[0], "_RTCRtpSender__rtt", None) if senders else None
        if seconds is None or not 0 <= seconds <= MAX_ROUND_TRIP_S:  # it is the caller who says so
            return None
        return float(seconds) * 1000

    def _spawn(self, what: str, coroutine: Any) -> None:
        task: asyncio.Task[None] = asyncio.create_task(coroutine, name=f"{self.name}:{what}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _close(self) -> None:
        if self._negotiation is not None:
            await asyncio.wait([self._negotiation], timeout=NEGOTIATION_GRACE_S)
            await end_task(self._negotiation)
        # Then the tasks: one that is still connecting would start the sender behind a close that has passed it.
        for _ in range(2):  # the second time for those that had not begun to run
            await asyncio.sleep(0)
            for task in tuple(self._tasks):
                await end_task(task)
        if self._connection is not None:
            await close_connection(self._connection, deadline_s=CLOSE_DEADLINE_S)
        self._set_state("closed")


def _ended() -> BadOffer:
    return BadOffer("offer.closed", "This call has ended.", "Start a new call.")


def _refusal(error: Exception) -> BadOffer:
    if isinstance(error, TimeoutError):
        return BadOffer("offer.timeout", "The connection could not be prepared in time.", "Call again.")
    return BadOffer(
        "offer.refused",
        "The offer cannot be answered.",
        "Send the offer exactly as RTCPeerConnection made it, after ICE gathering is complete.",
    )
