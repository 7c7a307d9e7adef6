"""What every scenario gets: the server, the voices, a way to hold a call that does not end the run, a log of turns."""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TextIO

from benchmarks._peer import PeerTurn, turns_of
from benchmarks.voice.house import House
from benchmarks.voice.speech import Studio
from runtime.caller.client import Caller, CallPlan
from runtime.caller.errors import CallFailed
from runtime.caller.events import Event
from runtime.caller.network import Network
from runtime.caller.signalling import Line
from runtime.caller.wav import Recording

A_TURN_S = 15.0  # what a recording may take beyond its own length
GREETING_S = 45.0


@dataclass
class Held:
    """A call that is over. `turns` are what the wire says of each recording that was spoken."""

    bot: str
    turns: list[PeerTurn] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    caller: Caller | None = None
    lag_p99_ms: float = 0.0
    unspoken: int = 0
    problem: str = ""

    def told(self, number: int) -> dict[str, Any]:
        """What the server said of the turn that answered recording `number`; {} when it said nothing."""
        ends = [event.at_ms for event in self.events if event.event == "caller_speech_end"]
        if number >= len(ends):
            return {}
        until = ends[number + 1] if number + 1 < len(ends) else float("inf")
        turns = [e for e in self.events if e.event == "turn" and ends[number] < e.at_ms < until]
        return dict(next((e.fields for e in turns if e.fields.get("parts")), {}))

    def start_s(self, number: int) -> float:
        """When recording `number` began to be heard, in seconds of the call."""
        return [e.at_ms for e in self.events if e.event == "caller_speech_start"][number] / 1000

    def end_s(self, number: int) -> float:
        """When recording `number` was over, in seconds of the call."""
        return [e.at_ms for e in self.events if e.event == "caller_speech_end"][number] / 1000


@dataclass
class Log:
    """Every turn of the run as one line of JSON, written at once: what was measured survives whatever comes."""

    file: TextIO | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)

    def write(self, scenario: str, **row: Any) -> None:
        """Keep one row."""
        entry = {"scenario": scenario, **row}
        self.rows.append(entry)
        if self.file is not None:
            self.file.write(json.dumps(entry, default=str) + "\n")
            self.file.flush()


@dataclass
class Bench:
    """One run. `house` is None when somebody else's server is called: then nothing can be said of its insides."""

    server: str
    house: House | None
    data: Path
    studio: Studio
    log: Log
    quick: bool
    peers: Sequence[str] = ()
    recordings: Path | None = None
    seconds: float | None = None
    failures: list[str] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)
    alone: bool = False
    """Whether nothing but the soak was asked for, which then is a long one."""

    @property
    def seconds_so_far(self) -> float:
        """Since the run began."""
        return time.monotonic() - self.began

    def say(self, text: str) -> None:
        """Tell a person how far it is."""
        sys.stderr.write(f"[{self.seconds_so_far:6.0f} s] {text}\n")

    async def hold(
        self,
        name: str,
        bot: str,
        recordings: Sequence[Recording],
        *,
        overlap_ms: float | None = None,
        typed: Sequence[str] = (),
        network: Network | None = None,
        server: str | None = None,
        limit_s: float | None = None,
    ) -> Held:
        """Hold one call; whatever goes wrong is noted and told, and the run goes on. `limit_s`: it hangs up then."""
        plan = CallPlan(
            server=server or self.server,
            bot=bot,
            recordings=tuple(recordings),
            overlap_ms=overlap_ms,
            network=network,
        )
        held = await hold(plan, typed, limit_s=limit_s)
        self.took(name, held)
        return held

    def took(self, name: str, held: "Held") -> None:
        """Note how a call went."""
        self.lags.append(held.lag_p99_ms)
        if held.problem:
            self.failures.append(f"{name}: {held.problem}")
            self.say(f"{name}: {held.problem}")


def longest_s(recordings: Sequence[Recording]) -> float:
    """When a call with these recordings hangs."""
    return GREETING_S + sum(each.duration_ms / 1000 + A_TURN_S for each in recordings)


async def hold(
    plan: CallPlan, typed: Sequence[str] = (), line: Callable[[str], Line] = Line, limit_s: float | None = None
) -> Held:
    """One call, with texts `typed` as soon as it stands; what went wrong is its `problem`.

    With `limit_s` the caller hangs up then, whatever is left to say.
    """
    held = Held(plan.bot)
    lines: list[Line] = []
    tasks: set[asyncio.Task[None]] = set()

    def remembered(address: str) -> Line:
        lines.append(line(address))
        return lines[-1]

    async def type_all() -> None:
        for text in typed:
            await lines[0].send({"type": "text", "text": text})

    def note(event: Event) -> None:
        held.events.append(event)
        if event.event == "connected" and typed:
            tasks.add(asyncio.create_task(type_all()))

    from runtime.caller.tickets import source  # needs Django's settings, which are made when the run begins

    ticket = source(plan.server, plan.bot, None)
    caller = held.caller = Caller(plan, ticket, note, lambda _: None, remembered)
    if limit_s is not None:
        asyncio.get_running_loop().call_later(limit_s, caller.hang_up)
    try:
        async with asyncio.timeout(longest_s(plan.recordings)):
            result = await caller.run()
    except CallFailed as problem:
        held.problem = str(problem)
        return held
    except TimeoutError:
        held.problem = "the call did not end in time"
    except Exception as problem:  # noqa: BLE001  # one broken call must not cost the hour of the others
        held.problem = f"{type(problem).__name__}: {problem}"
        return held
    else:
        held.lag_p99_ms, held.unspoken = result.loop_lag_p99_ms, result.unspoken
        if result.exit_code or (result.unspoken and limit_s is None):
            held.problem = f"{result.reason} {result.detail}, {result.unspoken} unspoken".strip()
    held.turns = turns_of(caller, held.events, overlapped=plan.overlap_ms is not None)
    return held


def row_of(turn: PeerTurn) -> dict[str, Any]:
    """A turn for the log."""
    return asdict(turn)
