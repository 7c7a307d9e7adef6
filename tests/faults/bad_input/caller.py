"""A caller of the served process that can be told to misbehave: its socket, connection and packets are in reach."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any

import aiohttp
import numpy as np
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.rtp import RtpPacket
from pylibsrtp import Error as SrtpError

from runtime.media import patches
from runtime.media.opus import OpusEncoder
from runtime.media.playout import Playout
from tests.runtime.signalling.house import HEARD, WAIT_S, House

Message = dict[str, Any]
TALK_MS, TALK_HZ = 700, 300


def tone(ms: int, hertz: int = TALK_HZ) -> list[bytes]:
    """Sound as Opus packets."""
    encoder = OpusEncoder()
    samples = np.sin(2 * np.pi * hertz * np.arange(48 * ms) / 48_000) * 8_000
    return encoder.encode(samples.astype(np.int16)) + encoder.finish()


@contextmanager
def stranger(address: tuple[str, int]) -> Iterator[Callable[[bytes], None]]:
    """Sends datagrams to an address from one of its own."""
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as own:
        own.setblocking(False)

        def send(data: bytes) -> None:
            with suppress(BlockingIOError, ConnectionRefusedError):
                own.sendto(data, address)

        yield send


async def flood(send: Callable[[bytes], Any], packets: Sequence[bytes], seconds: float, per_s: int = 10_000) -> None:
    """Send these over and over."""
    loop = asyncio.get_running_loop()
    began_s, sent = loop.time(), 0
    while (passed_s := loop.time() - began_s) < seconds:
        while sent < passed_s * per_s:
            send(packets[sent % len(packets)])
            sent += 1
        await asyncio.sleep(0.005)


class Caller:
    """One socket, and one connection with a microphone that is silent unless it is told otherwise."""

    def __init__(self, ticket: str, socket: aiohttp.ClientWebSocketResponse) -> None:
        patches.install()
        self._ticket = ticket
        self.socket = socket
        self.messages: list[Message] = []
        self.playout = Playout()
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.connection.addTrack(self.playout.track)

    @property
    def transport(self) -> Any:
        """DTLS of the connection, as aiortc has it."""
        return self.connection.getTransceivers()[0].sender.transport

    @property
    def ice(self) -> Any:
        """ICE of the connection, as aioice has it."""
        return self.transport.transport._connection

    @property
    def bots_address(self) -> tuple[str, int]:
        """Where the bot's end of the media is."""
        address: tuple[str, int] = self.ice._nominated[1].remote_addr
        return address

    async def send_from_own_address(self, data: bytes) -> None:
        """A datagram to the bot's end, from where the caller's own come."""
        await self.ice.send(data)

    async def send_rtp(self, packet: RtpPacket) -> None:
        """A packet with the keys of this call."""
        await self.send_from_own_address(self.transport._tx_srtp.protect(packet.serialize()))

    async def send_rtcp(self, data: bytes) -> None:
        """A report with the keys of this call, or what is none."""
        with suppress(SrtpError):  # libsrtp does not take everything that is bad
            await self.send_from_own_address(self.transport._tx_srtp.protect_rtcp(data))

    # -- the socket --------------------------------------------------------------------------------------------------

    async def send(self, message: Any) -> None:
        """A message, or a text that is none."""
        await self.socket.send_str(message if isinstance(message, str) else json.dumps(message))

    async def next(self) -> Message | None:
        """The next message; None when the server closed."""
        async with asyncio.timeout(WAIT_S):
            frame = await self.socket.receive()
        if frame.type is not aiohttp.WSMsgType.TEXT:
            return None
        message: Message = json.loads(frame.data)
        self.messages.append(message)
        return message

    async def until(self, kind: str, **fields: Any) -> Message:
        """The next message of a kind, whose fields are these."""
        while (message := await self.next()) is not None:
            if message["type"] == kind and fields.items() <= message.items():
                return message
        raise AssertionError(f"closed with {self.socket.close_code} before {kind} {fields}: {self.messages[-3:]}")

    async def refusal(self) -> tuple[str, int | None]:
        """The error that ends the socket, and what it is closed with."""
        error = await self.until("error", fatal=True)
        assert error["message"]
        assert error["remedy"]
        while await self.next() is not None:
            pass
        return str(error["code"]), self.socket.close_code

    async def hello(self, mode: str = "voice") -> Message:
        """Open the call."""
        await self.send({"type": "hello", "ticket": self._ticket, "mode": mode})
        return await self.until("ready")

    # -- the media ---------------------------------------------------------------------------------------------------

    async def offer(self) -> str:
        """The offer, as it should be."""
        await self.connection.setLocalDescription(await self.connection.createOffer())
        return str(self.connection.localDescription.sdp)

    async def connect(self, change: Callable[[str], str] = lambda sdp: sdp) -> None:
        """From hello to the first words. `change` may tamper with the offer on its way."""
        await self.answered(change)
        await self.until("said", text="Harbour here. How can I help?")

    async def answered(self, change: Callable[[str], str] = lambda sdp: sdp) -> None:
        """From hello to the answer; the media then connect."""
        await self.hello()
        await self.send({"type": "offer", "sdp": change(await self.offer())})
        answer = await self.until("answer")
        await self.connection.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))

    async def talks(self, number: int) -> None:
        """At each five hundredth step of something long, or else the bot would say goodbye after a while."""
        if number % 500 == 499:
            await self.send({"type": "text", "text": "what are the rules"})

    async def is_served(self) -> None:
        """The call goes on: what is asked for now is answered."""
        await self.send({"type": "text", "text": HEARD})
        await self.until("said", text="Which boat, Anna or Berta?")

    async def is_heard(self) -> None:
        """What the caller says next reaches the bot's ears."""
        spoken = self.playout.utterance("words")
        spoken.add(tone(TALK_MS))
        spoken.finish()
        self.playout.play(spoken)
        await self.until("transcript", text=HEARD, final=True)


@asynccontextmanager
async def calling(house: House) -> AsyncIterator[Caller]:
    """An open socket; the caller has hung up after the block."""
    ticket = await asyncio.to_thread(house.ticket)
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(
            f"{house.origin}/rt/call", protocols=("voxloom.v1",), autoclose=True, max_msg_size=1 << 20
        ) as socket,
    ):
        caller = Caller(ticket, socket)
        try:
            yield caller
        finally:
            await caller.connection.close()
