"""A server that speaks the real signalling and the real WebRTC, with a bot that only beeps."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import av
import numpy as np
from aiohttp import WSMsgType, web
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from runtime.caller import wav
from runtime.caller.downlink import Downlink
from runtime.media import loopback

SILENCE_ENDS_TURN_MS = 200


def beep(milliseconds: int, hertz: int = 440) -> np.ndarray:
    moments = np.arange(48 * milliseconds) / 48_000
    return (9000 * np.sin(2 * np.pi * hertz * moments)).astype(np.int16)


class Mouth(MediaStreamTrack):
    """The bot's track: packets when it speaks, silence otherwise."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self.queue: list[bytes] = []
        self.idle = asyncio.Event()
        self._count = 0
        self._start = 0.0

    async def recv(self) -> Any:
        self._start = self._start or time.monotonic()
        await asyncio.sleep(max(0.0, self._start + self._count * 0.02 - time.monotonic()))
        if not self.queue:
            self.idle.set()
        packet = av.Packet(self.queue.pop(0) if self.queue else wav.SILENCE_PACKET)
        packet.pts, packet.time_base = self._count * 960, Fraction(1, 48_000)
        self._count += 1
        return packet


@dataclass
class FakeServer:
    """What it was asked and how it behaves; `address` is set while it runs."""

    address: str = ""
    replies: list[dict[str, Any]] = field(default_factory=list)
    refuse_ticket: bool = False
    wrong_answer: bool = False
    vanish_after_turn: int | None = None
    barge_in: bool = True
    beep_ms: int = 600
    ended_reason: str | None = "hangup"
    hellos: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)
    received: list[str] = field(default_factory=list)
    heard_turns: int = 0

    async def tickets(self, request: web.Request) -> web.Response:
        self.keys.append(request.headers.get("Authorization"))
        if (await request.json())["bot"] != "beeper":
            error = {"code": "bot.unknown", "message": "There is no bot of that name.", "remedy": "Publish it first."}
            return web.json_response({"error": error}, status=404)
        return web.json_response({"ticket": "t-1", "expires_in_s": 60, "socket": "/rt/call"}, status=201)

    async def call(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=("voxloom.v1",))
        await socket.prepare(request)
        bot = _Bot(self, socket)
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT and not await bot.on_message(json.loads(frame.data)):
                    break
        finally:
            await bot.close()
        return socket

    @asynccontextmanager
    async def running(self) -> AsyncIterator["FakeServer"]:
        app = web.Application()
        app.router.add_post("/rt/tickets", self.tickets)
        app.router.add_get("/rt/call", self.call)
        runner = web.AppRunner(app, shutdown_timeout=1)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            self.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
            yield self
        finally:
            await runner.cleanup()


class _Bot:
    def __init__(self, server: FakeServer, socket: web.WebSocketResponse) -> None:
        self._server = server
        self._socket = socket
        self._mouth = Mouth()
        self._ear = Downlink(lambda _: None)
        self._peer: RTCPeerConnection | None = None
        self._life: asyncio.Task[None] | None = None

    async def tell(self, kind: str, **fields: Any) -> None:
        if not self._socket.closed:
            await self._socket.send_str(json.dumps({"type": kind, "at_ms": 1.5, **fields}))

    async def on_message(self, message: dict[str, Any]) -> bool:
        self._server.received.append(message["type"])
        if message["type"] == "hello":
            self._server.hellos.append(message)
            if self._server.refuse_ticket:
                await self._socket.close(code=4401)
                return False
            await self.tell("ready", conversation="c-1", mode="voice", debug=True)
        elif message["type"] == "offer":
            await self._answer(message["sdp"])
        elif message["type"] == "end" and self._server.ended_reason:
            await self.tell("ended", reason=self._server.ended_reason, detail="")
            return False
        return True

    async def _answer(self, sdp: str) -> None:
        if self._server.wrong_answer:
            await self.tell("answer", sdp="v=0\r\nnonsense\r\n")
            return
        loopback.install()
        self._peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        await self._peer.setRemoteDescription(RTCSessionDescription(sdp=sdp, type="offer"))
        self._peer.addTrack(self._mouth)
        self._ear.attach(self._peer.getTransceivers()[0].receiver)
        await self._peer.setLocalDescription(await self._peer.createAnswer())
        await self.tell("answer", sdp=self._peer.localDescription.sdp)
        self._life = asyncio.create_task(self._live())

    async def _live(self) -> None:
        await self.tell("state", state="connecting")
        while self._peer is not None and self._peer.connectionState != "connected":
            await asyncio.sleep(0.01)
        await self.tell("said", turn=0, text="Beep.")
        await self._speak()
        for turn in range(1, 100):
            end_ns = await self._heard_someone()
            self._server.heard_turns = turn
            await self.tell("state", state="thinking")
            await self.tell("transcript", turn=turn, text="something", final=True)
            await self.tell("log", line={"event": "user_said", "turn": turn})
            await self.tell("turn", turn=turn, flow="beeps", node="beep", slots={}, called=[], answer_ms=9.0,
                            parts={"uplink": 5.0, "hold": float(SILENCE_ENDS_TURN_MS), "engine": 1.0},
                            total_ms=(time.monotonic_ns() - end_ns) / 1e6, filler=None)  # fmt: skip
            if self._server.vanish_after_turn == turn:
                self._socket._req.transport.abort()  # type: ignore[union-attr]
                return
            await self.tell("said", turn=turn, text=f"Beep number {turn}.")
            await self._speak()

    async def _speak(self) -> None:
        await self.tell("state", state="speaking")
        before = self._ear.last_audible_ns
        self._mouth.queue = list(wav.encode(beep(self._server.beep_ms)))
        self._mouth.idle.clear()
        while not self._mouth.idle.is_set():
            if self._server.barge_in and self._ear.last_audible_ns != before:
                self._mouth.queue = []
                await self.tell("interrupted", turn=0, heard="Be")
            await asyncio.sleep(0.005)
        await self.tell("state", state="listening")

    async def _heard_someone(self) -> int:
        before = self._ear.last_audible_ns
        while True:
            last = self._ear.last_audible_ns
            if last is not None and last != before and time.monotonic_ns() - last > SILENCE_ENDS_TURN_MS * 1e6:
                return last
            await asyncio.sleep(0.005)

    async def close(self) -> None:
        if self._life is not None:
            self._life.cancel()
            await asyncio.gather(self._life, return_exceptions=True)
        if self._peer is not None:
            self._mouth.stop()
            await self._peer.close()
            self._ear.close()
