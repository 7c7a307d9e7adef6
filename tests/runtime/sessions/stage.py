"""A whole call with nothing real in it but the code under test: drawn audio in, texts as packets out, virtual time."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from flows.driver.ports import Models
from flows.engine.acts import Act, Understanding
from flows.engine.expectation import Expectation
from flows.engine.program import Program
from flows.loader.load import load_text
from flows.personal.fields import personal_fields
from flows.values.setting import Setting
from runtime.history.call_log import GoesOn, History
from runtime.media import opus
from runtime.media.playout import Playout
from runtime.media.stats import MediaStats
from runtime.sessions.call import Call
from runtime.sessions.equipment import Equipment
from runtime.sessions.late_tools import LateTools
from runtime.sessions.lines import Mode
from runtime.sessions.outbox import Outbox
from runtime.sessions.served_bot import ServedBot
from runtime.sessions.switches import Tried
from runtime.speech.clauses import clauses as split_clauses
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.results import SpokenClause, Transcript
from runtime.speech.urgency import Urgency
from tests.runtime.virtual_time import until
from tools.bindings.outside import Given
from tools.registry import tool

MS_PER_LETTER = 60
VOICE_MS = 20
RECOGNISE_MS = 60
FRAME_MS = 20
NOISE = ""
LOUDNESS = 1_000
"""The first text is as loud as this, the second twice as loud, ..."""
NOISE_LEVEL = LOUDNESS - 1

BOT = """
voxloom: 1
bot: harbour
name: Harbour
description: A bot for tests.
language: en
voice: {engine: piper, speaker: en_US-joe-medium}
start: hello
slots:
  boat: {type: choice, description: which boat, choices: {anna: [], berta: []}}
  code: {type: digits, description: a code, length: 4}
variables:
  price: {type: money}
intents:
  rent: {examples: [rent a boat]}
  rules: {examples: [what are the rules]}
  open_gate: {examples: [open the gate]}
  fault: {examples: [break it]}
tools:
  get_price:
    arguments: {boat: text}
    returns: {price: money}
    type: python
    function: tests.get_price
    timeout: 4s
flows:
  hello:
    nodes:
      hi: {type: say, say: "Harbour here. How can I help?", next: end}
  rent:
    description: Rents a boat.
    triggers: [rent]
    nodes:
      which:
        type: ask
        slot: boat
        say: Which boat, Anna or Berta?
        reprompts: [Please say Anna or Berta.]
        no_input: ["Are you still there?"]
        dtmf: {1: anna, 2: berta}
      price:
        type: call
        tool: get_price
        with: {boat: "{{ boat }}"}
        filler: {after: 500ms, say: Let me look.}
        save: {price: result.price}
        on_error: broken
      tell: {type: say, say: "It is {{ price | money }}.", next: end}
      broken: {type: say, say: The price list is closed., next: end}
  rules:
    description: Says the rules.
    triggers: [rules]
    nodes:
      must: {type: say, say: "You must listen to all of this, it is the law.", barge_in: false}
      may: {type: say, say: "You may swim here.", pronunciations: {swim: svim}, next: end}
  open_gate:
    description: Opens the gate.
    triggers: [open_gate]
    nodes:
      code: {type: ask, slot: code, say: Please key in your code.}
      done: {type: say, say: The gate is open., next: end}
"""

ACTS: dict[str, Act] = {
    "rent a boat": Act("start_flow", flow="rent"),
    "what are the rules": Act("start_flow", flow="rules"),
    "open the gate": Act("start_flow", flow="open_gate"),
    "anna": Act("fill", slot="boat", value="anna"),
    "berta": Act("fill", slot="boat", value="berta"),
    "goodbye": Act("goodbye"),
    "a person": Act("human"),
    "no": Act("deny"),
}


@dataclass
class Prices:
    """The tool behind `get_price`."""

    after_s: float = 0.0
    fault: Exception | None = None
    calls: int = 0
    returned: int = 0


prices = Prices()


@tool("tests.get_price")
async def get_price(boat: str) -> dict[str, float]:
    prices.calls += 1
    await asyncio.sleep(prices.after_s)
    if prices.fault is not None:
        raise prices.fault
    prices.returned += 1
    return {"price": 30}


class Words:
    """Understands what is in ACTS; anything else means nothing."""

    def __init__(self) -> None:
        self.fault: Exception | None = None
        self.after_s = 0.0
        self.read: list[str] = []

    async def understand(
        self, text: str, expectation: Expectation, known: Mapping[str, Any], setting: Setting
    ) -> Understanding:
        await asyncio.sleep(self.after_s)
        if self.fault is not None:
            raise self.fault
        self.read.append(text)
        act = ACTS.get(text.lower())
        return Understanding(text, (act,) if act is not None else ())


class Voice:
    """Each clause lasts by its letters; each packet tells which clause it belongs to."""

    def __init__(self) -> None:
        self.clauses: list[str] = []
        self.made: list[str] = []
        self.asked: list[tuple[list[str], int]] = []
        self.urgencies: list[Urgency] = []
        self.failures = 0
        self.delay_ms = VOICE_MS
        self.kept: set[str] = set()
        """Clauses that were made before: they take no time."""
        self.open = 0

    async def speak(
        self, text: str | Sequence[str], *, voice: str, urgency: Urgency | None = None
    ) -> AsyncGenerator[SpokenClause, None]:
        self.open += 1
        cut = split_clauses(text) if isinstance(text, str) else text
        self.urgencies.append(urgency or Urgency())
        self.asked.append((list(cut), self.urgencies[-1].value))
        try:
            for clause in cut:
                await asyncio.sleep(0 if clause in self.kept else self.delay_ms / 1000)
                if self.failures:
                    self.failures -= 1
                    raise SpeechUnavailable("speech_late", "Too late.", "Try again.")
                self.made.append(clause)
                self.clauses.append(clause)
                packet = bytes([0xF8]) + (len(self.clauses) - 1).to_bytes(4)
                packets = (packet,) * (len(clause) * MS_PER_LETTER // opus.PACKET_MS)
                yield SpokenClause(clause, packets, len(packets) * opus.PACKET_MS, VOICE_MS)
        finally:
            self.open -= 1


class Recogniser:
    """The loudness of a clip says which text it is."""

    def __init__(self) -> None:
        self.texts: list[str] = [NOISE]
        self.failures = 0
        self.after_ms = RECOGNISE_MS

    def level(self, text: str) -> int:
        self.texts.append(text)
        return len(self.texts) - 1

    async def transcribe(self, pcm: npt.NDArray[np.int16], *, hints: Sequence[str] = (), asks: str = "") -> Transcript:
        await asyncio.sleep(self.after_ms / 1000)
        if self.failures:
            self.failures -= 1
            raise SpeechUnavailable("speech_late", "Too late.", "Try again.")
        text = self.texts[int(pcm.max(initial=0)) // LOUDNESS]
        return Transcript(text, 1.0, 0.0, len(pcm) // 16, self.after_ms)


class Activity:
    """Whatever is not zero is speech."""

    def __init__(self) -> None:
        self._rest = np.zeros(0, np.int16)

    def push(self, pcm: npt.NDArray[np.int16]) -> "asyncio.Future[list[float]]":
        samples = np.concatenate((self._rest, pcm))
        count = len(samples) // 512
        windows = samples[: count * 512].reshape(count, 512)
        self._rest = samples[count * 512 :]
        found: asyncio.Future[list[float]] = asyncio.get_running_loop().create_future()
        found.set_result([0.9 if window.any() else 0.02 for window in windows])
        return found


class FakePeer:
    """Sends what was drawn, 20 ms a frame, and pulls the playout as a sender does."""

    def __init__(
        self, stage: "Stage", on_audio: Callable[..., None], on_state: Callable[[Any], None], playout: Playout
    ) -> None:
        self.stage = stage
        self.on_audio = on_audio
        self.on_state = on_state
        self.playout = playout
        self.lost_reason: Any = None
        self.closed = False
        self.late = self.lost = self.frames = 0
        self.to_send: list[int | tuple[int, ...]] = []
        """Levels of frames, one after the other. A tuple: what comes at once, () for a network that stalls."""
        self.played: list[tuple[float, str]] = []
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def stats(self) -> MediaStats:
        sent, frames = self.playout.counts, self.frames
        return MediaStats(
            packets=frames,
            lost=self.lost,
            late=self.late,
            restarts=0,
            frames=frames,
            dropped_frames=0,
            sent_packets=sent.packets,
            underruns=sent.underruns,
            late_sendings=sent.late_sendings,
            reanchored=sent.reanchored,
            uplink_ms=26.5,
            connect_ms=None,
        )

    async def answer(self, sdp: str) -> str:
        if self.stage.connects:
            self._tasks = [
                asyncio.create_task(self._send(), name="peer:send"),
                asyncio.create_task(self._play(), name="peer:play"),
            ]
            asyncio.get_running_loop().call_soon(self.on_state, "connected")
        return "answer"

    async def close(self) -> None:
        self.closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def lose(self, reason: str) -> None:
        self.lost_reason = reason
        self.on_state("lost")

    async def _send(self) -> None:
        while True:
            await asyncio.sleep(FRAME_MS / 1000)
            due = self.to_send.pop(0) if self.to_send else 0
            for level in due if isinstance(due, tuple) else (due,):
                self.frames += 1
                self.on_audio(np.full(320, level, np.int16), int(self.stage.loop.time() * 1e9))

    async def _play(self) -> None:
        while True:
            packet = bytes(await self.playout.next_packet())
            if packet[0] == 0xF8 and len(packet) == 5:
                self.played.append((self.stage.now_ms, self.stage.voice.clauses[int.from_bytes(packet[1:])]))


@dataclass
class Stage:
    """One call and both its ends."""

    call: Call
    outbox: Outbox
    voice: Voice
    recogniser: Recogniser
    words: Words
    messages: list[dict[str, Any]]
    late_tools: LateTools = field(default_factory=LateTools)
    task: "asyncio.Task[None] | None" = None
    peer: FakePeer | None = None
    connects: bool = True
    killed: bool = False
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)

    @property
    def now_ms(self) -> float:
        return self.outbox.now_ms

    # -- the caller ------------------------------------------------------------------------------------------------

    def sounds(self, text: str, ms: int) -> None:
        """Sound for so long; as words it is this text, NOISE is none."""
        assert self.peer is not None
        level = NOISE_LEVEL if text == NOISE else self.recogniser.level(text) * LOUDNESS
        self.peer.to_send += [level] * (ms // FRAME_MS)

    def silence(self, ms: int) -> None:
        assert self.peer is not None
        self.peer.to_send += [0] * (ms // FRAME_MS)

    async def sent(self) -> None:
        """All that was drawn has gone out."""
        assert self.peer is not None
        peer = self.peer
        await until(lambda: not peer.to_send)

    async def says(self, text: str, ms: int = 600) -> None:
        """Speak once the bot listens, and wait for the answer to begin."""
        await self.listening()
        count = len(self.of("transcript"))
        self.sounds(text, ms)
        await until(lambda: len(self.of("transcript")) > count)

    # -- what came of it -------------------------------------------------------------------------------------------

    def of(self, kind: str) -> list[dict[str, Any]]:
        """Messages of a kind; of transcripts those that are final."""
        return [message for message in self.messages if message["type"] == kind and message.get("final", True)]

    def hearing(self) -> list[str]:
        """What was shown of the caller's words while they might go on."""
        return [message["text"] for message in self.messages if message.get("final") is False]

    def said(self) -> list[str]:
        return [message["text"] for message in self.of("said")]

    def states(self) -> list[str]:
        return [message["state"] for message in self.of("state")]

    def log(self, event: str) -> list[dict[str, Any]]:
        lines = [message["line"] for message in self.of("log")]
        return [line["event"] for line in lines if line.get("event", {}).get("event") == event]

    @property
    def audible_ms(self) -> float:
        """When the bot was last audible."""
        assert self.peer is not None
        return self.peer.played[-1][0] if self.peer.played else 0.0

    async def heard(self, text: str) -> None:
        """The bot begins to say this text."""
        await until(lambda: text in self.said())

    async def listening(self) -> None:
        """All was said, and it is the caller's turn."""
        await until(lambda: self.states()[-1:] == ["listening"])

    async def waits(self, ms: float) -> None:
        """Nobody does anything for so long."""
        await asyncio.sleep(ms / 1000)

    async def over(self) -> None:
        """The call is over, or broken off."""
        assert self.task is not None
        await until(self.task.done)

    async def ended(self, limit_s: float = 120.0) -> dict[str, Any]:
        await until(lambda: self.of("ended") and self.task is not None and self.task.done(), limit_s)
        return self.of("ended")[0]


@dataclass(frozen=True)
class Served(ServedBot):
    """A bot whose models a test may choose."""

    models: list[Models] = field(default_factory=list)

    def new_models(self, given: Given | None = None, tried: Tried | None = None) -> Models:
        return self.models[0] if self.models else super().new_models(given, tried)


@asynccontextmanager
async def staged(
    mode: Mode = "voice",
    *,
    debug: bool = True,
    connects: bool = True,
    offers: bool = True,
    bot: str = BOT,
    models: Models | None = None,
    history: History | None = None,
    goes_on: GoesOn | None = None,
    understander: Any = None,
    values: Mapping[str, Any] | None = None,
    name: str = "call",
    workspace: int = 0,
    tried: Tried | None = None,
) -> AsyncIterator[Stage]:
    """A call that has begun, and that is over after the block, with nothing left. Unless there is an `understander`,
    what is in ACTS is understood; `values` come with the caller."""
    loaded = load_text(bot)
    assert loaded.bot is not None, loaded.findings
    prices.__init__()  # type: ignore[misc]
    words, voice, recogniser = Words(), Voice(), Recogniser()
    messages: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        messages.append(message)

    def new_peer(*, name: str, on_audio: Any, on_state: Any, playout: Playout) -> FakePeer:
        stage.peer = FakePeer(stage, on_audio, on_state, playout)
        return stage.peer

    outbox = Outbox(send, name="test", on_stuck=lambda: None)
    served = Served(Program(loaded.bot), understander or words, "hash", 1, workspace, personal=personal_fields(loaded))
    if models is not None:
        served.models.append(models)
    equipment = Equipment(recogniser, voice, Activity, new_peer, history=history)
    call = Call(name, served, equipment, outbox, mode=mode, debug=debug, values=values, goes_on=goes_on, tried=tried)
    stage = Stage(call, outbox, voice, recogniser, words, messages, connects=connects, late_tools=equipment.late_tools)
    stage.task = asyncio.create_task(call.run(), name="call")
    try:
        if mode == "voice" and offers:
            await call.answer("offer")
        yield stage
        call.hang_up()
        await until(stage.task.done)
        assert voice.open == 0
        assert stage.peer is None or stage.peer.closed
        if stage.killed or call.suspended:
            assert not stage.of("ended") or stage.killed
            return
        assert [message["state"] for message in stage.of("state")].count("ended") == 1
        assert stage.messages[-1]["type"] == "ended"
        assert len(stage.of("ended")) == 1
    finally:
        stage.task.cancel()
        await asyncio.gather(stage.task, return_exceptions=True)
        await outbox.aclose()
