"""A call: one actor with one mailbox. Everything that happens to it is a message; everything it does is a named task.

Media and speech tell it what they hear by `post`; conversation steps run one after the other in a task of their own,
so that the caller can interrupt while a tool is awaited.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from flows.driver.clocks import ZoneClock
from flows.driver.conversation import Conversation
from flows.driver.event_log import EventLog
from flows.driver.record import Turn
from flows.engine.commands import EndCall, Handoff, Listen, Say
from runtime.media.peer import MediaPeer, PeerState
from runtime.media.playout import Playout
from runtime.sessions.listener import ActivityStream, Listener, Recogniser
from runtime.sessions.outbox import Outbox
from runtime.sessions.served_bot import ServedBot
from runtime.sessions.speaker import Speaker, Voice
from runtime.sessions.turn_clock import TurnClock
from runtime.speech.results import Transcript
from runtime.turns.detector import Confirmed, Ended, Started, TurnEvent
from tools.box import ToolBox

log = logging.getLogger(__name__)

Mode = Literal["voice", "text"]
CallState = Literal["connecting", "listening", "thinking", "speaking", "ended"]

MAX_CALL_S = 3600.0
"""Nobody talks to a bot for an hour; a forgotten tab does."""
GOODBYE_S = 20.0
"""The longest farewell that is spoken before the line is closed."""
CLOSE_S = 5.0
"""What everything of a call gets to end."""
MAX_STEPS_WAITING = 20
"""Sentences that came while the bot was busy; more is a flood."""


@dataclass(frozen=True)
class Speech:
    """What a call needs to hear and to speak."""

    recogniser: Recogniser
    voice: Voice
    new_activity: Callable[[], ActivityStream]


@dataclass(frozen=True)
class _Happened:
    """Something the actor has to deal with."""

    what: Callable[[], None]


Step = Callable[[], Awaitable[Turn]]


class Call:
    """One call with one bot."""

    def __init__(
        self, call_id: str, served: ServedBot, speech: Speech, outbox: Outbox, *, mode: Mode, debug: bool
    ) -> None:
        self.call_id = call_id
        self.served = served
        self.mode: Mode = mode
        self.state: CallState = "connecting"
        self.reason: str | None = None
        self._speech = speech
        self._outbox = outbox
        self._debug = debug
        self._mailbox: asyncio.Queue[_Happened | None] = asyncio.Queue()
        self._steps: deque[tuple[Step, TurnClock]] = deque()
        self._step_task: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._no_input_ms: int | None = None
        self._started = False
        self._ending: EndCall | None = None
        self._clock = TurnClock()
        self._told: tuple[Turn, TurnClock] | None = None
        self._cut_off: list[str] = []
        self._turn_number = 0
        self._recognising = 0
        self.playout = Playout()
        self.peer: MediaPeer | None = None
        self.speaker = Speaker(
            speech.voice, self.playout, served.bot.voice.speaker, name=call_id,
            on_started=lambda text: self.post(lambda: self._on_audible(text)),
            on_idle=lambda: self.post(self._on_silent),
        )  # fmt: skip
        self.listener: Listener | None = None
        self.conversation = Conversation(
            served.program, served.understander, ToolBox(served.bot), self, ZoneClock(served.bot.timezone), self._log()
        )

    def _log(self) -> EventLog | None:
        if not self._debug:
            return None
        return EventLog(lambda line: self._outbox.put("log", line=line), self.served.bot.bot, self.served.content_hash)

    # -- the mailbox -----------------------------------------------------------------------------------------------

    def post(self, what: Callable[[], None]) -> None:
        """Have something dealt with by the actor, in order."""
        self._mailbox.put_nowait(_Happened(what))

    async def run(self) -> None:
        """Live until the call is over; whatever happens, everything of the call is ended when this returns."""
        try:
            async with asyncio.timeout(MAX_CALL_S):
                if self.mode == "text":
                    self.post(self._begin)
                while (message := await self._mailbox.get()) is not None:
                    message.what()
        except TimeoutError:
            self._over("limit", "duration")
        except Exception:
            log.exception("%s: the call failed", self.call_id)
            self._over("error", "internal")
        finally:
            await self._close()

    async def _close(self) -> None:
        self._cancel_timer()
        tasks = [task for task in (self._step_task, *self._tasks) if task is not None]
        for task in tasks:
            task.cancel()
        work: list[Awaitable[Any]] = [asyncio.gather(*tasks, return_exceptions=True), self.speaker.aclose()]
        if self.listener is not None:
            work.append(self.listener.aclose())
        if self.peer is not None:
            work.append(self.peer.close())
        try:
            async with asyncio.timeout(CLOSE_S):
                await asyncio.gather(*work, return_exceptions=True)
        except TimeoutError:
            log.error("%s: some of the call did not end within %s s", self.call_id, CLOSE_S)

    def _over(self, reason: str, detail: str | None = None) -> None:
        """Tell the page, and leave the mailbox."""
        if self.reason is None:
            self.reason = reason
            self._flush_turn()
            self._set_state("ended")
            self._outbox.put("ended", reason=reason, detail=detail)
            self._mailbox.put_nowait(None)

    def _spawn(self, work: Any, name: str) -> None:
        task = asyncio.create_task(work, name=f"{self.call_id}:{name}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- what the page asks for ------------------------------------------------------------------------------------

    async def answer(self, sdp: str) -> str:
        """Answer the one offer. Raises BadOffer."""
        self.listener = Listener(
            self._speech.recogniser, self._speech.new_activity(), name=self.call_id,
            hints=self._hints, on_event=lambda event: self.post(lambda: self._on_turn_event(event)),
        )  # fmt: skip
        self.peer = MediaPeer(
            name=self.call_id,
            on_audio=self.listener.hear,
            on_state=lambda state: self.post(lambda: self._on_media(state)),
            playout=self.playout,
        )
        return await self.peer.answer(sdp)

    def say_text(self, text: str) -> None:
        """The caller typed a sentence."""
        self._interrupt()
        self._turn_number += 1
        self._outbox.put("transcript", turn=self._turn_number, text=text, final=True)
        self._step(lambda: self.conversation.hear(text))

    def press(self, keys: str) -> None:
        """The caller pressed keys."""
        self._interrupt()
        self._step(lambda: self.conversation.press(keys))

    def hang_up(self) -> None:
        """The caller ended the call, or is gone."""
        if self.reason is not None:
            return
        self.speaker.stop()
        self._steps.clear()
        if self._ending is not None:
            self._over(self._ending.reason, self._ending.detail)
        elif self._step_task is not None:
            self._over("hangup")  # a step is under way that may wait for a tool: do not wait with it
        else:
            self._step(self.conversation.hang_up)

    def drain(self) -> None:
        """The server is about to stop: nothing more can be said."""
        self.post(lambda: self._over("error", "server_stopping"))

    # -- conversation steps ----------------------------------------------------------------------------------------

    def _begin(self) -> None:
        if not self._started:
            self._started = True
            self._step(lambda: self.conversation.start("voice" if self.mode == "voice" else "text"))

    def _step(self, step: Step, clock: TurnClock | None = None) -> None:
        """Queue a step of the conversation; they run one after the other."""
        if self._ending is not None or self.reason is not None:
            return
        self._cancel_timer()
        if len(self._steps) >= MAX_STEPS_WAITING:
            self._over("limit", "too_many_messages")
            return
        self._steps.append((step, clock or TurnClock()))
        self._next_step()

    def _next_step(self) -> None:
        if self._step_task is None and self._steps:
            step, clock = self._steps.popleft()
            self._flush_turn()
            self._clock = clock
            self.speaker.begin_turn()
            self._step_task = asyncio.create_task(self._run_step(step, clock), name=f"{self.call_id}:step")
            self._show_state()

    async def _run_step(self, step: Step, clock: TurnClock) -> None:
        try:
            turn = await step()
        except Exception:
            log.exception("%s: a step of the conversation failed", self.call_id)
            self.post(lambda: self._over("error", "internal"))
            return
        clock.understanding_ms, clock.engine_ms = turn.understanding_ms, turn.engine_ms
        self.post(lambda: self._step_done(turn, clock))

    def _step_done(self, turn: Turn, clock: TurnClock) -> None:
        self._step_task = None
        self._told = turn, clock
        ended = self.conversation.state.ended
        if ended is not None and self._ending is None:
            self._ending = EndCall(ended.reason, ended.detail)
        if self._ending is not None:
            if not self.speaker.busy:
                self._over(self._ending.reason, self._ending.detail)
            else:
                seconds = GOODBYE_S
                self._timer = asyncio.get_running_loop().call_later(seconds, self.post, self._end_now)
            return
        if self.mode == "text" or not self.speaker.busy or clock.first_audio_ns:
            self._flush_turn()
        self._next_step()
        self._show_state()
        self._await_input()

    def _end_now(self) -> None:
        if self._ending is not None:
            self._over(self._ending.reason, self._ending.detail)

    def _flush_turn(self) -> None:
        """Tell of the turn that was made, once what it said can be heard."""
        if self._told is None:
            return
        (turn, clock), self._told = self._told, None
        if not self._debug or any(act.act == "interrupt" for act in turn.acts):
            return  # being cut short is told as `interrupted`
        shown = turn.as_json(self.conversation.state)
        uplink_ms = self.peer.stats.uplink_ms if self.peer is not None else None
        parts = clock.parts(uplink_ms or 0.0)
        self._outbox.put(
            "turn", turn=turn.number, flow=shown["flow"], node=shown["node"], slots=shown["slots"],
            called=shown["called"], parts=parts,
            total_ms=round(sum(parts.values()), 1) if parts else None, answer_ms=clock.answer_ms(),
            filler=clock.filler, acts=shown["understood"]["acts"],
        )  # fmt: skip

    # -- Output: what the conversation wants done ------------------------------------------------------------------

    async def say(self, command: Say) -> None:
        """Speak, or write where there is no voice."""
        now = time.monotonic_ns()
        self._clock.first_say_ns = self._clock.first_say_ns or now
        self._clock.first_answer_ns = self._clock.first_answer_ns or now
        if self.mode == "text":
            self._outbox.put("said", turn=self._turn_number, text=command.text)
            return
        self.speaker.say(command.text, barge_in=command.barge_in)
        self._show_state()

    async def filler(self, text: str) -> None:
        """A tool takes long."""
        self._clock.first_say_ns = self._clock.first_say_ns or time.monotonic_ns()
        self._clock.filler = True
        self._outbox.put("filler", turn=self._turn_number, text=text)
        if self.mode == "voice":
            self.speaker.say(text)

    async def listen(self, command: Listen) -> None:
        """It is the caller's turn when everything was said."""
        self._no_input_ms = command.no_input_ms

    async def hand_off(self, command: Handoff) -> None:
        """Nobody is connected to take calls yet: the call ends with the reason `handoff`."""
        log.info("%s: handed off in %s", self.call_id, command.summary.get("flows"))

    async def end(self, command: EndCall) -> None:
        """Hang up when everything was said."""
        self._ending = command

    # -- what is heard ---------------------------------------------------------------------------------------------

    def _hints(self) -> Sequence[str]:
        return self.conversation.expectation.hints

    def _on_media(self, state: PeerState) -> None:
        if state == "connected":
            self._begin()
        elif state in ("lost", "closed"):
            self._over("hangup", "media_lost" if state == "lost" else None)

    def _on_turn_event(self, event: TurnEvent) -> None:
        if self.reason is not None or self._ending is not None:
            return
        match event:
            case Started():
                self._cancel_timer()
                if self.speaker.busy and self.speaker.interruptible:
                    self.playout.pause()
            case Confirmed():
                if self.speaker.busy and self.speaker.interruptible:
                    self._interrupt()
            case Ended():
                self.playout.resume()
                if self.speaker.busy and not self.speaker.interruptible:
                    return
                assert self.listener is not None
                clock = TurnClock(speech_end_ns=self.listener.arrived_ns(event.end_ms))
                self._recognising += 1
                self._spawn(self._recognised(event, clock), "turn")
                self._show_state()

    async def _recognised(self, event: Ended, clock: TurnClock) -> None:
        """Wait for the words of a turn that is over; they are usually there already."""
        assert self.listener is not None
        transcript = await self.listener.transcript(event.revision)
        clock.recognised_ns = time.monotonic_ns()
        self.post(lambda: self._on_words(transcript, clock))

    def _on_words(self, transcript: Transcript | None, clock: TurnClock) -> None:
        self._recognising -= 1
        text = transcript.text.strip() if transcript is not None else ""
        if not text:
            self._nothing_said()
            return
        self._interrupt()
        self._cut_off = []
        self._turn_number += 1
        self._outbox.put("transcript", turn=self._turn_number, text=text, final=True)
        self._step(lambda: self.conversation.hear(text), clock)

    def _nothing_said(self) -> None:
        """Noise: what it cut off is said again."""
        again, self._cut_off = self._cut_off, []
        for text in again:
            self.speaker.say(text)
        self._show_state()
        self._await_input()

    # -- what is spoken --------------------------------------------------------------------------------------------

    def _interrupt(self) -> None:
        """The caller speaks over the bot: silence at once, and the engine learns what was heard."""
        if not self.speaker.busy:
            return
        self._cut_off = self.speaker.unfinished()
        heard = self.speaker.stop()
        self._outbox.put("interrupted", turn=self._turn_number, heard=heard)
        self._step(lambda: self.conversation.interrupt(heard))

    def _on_audible(self, text: str) -> None:
        now = time.monotonic_ns()
        self._clock.first_audio_ns = self._clock.first_audio_ns or now
        if self._clock.first_answer_ns:
            self._clock.answer_audio_ns = self._clock.answer_audio_ns or now
        self._outbox.put("said", turn=self._turn_number, text=text)
        if self._step_task is None:
            self._flush_turn()
        self._show_state()

    def _on_silent(self) -> None:
        if self._ending is not None and self._step_task is None:
            self._over(self._ending.reason, self._ending.detail)
            return
        self._show_state()
        self._await_input()

    # -- silence and state -----------------------------------------------------------------------------------------

    def _await_input(self) -> None:
        """Begin to count the caller's silence, when it is the caller's turn and all was said."""
        busy = self._step_task is not None or self.speaker.busy or self._ending is not None or self.reason is not None
        if self.mode == "text" or busy or self._no_input_ms is None:
            return
        self._cancel_timer()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(self._no_input_ms / 1000, self.post, self._on_no_input)

    def _on_no_input(self) -> None:
        if self._step_task is None and not self.speaker.busy:
            self._step(self.conversation.silence)

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _show_state(self) -> None:
        if self.reason is not None:
            return
        if self.speaker.busy:
            self._set_state("speaking")
        elif self._step_task is not None or self._recognising:
            self._set_state("thinking")
        elif self._started:
            self._set_state("listening")

    def _set_state(self, state: CallState) -> None:
        if state != self.state:
            self.state = state
            self._outbox.put("state", state=state)
