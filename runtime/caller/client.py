"""One call from beginning to end: signalling, media, script, events."""

import asyncio
import contextlib
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from runtime.caller import wav
from runtime.caller.connection import OVER, Connection, Microphone, Refused
from runtime.caller.downlink import Downlink
from runtime.caller.errors import CallFailed
from runtime.caller.events import TURN_WAIT_MS, BotSpeech, Event, complete_turn
from runtime.caller.lag import LoopLag
from runtime.caller.network import Network
from runtime.caller.peer import CallerPeer
from runtime.caller.script import PAUSE_MS, Script, Step
from runtime.caller.signalling import Line, Ticket, error_text
from runtime.caller.uplink import Spoken, Uplink

TICK_MS = 10.0  # how exactly the script's moments are met
MEDIA_SECONDS = 20.0  # from the socket to the first connected state of the media
GOODBYE_SECONDS = 5.0  # from our `end` to the server's `ended`
SILENT_S = 3.0  # without a packet: the server is gone, or the network between
AGAIN_S = 15.0  # from another offer to its first packet: ICE checks, and a server that all come back to
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 2.0  # between tries to come back
NEW_CALL_S = 10.0  # for another call, when this one was broken off before there was anything to go on with
NOTHING_SAID = -1  # the number of a turn that the server cannot be behind
TAIL_MS = 250.0  # audio on its way when the server says that the call has ended


@dataclass(frozen=True)
class CallPlan:
    """What to call and what to say; times in milliseconds, files written when given."""

    server: str
    bot: str
    recordings: tuple[wav.Recording, ...]
    overlap_ms: float | None = None
    record: Path | None = None
    log: Path | None = None
    network: Network | None = None


@dataclass(frozen=True)
class CallResult:
    """How the call ended; `exit_code` as of `bot call`, `loop_lag_p99_ms` of this client's own event loop."""

    reason: str
    exit_code: int
    detail: str
    unspoken: int
    loop_lag_p99_ms: float


TicketSource = Callable[[Line], Awaitable[Ticket]]


class Caller:
    """Holds one call. Use once: `await Caller(plan, ticket, emit).run()`."""

    def __init__(
        self,
        plan: CallPlan,
        ticket: TicketSource,
        emit: Callable[[Event], None],
        warn: Callable[[str], None],
        line: Callable[[str], Line] = Line,
    ) -> None:
        """`emit` gets every event in the order told, `warn` lines for a person; both on the event loop.

        `line` makes the signalling to a server's address; another one reaches a server with a signalling of its own.
        """
        self._plan = plan
        self._line = line
        self._ticket = ticket
        self._emit = emit
        self._warn = warn
        self._script = Script(count=len(plan.recordings), overlap_ms=plan.overlap_ms)
        self._speech = BotSpeech()
        self._turns: list[tuple[Mapping[str, Any], float, int | None]] = []
        self._spoken_end_ns: int | None = None
        self.zero_ns = 0
        self._connected = False
        self._connection: Connection | None = None
        self._latest: Connection | None = None
        self._since_ns = 0
        self._begun_anew = False
        self._session: str | None = None
        self._resumable_s = NEW_CALL_S
        self._broken = asyncio.Event()
        self._was_speaking = False
        self._heard_turn = self._turn_before = 0
        self._told_turn = -1
        self._ended: tuple[str, str] | None = None
        self._leaving_since_ms: float | None = None
        self._failure: CallFailed | None = None
        self._given_up = False
        self._wake = asyncio.Event()
        self._log: TextIO | None = None
        self._lines: list[Any] = []
        self.lag = LoopLag()
        self.downlink = Downlink(self._onset_from_thread, plan.network)
        self.uplink = Uplink(self._on_spoken)
        self._loop: asyncio.AbstractEventLoop | None = None

    def hang_up(self) -> None:
        """End the call as soon as the server confirms it; on the event loop, at any time."""
        if self._leaving_since_ms is None:
            self._leaving_since_ms = self._now_ms()
        self._wake.set()

    async def run(self) -> CallResult:
        """Hold the call; raises CallFailed when it cannot be begun."""
        self._loop = asyncio.get_running_loop()
        self._open_files()
        try:
            await self._connect(first=True)
            await self._hold()
        finally:
            await self._close()
            self.downlink.close()
            if self._log is not None:
                self._log.close()
        if self._plan.record is not None:
            await asyncio.get_running_loop().run_in_executor(None, self._save_recording, self._plan.record)
        return self._result()

    async def _connect(self, *, first: bool) -> None:
        """A new call, or a new connection of this one. Raises CallFailed, Refused."""
        peer = CallerPeer(
            Microphone(self.uplink), self.downlink, lambda state: self._on_media(made, state), self._plan.network
        )
        line = self._line(self._plan.server)
        made = self._latest = Connection(line, peer)
        try:
            # The offer is made first, and whole: a gathering that is broken off leaves its sockets behind.
            offer = await peer.offer()
            await line.__aenter__()
            ticket = await self._ticket(line) if self._session is None else Ticket("")
            await line.open(ticket)
            if first:
                self.zero_ns = time.monotonic_ns()
            made.read(self._on_line, self._on_line_closed)
            if self._session is None:
                await made.call(ticket, offer)
            else:
                ready = await made.go_on(self._session, offer)
                self._go_on(int(ready.get("turn", 0)))
                self._forget_lines(int(ready.get("line", 0)))
        except BaseException:
            await made.aclose()
            raise
        before, self._connection = self._connection, made
        self._since_ns = time.monotonic_ns()
        if before is not None:
            await before.aclose()

    async def _close(self) -> None:
        if self._connection is not None:
            await self._connection.aclose(OVER)

    def _open_files(self) -> None:
        """Fail before the call, not after it, when a file cannot be written."""
        record, log = self._plan.record, self._plan.log
        try:
            if record is not None:
                before = record.exists()
                record.open("ab").close()  # leaves an earlier recording as it is until there is a new one
                if not before:
                    record.unlink()
            if log is not None:
                self._log = log.open("w", encoding="utf-8")
        except OSError as problem:
            file = problem.filename or "The file"
            raise CallFailed(f"{file}: cannot be written ({problem.strerror}); name another file.") from None

    def _save_recording(self, path: Path) -> None:
        wav.save(path, self.downlink.recording())

    async def _hold(self) -> None:
        tasks = (
            asyncio.create_task(self._come_back(), name="caller-reconnecting"),
            asyncio.create_task(self.lag.watch(), name="caller-lag"),
        )
        try:
            await self._drive()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if self._failure is not None:
            raise self._failure

    async def _on_line(self, connection: Connection, message: Mapping[str, Any]) -> None:
        kind = message.get("type")
        if connection is not self._latest:
            return
        if kind == "answer":
            try:
                await connection.peer.accept(str(message.get("sdp", "")))
            except CallFailed as problem:
                self._failure = self._failure or problem
                self._wake.set()
        elif kind == "session":
            self._session = str(message.get("session"))
            self._resumable_s = float(message.get("seconds") or 0)
        elif kind == "ended" and self._ended is None:
            self._ended = str(message.get("reason") or "error"), str(message.get("detail") or "")
            self._wake.set()
        else:
            self._on_message(str(kind), message)

    def _on_line_closed(self, connection: Connection) -> None:
        if connection is not self._latest or self._ended is not None:
            return
        may_begin_anew = self._connected and self._script.spoken == 0 and not self._begun_anew
        if self._session is not None or may_begin_anew:
            self._begun_anew = self._session is None
            self._broken.set()
            return
        if not self._connected:
            self._failure = self._failure or CallFailed(f"{self._plan.server}: {connection.line.closed_because}.")
        self._ended = ("error", connection.line.closed_because)
        self._wake.set()

    # -- a call that was broken off --------------------------------------------------------------------------------

    async def _come_back(self) -> None:
        """Make another connection whenever one is broken, as long as the conversation may be gone on with."""
        while True:
            await self._broken.wait()
            self._break_off()
            try:
                async with asyncio.timeout(self._resumable_s):
                    await self._reconnect()
            except (TimeoutError, Refused) as problem:
                lost = ("error", str(problem) or "the connection was lost")
                self._ended = self._ended or (lost if self._leaving_since_ms is None else ("hangup", ""))
                self._wake.set()
                return
            self._broken.clear()

    async def _reconnect(self) -> None:
        pause_s = FIRST_PAUSE_S
        while self._ended is None:
            try:
                await self._connect(first=False)
                return
            except CallFailed:
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, LONGEST_PAUSE_S)

    def _break_off(self) -> None:
        now_ms = self._now_ms()
        self._was_speaking = self.uplink.stop_speaking() or self._was_speaking
        self._script = self._script.broken_off(now_ms)
        self._emit(Event("state", now_ms, {"state": "reconnecting"}))
        self._wake.set()

    def _go_on(self, turn: int) -> None:
        """The server goes on after this turn; what it did not keep of what was said is said again."""
        if self._was_speaking or (self._script.spoken and turn <= self._turn_before):
            self._script = self._script.again()
            self._turn_before = NOTHING_SAID  # should this connection break too, before it was said again
        self._was_speaking = False
        self._script = self._script.broken_off(self._now_ms())

    def _forget_lines(self, last: int) -> None:
        """What was told before it was kept, and then was not kept, did not happen."""
        lines = [line for line in self._lines if not isinstance(line, dict) or line.get("seq", 0) <= last]
        if self._log is not None and len(lines) < len(self._lines):
            self._log.seek(0)
            self._log.truncate()
            self._log.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        self._lines = lines

    def _silent(self, now_ns: int) -> bool:
        """Whether nothing at all comes from the server any more, or from another connection nothing came yet."""
        arrivals = self.downlink.arrivals
        heard_ns = arrivals[-1].arrival_ns if arrivals else 0
        patience_s = SILENT_S if heard_ns > self._since_ns else AGAIN_S
        return self._connected and now_ns - max(self._since_ns, heard_ns) > patience_s * 1e9

    def _on_message(self, kind: str, message: Mapping[str, Any]) -> None:
        now_ms = self._now_ms()
        if kind == "state":
            self._script = self._script.state(str(message.get("state")), now_ms)
        if kind == "filler":
            kind = "filler_start"
        if kind == "log":
            if self._log is not None:
                self._lines.append(message.get("line"))
                self._log.write(json.dumps(message.get("line"), ensure_ascii=False) + "\n")
        elif kind == "error":
            text = error_text(message) or "the server reported an error"
            if self._broken.is_set():
                return  # it is tried again
            if message.get("fatal") and not self._connected:
                self._failure = self._failure or CallFailed(text)
            else:
                self._warn(text)
        elif kind == "turn" and int(message.get("turn", 0)) > self._told_turn:  # one that goes on is told again
            self._told_turn = int(message.get("turn", 0))
            # A turn without parts answers no speech: a greeting, a silence, a typed text.
            self._turns.append((message, now_ms, self._take_spoken() if message.get("parts") else None))
        elif kind == "suspended":
            self._broken.set()
        elif kind in ("state", "transcript", "said", "filler_start", "interrupted"):
            if kind == "transcript" and message.get("final"):
                self._heard_turn = max(self._heard_turn, int(message.get("turn", 0)))
            fields = {key: value for key, value in message.items() if key not in ("type", "at_ms")}
            self._emit(Event(kind, now_ms, fields))
        self._wake.set()

    def _take_spoken(self) -> int | None:
        spoken, self._spoken_end_ns = self._spoken_end_ns, None
        return spoken

    def _on_media(self, connection: Connection, state: str) -> None:
        if connection is not self._latest:
            return
        if state == "connected" and not self._connected:
            self._connected = True
            now_ms = self._now_ms()
            self._script = self._script.connected(now_ms)
            self._emit(Event("connected", now_ms, {}))
        elif state == "failed" and self._session is not None:
            self._broken.set()
        elif state == "failed" and self._ended is None:
            if not self._connected:
                self._failure = CallFailed("The media could not be connected; is UDP to the server blocked?")
            self._ended = ("error", "the media connection was lost")
        self._wake.set()

    def _on_spoken(self, spoken: Spoken) -> None:
        """From the uplink: speech starts, speech ends, the recording is over."""
        name = {"recording": spoken.recording.name, "index": spoken.index}
        if spoken.finished:
            if spoken.recording.speech is None:
                self._script = self._script.finished(self._now_ms())
        elif spoken.speech_end_ns is not None:
            self._spoken_end_ns = spoken.speech_end_ns
            end_ms = self._at_ms(spoken.speech_end_ns)
            self._script = self._script.finished(end_ms)
            self._emit(Event("caller_speech_end", end_ms, name))
        elif spoken.speech_start_ns is not None:
            self._spoken_end_ns = None
            self._emit(Event("caller_speech_start", self._at_ms(spoken.speech_start_ns), name))
        self._wake.set()

    def _onset_from_thread(self, arrival_ns: int) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody listens any more
                self._loop.call_soon_threadsafe(self._on_onset, arrival_ns)

    def _on_onset(self, arrival_ns: int) -> None:
        onset_ms = self._at_ms(arrival_ns)
        self._tell(self._speech.began(onset_ms))
        self._script = self._script.bot_began(onset_ms)
        self._tell_turns()
        self._wake.set()

    async def _drive(self) -> None:
        """The script's clock: one step at a time until the call has ended or failed."""
        deadline_ms = MEDIA_SECONDS * 1000
        asked = False
        while self._failure is None and self._ended is None:
            now_ms = self._now_ms()
            self._tell(self._speech.quiet(now_ms, self._bot_sound_ms()))
            self._tell_turns()
            if not self._connected and now_ms > deadline_ms:
                raise CallFailed("The media did not connect in time; is UDP to the server blocked?")
            if self._leaving_since_ms is not None:
                if not asked:
                    asked = True
                    await self._end()
                if now_ms - self._leaving_since_ms > GOODBYE_SECONDS * 1000:
                    self._warn("The server did not confirm the end of the call.")
                    self._ended = ("hangup", "")
            elif self._session is not None and self._silent(time.monotonic_ns()):
                self._broken.set()
            elif self._connected and not self._broken.is_set():
                self._follow(self._script.step(now_ms, self._bot_sound_ms()), now_ms)
            self._wake.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TICK_MS / 1000):
                    await self._wake.wait()
        if self._failure is None:
            await self._finish()

    async def _end(self) -> None:
        if self._connection is not None:
            await self._connection.line.send({"type": "end"})

    def _follow(self, step: Step, now_ms: float) -> None:
        if step is Step.SPEAK:
            self._tell(self._speech.quiet(now_ms, self._bot_sound_ms(), gap_ms=PAUSE_MS - TICK_MS))
            index = self._script.spoken
            self._script = self._script.started(now_ms)
            self._turn_before = self._heard_turn
            self.uplink.speak(self._plan.recordings[index], index)
        elif step is Step.HANG_UP:
            self.hang_up()
        elif step is Step.GIVE_UP:
            self._given_up = True
            self.hang_up()

    async def _finish(self) -> None:
        """Hear out what is still on its way, then tell the rest; `ended` is the last event."""
        await asyncio.sleep(TAIL_MS / 1000)
        self._tell(self._speech.quiet(self._now_ms(), self._bot_sound_ms(), gap_ms=0.0))
        self._tell_turns(last=True)
        reason, detail = self._ended or ("error", "")
        self._emit(Event("ended", self._now_ms(), {"reason": reason, **({"detail": detail} if detail else {})}))

    def _tell(self, events: list[Event]) -> None:
        for event in events:
            self._emit(event)

    def _tell_turns(self, *, last: bool = False) -> None:
        """Tell the turns whose answer has been heard, or for which it is idle to wait."""
        while self._turns:
            turn, since_ms, end_ns = self._turns[0]
            onset_ns = self.downlink.first_onset_after(end_ns) if end_ns is not None else None
            waits = end_ns is not None and onset_ns is None and self._now_ms() - since_ms < TURN_WAIT_MS
            if waits and not last and len(self._turns) == 1:
                return
            total_ms = (onset_ns - end_ns) / 1e6 if onset_ns is not None and end_ns is not None else None
            self._turns.pop(0)
            self._emit(Event("turn", self._now_ms(), complete_turn(turn, total_ms)))

    def _bot_sound_ms(self) -> float | None:
        last_ns = self.downlink.last_audible_ns
        return None if last_ns is None else self._at_ms(last_ns)

    def _now_ms(self) -> float:
        return self._at_ms(time.monotonic_ns())

    def _at_ms(self, moment_ns: int) -> float:
        return (moment_ns - self.zero_ns) / 1e6

    def _result(self) -> CallResult:
        reason, detail = self._ended or ("error", "")
        failed = self._given_up or reason == "error"
        return CallResult(
            reason, int(failed), detail, len(self._plan.recordings) - self._script.spoken, self.lag.p99_ms
        )
