"""A small server that speaks the signalling exactly and plays a bot with four lines, for the widget's own tests.

It serves the real pages through Django, so that the real policy applies; it recognises nothing: whatever is spoken
to it is taken for the sentence of the test. Started as a program with a port.
"""

import asyncio
import contextlib
import json
import os
import sys
import time
from collections.abc import Coroutine
from fractions import Fraction
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voxloom.settings.test")

import av  # noqa: E402
import django  # noqa: E402
import numpy as np  # noqa: E402
from aiohttp import WSMsgType, web  # noqa: E402
from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription  # noqa: E402
from aiortc.mediastreams import MediaStreamError  # noqa: E402

django.setup()

from django.test import Client  # noqa: E402

from runtime.widget import views  # noqa: E402
from runtime.widget.selectors import BotCard  # noqa: E402

SPOKEN = "What's my balance?"
GREETING = "Riverbank, an automated assistant speaking. How can I help?"
ANSWERS = [
    ("balance", "Which account, savings or checking?"),
    ("saving", "Your savings balance is $1,250.50."),
    ("1", "Your savings balance is $1,250.50."),
    ("bye", "Thank you for calling Riverbank. Goodbye."),
]
BOT = BotCard(
    "riverbank",
    "Riverbank telephone banking",
    "Checks balances, moves money between your accounts, blocks a lost card and tells the opening hours.",
    "en",
    ("What's my balance?", "Transfer fifty dollars to Anna", "I lost my card", "When are you open on Saturday?"),
)
TABLES = BotCard("table_booking", "Table booking", "Books, changes and cancels a table.", "en", ("A table for two",))
SAMPLES = 960  # of one frame: 20 ms at 48 kHz
LOUD_RMS = 400.0  # of 16-bit samples: speech is over it, the silence of a fake microphone under it
PROMPT_S = 1.2


class Tone(MediaStreamTrack):
    """The bot's voice: a wavering tone while a prompt is spoken, else silence."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self.frames = 0
        self.start = time.monotonic()
        self.until = 0.0

    async def recv(self) -> av.AudioFrame:
        """Return the next 20 ms, on time."""
        self.frames += 1
        await asyncio.sleep(max(0.0, self.start + self.frames * 0.02 - time.monotonic()))
        at = (np.arange(SAMPLES) + self.frames * SAMPLES) / 48_000
        wave = np.sin(2 * np.pi * 220 * at) * (0.6 + 0.4 * np.sin(2 * np.pi * 3 * at)) * 9000
        samples = wave if time.monotonic() < self.until else np.zeros(SAMPLES)
        frame = av.AudioFrame.from_ndarray(samples.astype(np.int16).reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 48_000, self.frames * SAMPLES, Fraction(1, 48_000)
        return frame


class Conversation:
    """One socket and what belongs to it."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self.opened = time.monotonic()
        self.voice = Tone()
        self.peer: RTCPeerConnection | None = None
        self.turn = 0
        self.tasks: set[asyncio.Task[None]] = set()

    async def send(self, **message: Any) -> None:
        """Send one message with its time."""
        if not self.socket.closed:
            await self.socket.send_json({**message, "at_ms": int((time.monotonic() - self.opened) * 1000)})

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run beside the socket, until the conversation closes."""
        self.tasks.add(asyncio.create_task(work))

    async def say(self, text: str) -> None:
        """Speak one prompt."""
        await self.send(type="state", state="speaking")
        await self.send(type="said", turn=self.turn, text=text)
        self.voice.until = time.monotonic() + PROMPT_S
        await asyncio.sleep(PROMPT_S)
        await self.send(type="state", state="listening")

    async def answer(self, text: str) -> None:
        """Take one sentence of the caller."""
        self.turn += 1
        await self.send(type="transcript", turn=self.turn, text=text, final=True)
        await self.send(type="state", state="thinking")
        reply = next((reply for word, reply in ANSWERS if word in text.lower()), "I did not understand that.")
        await self.say(reply)
        if reply.endswith("Goodbye."):
            await self.send(type="ended", reason="goodbye", detail="")
            await self.socket.close()

    async def listen(self, track: MediaStreamTrack) -> None:
        """Notice when the caller speaks and when they stop."""
        loud = quiet = 0
        with contextlib.suppress(MediaStreamError):
            while True:
                samples = (await track.recv()).to_ndarray().astype(np.float64)
                if np.sqrt(np.mean(samples**2)) > LOUD_RMS:
                    loud, quiet = loud + 1, 0
                    if loud % 12 == 0:
                        await self.send(type="transcript", turn=self.turn + 1, text=SPOKEN[: loud // 2], final=False)
                else:
                    quiet += 1
                if quiet > 20:
                    if loud > 10:
                        self.spawn(self.answer(SPOKEN))
                    loud = quiet = 0

    async def take_offer(self, sdp: str) -> None:
        """Answer the offer; the conversation starts when the audio is connected."""
        self.peer = peer = RTCPeerConnection()
        peer.addTrack(self.voice)
        peer.on("track", lambda track: self.spawn(self.listen(track)))
        peer.on(
            "connectionstatechange",
            lambda: self.spawn(self.say(GREETING)) if peer.connectionState == "connected" else None,
        )
        await peer.setRemoteDescription(RTCSessionDescription(sdp, "offer"))
        await peer.setLocalDescription(await peer.createAnswer())
        await self.send(type="answer", sdp=peer.localDescription.sdp)

    async def take(self, message: dict[str, Any]) -> bool:
        """Do what one message asks for; false ends the conversation."""
        match message["type"]:
            case "hello":
                bot = {"slug": BOT.slug, "name": BOT.name, "description": BOT.description, "language": BOT.language}
                await self.send(type="ready", conversation="c", bot=bot, mode=message["mode"], debug=False)
                await self.send(type="state", state="connecting")
                if message["mode"] == "text":
                    self.spawn(self.say(GREETING))
            case "offer":
                await self.take_offer(message["sdp"])
            case "text":
                self.spawn(self.answer(message["text"]))
            case "dtmf":
                self.spawn(self.answer(message["keys"]))
            case "ping":
                await self.send(type="pong")
            case "end":
                await self.send(type="ended", reason="hangup", detail="")
                return False
        return True

    async def close(self) -> None:
        """End everything that was started."""
        for task in self.tasks:
            task.cancel()
        if self.peer is not None:
            await self.peer.close()
        await self.socket.close()


async def take_ticket(_request: web.Request) -> web.Response:
    """Give a ticket; this server has nothing to guard."""
    bot = {"slug": BOT.slug, "name": BOT.name, "description": BOT.description, "language": BOT.language}
    return web.json_response({"ticket": "t", "expires_in_s": 60, "socket": "/rt/call", "bot": bot}, status=201)


async def take_call(request: web.Request) -> web.WebSocketResponse:
    """Hold one conversation."""
    socket = web.WebSocketResponse(protocols=["voxloom.v1"])
    await socket.prepare(request)
    conversation = Conversation(socket)
    try:
        async for frame in socket:
            if frame.type is WSMsgType.TEXT and not await conversation.take(json.loads(frame.data)):
                break
    finally:
        await conversation.close()
    return socket


async def page(request: web.Request) -> web.Response:
    """Serve a page or a file as Django does."""
    found = Client().get(request.path_qs, headers={"host": request.host})
    headers = {name: value for name, value in found.items() if name.lower() != "content-length"}
    return web.Response(body=found.content, status=found.status_code, headers=headers)


async def ready(_request: web.Request) -> web.Response:
    """Say that it serves."""
    return web.Response(text="ready")


def main() -> None:
    """Serve on the port of the command line until ended."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    views.published_bots = lambda: (BOT, TABLES)
    application = web.Application()
    application.router.add_get("/readyz", ready)
    application.router.add_post("/rt/tickets", take_ticket)
    application.router.add_get("/rt/call", take_call)
    application.router.add_get("/{path:.*}", page)
    web.run_app(application, host="127.0.0.1", port=int(sys.argv[1]), print=None)


if __name__ == "__main__":
    main()
