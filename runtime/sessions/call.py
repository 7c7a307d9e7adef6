"""A call: one actor with one mailbox. Everything that happens to it is a message, dealt with one after the other.

After each message the call settles: from what is true then follows what begins, what is paused, what the page shows
and whether it is over. The rooms next door: `steps` (the conversation), `floor` (who speaks), `speaker`, `listener`,
`silence`, `output` (what the conversation wants done), `page` and `turn_report` (what is told).
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from flows.driver.record import Turn
from flows.engine.acts import Understanding
from flows.engine.commands import EndCall
from flows.values.yes_no import YesNo
from runtime.history.call_log import GoesOn
from runtime.media.bad_offer import BadOffer
from runtime.media.peer import PeerState
from runtime.media.playout import Playout
from runtime.sessions import last_words
from runtime.sessions.actor import Actor
from runtime.sessions.clock import now_ns
from runtime.sessions.ending import Ending, EndReason
from runtime.sessions.equipment import Equipment
from runtime.sessions.floor import Floor
from runtime.sessions.guarded import new_conversation
from runtime.sessions.keeping import Keeping
from runtime.sessions.line import Line
from runtime.sessions.lines import Mode
from runtime.sessions.marks import LOOK_EVERY_S, Marks
from runtime.sessions.outbox import Outbox
from runtime.sessions.output import TextOutput, VoiceOutput
from runtime.sessions.page import CallState, Page
from runtime.sessions.parting import ELSEWHERE, MEDIA_LOST, RESTART, STUCK, Parting
from runtime.sessions.reassuring import Reassurance
from runtime.sessions.served_bot import ServedBot
from runtime.sessions.silence import IDLE_TEXT_MS, LATE_SILENCE_MS, TEXT_PATIENCE, SilenceTimer
from runtime.sessions.speaker import Speaker
from runtime.sessions.steps import Step, Steps, TooMany
from runtime.sessions.stuck import Progress
from runtime.sessions.switches import Tried
from runtime.sessions.trials import Trials
from runtime.sessions.turn_clock import TurnClock
from runtime.sessions.turn_report import TurnReports
from runtime.speech.results import Transcript
from voxloom.telemetry import metrics, traces

log = logging.getLogger(__name__)

MAX_CALL_S = 3600.0
"""Nobody talks to a bot for an hour; a forgotten tab does."""
CLOSE_S = 3.0
"""What everything of a call gets to end; the media alone may take two seconds."""


class Call:
    """One call with one bot. `run` is its life; the other public methods may be called at any time, on its loop."""

    def __init__(
        self,
        call_id: str,
        served: ServedBot,
        equipment: Equipment,
        outbox: Outbox,
        *,
        mode: Mode,
        debug: bool,
        scopes: Iterable[str] = (),
        values: Mapping[str, Any] | None = None,
        goes_on: GoesOn | None = None,
        tried: Tried | None = None,
    ) -> None:
        """`scopes` of its ticket. `values`: of the bot's variables, as they come with the caller.

        `goes_on`: a conversation that was broken off and goes on in this call. `tried`: what who tries a draft wants.
        """
        self.call_id = call_id
        self.served = served
        self.mode: Mode = mode
        self.reason: str | None = None
        self.suspended: str | None = None
        """Why it was broken off, if it was: `reason` is then `suspended`, and its conversation may be gone on with."""
        self._values = dict(values or {})
        self._goes_on = goes_on
        self._actor = actor = Actor(call_id)
        self.tried = tried
        self._started, self._turn_number = False, tried.turns if tried is not None else 0
        self._page = Page(outbox, debug=debug)
        self._steps = Steps(call_id, on_done=self._on_step_done, on_failed=self._on_step_failed)
        self._silence = SilenceTimer(lambda: self._actor.post(self._on_silence))
        self._idle = SilenceTimer(lambda: self._actor.post(self._on_idle))
        self._trace = traces.of_call(
            call_id, now_ns, bot=served.bot.bot, version=served.content_hash, mode=mode, channel=mode
        )
        self._reports = TurnReports(self._page, lambda: self._line.uplink_ms, lambda: self._keeping, self._trace)
        self.playout = Playout(clock=asyncio.get_running_loop().time)
        self._speaker = Speaker(
            equipment.voice, self.playout, equipment.speaker or served.bot.voice.speaker, name=call_id,
            on_change=actor.wake, split=served.wording.splicer.split,
        )  # fmt: skip
        self._trials = Trials(
            lambda: self.conversation, may_try=self._may_try, voice=lambda: self._output,
            decide=lambda revision, ms: self._line.decide(revision, ms), post=actor.post, name=call_id,
        )  # fmt: skip
        self._floor = Floor(
            self._speaker, self.playout, self._page, self._trials, name=call_id, turn=lambda: self._turn_number,
            final=lambda: self._ending.begun or self._parting.begun, asked_consent=self._asked_consent, post=actor.post,
            language=served.bot.language,
            on_words=self._on_spoken, on_unheard=self._on_unheard,
        )  # fmt: skip
        self._line = Line(
            actor, equipment, self.playout, hints=lambda: self.conversation.expectation.hints,
            on_heard=self._floor.on_event, on_state=self._on_media, wants_early=lambda: self._floor.over_bot,
            asks=lambda: self.conversation.asks,
        )  # fmt: skip
        self.progress = Progress(actor, self._steps, self.playout, lambda: self._line.connected)
        self._reassurance = Reassurance(
            lambda text: self._output.reassure(text, self._owes_sound), lambda s: actor.after(s, actor.wake)
        )
        self._output = self._new_output()
        self._keeping = Keeping(
            equipment.history, call_id, served, mode=mode, scopes=scopes, goes_on=goes_on, on_lost=self._on_not_kept
        )
        self._marks = Marks(self._keeping.log, lambda: self._speaker.heard)
        self.conversation = new_conversation(
            served, self._page, self._output, lambda: self._steps.current.clock, equipment.late_tools, name=call_id,
            kept=self._keeping.log, after=self._keeping.after, trace=self._trace, over=lambda: self.over,
            services=equipment.services(served.workspace, call_id) if equipment.services is not None else None,
            tried=tried,
        )  # fmt: skip
        if goes_on is not None:
            self._turn_number, self.conversation.state = goes_on.left.turn, goes_on.state
        self._ending = Ending(actor, self._steps, self._speaker, self._output, lambda: self.conversation, self._over)
        self._parting = Parting(
            actor, self._ending, self._speaker, self._output, self._marks,
            may=lambda: self._keeping.begun, over=self._suspended, end=self._over,
        )  # fmt: skip

    def _new_output(self) -> TextOutput:
        def current() -> Step:
            return self._steps.current

        if self.mode == "text":
            return TextOutput(
                self._page, current, lambda ms: self._silence.expect(TEXT_PATIENCE * ms), lambda: self._marks
            )
        return VoiceOutput(
            self._page, current, self._silence.expect, lambda: self._marks,
            speaker=self._speaker, floor=self._floor, post=self._actor.post,
        )  # fmt: skip

    @property
    def turn(self) -> int:
        """The number of the caller's last turn."""
        return self._turn_number

    @property
    def line(self) -> int:
        """The number of the last line of its log."""
        return self._keeping.line

    @property
    def over(self) -> bool:
        """Whether its conversation has ended."""
        return self.reason not in (None, "suspended")

    @property
    def debug(self) -> bool:
        """Whether its page sees how it works."""
        return self._page.debug

    # -- its life --------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Live until the call is over; whatever happens, everything of the call is ended when this returns."""
        try:
            self._actor.after(MAX_CALL_S, self._too_long)
            self._actor.after(LOOK_EVERY_S, self._look)
            if self.mode == "text":
                self._actor.post(self._begin)
            await self._actor.run(self._settle)
        except Exception:
            log.exception("%s: the call failed", self.call_id)
            self._over("error", last_words.FAILED)
        finally:
            self._over("limit", last_words.SERVER_STOPPING)  # only a call that was cancelled is not over yet
            await self._close()
            if self.suspended is None:  # else the call that goes on with the conversation tells of it
                self._trace.over(self.reason or "error")

    def _settle(self) -> None:
        """Let everything follow from what is true now."""
        self._ending.settle()
        self._parting.settle()
        if self.reason is not None or self._ending.leaving:
            return
        if self._started and not self._ending.begun:
            step = self._steps.begin_next()
            if step is not None and step.told:
                self._speaker.begin_turn()
                self._trace.begins(step.number)
                self._reassurance.begin_turn()
        self._floor.settle()
        quiet = self._steps.idle and not self._speaker.busy
        self._reports.tell(silent=quiet)
        waiting = quiet and self._floor.quiet and not self._ending.begun
        self._silence.count(on=waiting)
        self._idle.count(on=waiting)
        self._page.show(self._state())
        own_words = self._steps.current.clock.filler
        self._reassurance.look(asyncio.get_running_loop().time(), owes_sound=self._owes_sound(), own_words=own_words)

    def _owes_sound(self) -> bool:
        """Whether the caller waits for the bot's voice, and hears nothing."""
        if not self._started or self._ending.leaving or self._floor.caller_speaks:
            return False
        if self._speaker.audible and not self.playout.paused:
            return self.playout.starving
        return self._speaker.busy or self._floor.recognising > 0 or (not self._steps.idle and not self._own_filler)

    @property
    def _own_filler(self) -> bool:
        """Whether the bot itself says when it takes long."""
        return self._steps.current.clock.own_filler

    def _state(self) -> CallState:
        if not self._started:
            return "connecting"
        if self._speaker.audible and not self.playout.paused:
            return "speaking"
        in_progress = self._speaker.busy or self._floor.recognising or not self._steps.idle
        has_floor = self._floor.caller_speaks and (self._floor.confirmed or self.playout.paused)
        return "thinking" if in_progress and not has_floor else "listening"

    def _over(self, reason: EndReason, detail: str | None = None) -> None:
        """Tell the page; the actor stops."""
        if self.reason is None:
            self.reason = reason
            self._reports.tell(silent=True)
            self._keeping.over(reason)
            self._page.ended(reason, detail)
            self._actor.stop()

    def _look(self) -> None:
        """How far what is being said was heard: should the call be broken off, that is not said again."""
        if self._speaker.audible:
            self._marks.tell()
        self._actor.after(LOOK_EVERY_S, self._look)

    def _suspended(self, detail: str) -> None:
        """Tell the page; the actor stops, and the conversation may be gone on with."""
        if self.reason is None:
            self.reason, self.suspended = "suspended", detail
            self._marks.tell()
            self._page.suspended(detail)
            self._actor.stop()

    async def _close(self) -> None:
        self._silence.count(on=False)
        self._idle.count(on=False)
        rooms = (
            self._actor.aclose(),
            self._steps.abort(),
            self._floor.aclose(),
            self._trials.aclose(),
            self._speaker.aclose(),
            self._line.aclose(),
        )
        try:
            async with asyncio.timeout(CLOSE_S):
                await asyncio.gather(*rooms, return_exceptions=True)
        except TimeoutError:
            log.error("%s: some of the call did not end within %s s", self.call_id, CLOSE_S)
        if (stats := self._line.stats) is not None:
            metrics.media(
                received=stats.packets, sent=stats.sent_packets, underruns=stats.underruns,
                late=stats.late, lost=stats.lost, late_sendings=stats.late_sendings, resets=stats.reanchored,
            )  # fmt: skip

    # -- what the page asks for ------------------------------------------------------------------------------------

    async def answer(self, sdp: str) -> str:
        """Answer the one offer. Raises BadOffer."""
        if self.reason is not None or self._ending.leaving:
            raise BadOffer("offer.closed", "This call has ended.", "Start a new call.")
        return await self._line.answer(sdp)

    def say_text(self, text: str) -> None:
        """The caller typed a sentence."""
        self._actor.post(
            lambda: self._on_typed(lambda: self._on_words(text, lambda: self.conversation.hear(text), TurnClock()))
        )

    def press(self, keys: str) -> None:
        """The caller pressed keys."""

        def pressed() -> None:
            self._on_callers_turn(lambda: self.conversation.press(keys), TurnClock())

        self._actor.post(lambda: self._on_typed(pressed))

    def hang_up(self, outbox: Outbox | None = None) -> None:
        """The caller ended the call; on a socket that the page has left for another one that means nothing."""
        self._actor.post(lambda: self._on_hang_up(outbox))

    def socket_lost(self, outbox: Outbox) -> None:
        """The page's socket is gone without a word; a voice goes on for a while, and the page may come back."""
        self._actor.post(lambda: self._on_socket_lost(outbox))

    def attach(self, outbox: Outbox) -> bool:
        """The page is back on another socket. False when it has to begin a connection of its own."""
        if self.reason is not None or self.mode != "voice" or not self._line.connected:
            return False
        self._page.move(outbox)
        self._parting.back()
        self._actor.wake()
        return True

    def move_away(self, detail: str) -> None:
        """Another connection, or another process, goes on with the conversation."""
        self._actor.post(lambda: self._parting.suspend(detail))

    def break_off(self) -> None:
        """It makes no progress any more."""
        self._actor.post(lambda: self._parting.suspend(STUCK, ("error", last_words.FAILED)))

    def abandon(self) -> None:
        """It could not even break itself off."""
        self._parting.abandon(STUCK, ("error", last_words.FAILED))

    def say_goodbye(self) -> None:
        """The server is about to stop: there are a few seconds to say so."""
        self._actor.post(self._say_goodbye)

    def drain(self) -> None:
        """The server stops now: nothing more can be said."""
        self._actor.post(lambda: self._parting.suspend(RESTART, ("limit", last_words.SERVER_STOPPING)))

    async def kept(self) -> None:
        """Until all that has happened is in the database. Raises NotWritten."""
        await self._keeping.committed()

    async def give_up(self) -> None:
        """Nobody came back: the conversation is over. Raises NotWritten where it goes on elsewhere."""
        await self.conversation.hang_up()
        self._keeping.over("hangup")
        self._trace.over("hangup")
        await self.kept()
        self.reason = "hangup"

    # -- what happens ----------------------------------------------------------------------------------------------

    def _on_media(self, state: PeerState) -> None:
        if state == "connected":
            self._begin()
        elif state == "lost":
            match self._line.lost_reason:
                case "not connected" if self._goes_on is None:
                    self._ending.leave("error", last_words.NOT_CONNECTED)
                case "ended by the caller" if not self._parting.alone:
                    self._ending.leave("hangup")
                case _:
                    self._parting.suspend(MEDIA_LOST, ("hangup", MEDIA_LOST))

    def _on_hang_up(self, outbox: Outbox | None) -> None:
        if outbox is None or self._page.outbox is outbox:
            self._ending.leave("hangup")

    def _on_socket_lost(self, outbox: Outbox) -> None:
        if self._page.outbox is outbox:
            self._parting.leave_alone(("hangup", None), wait=self.mode == "voice")

    def _on_not_kept(self, stale: bool) -> None:
        """Nothing more of the call can be written: what it promises could not be looked up by anybody."""
        if stale:
            self.move_away(ELSEWHERE)
        else:
            self._actor.post(lambda: self._part(last_words.FAILED, EndCall("error", last_words.FAILED)))

    def _say_goodbye(self) -> None:
        if self._started:
            self._parting.say_and_suspend(last_words.STOPPING, RESTART, ("limit", last_words.SERVER_STOPPING))
        else:
            self._ending.leave("limit", last_words.SERVER_STOPPING)

    def _too_long(self) -> None:
        self._part(last_words.TOO_LONG, EndCall("limit", "duration"))

    def _part(self, words: str, ending: EndCall) -> None:
        """End with words of the house, if anybody can hear them yet."""
        if self._started:
            self._ending.say_goodbye(words, ending)
        else:
            self._ending.leave(ending.reason, ending.detail)

    def _begin(self) -> None:
        if not self._started:
            self._started = True
            if self.mode == "text":
                self._idle.expect(IDLE_TEXT_MS)
            self._steps.put_first(Step(self._turn_number, self._first_turn))

    async def _first_turn(self) -> Turn:
        """The greeting, or what was left undone of a conversation that goes on."""
        if self.tried is not None and self.tried.events:
            turn = await self.conversation.take_up(self.tried.events_of(self.call_id))
        elif self._goes_on is None:
            turn = await self.conversation.start(self.mode, self._values, self.call_id)
        else:
            self._output.go_on(self._goes_on.left)
            turn = await self.conversation.go_on(self._goes_on.state, self._goes_on.left)
        self._actor.spawn(self._keeping.offer_session(self._page), "session")
        return turn

    def _on_typed(self, then: Callable[[], None]) -> None:
        """The caller is there, and has used a keyboard."""
        if self.mode == "text":
            self._idle.expect(IDLE_TEXT_MS)
        then()

    def _on_words(self, text: str, work: Callable[[], Awaitable[Turn]], clock: TurnClock) -> None:
        number = self._on_callers_turn(work, clock)
        if number is not None:
            self._page.transcript(number, text)
            if self._steps.running is not None:
                self._actor.spawn(self._weigh(text), "words during a tool")

    async def _weigh(self, text: str) -> None:
        """A tool is waited for, and the caller says something: is it still wanted?"""
        if await self.conversation.break_off_for(text):
            log.info("%s: the caller wants something else than the tool that is under way", self.call_id)

    def _on_spoken(self, heard: Transcript, clock: TurnClock) -> None:
        """A turn is over, and these are its words: what was worked out in its last pause counts, if it still fits."""
        trial, text = self._trials.take(heard), heard.text.strip()

        async def work() -> Turn:
            tried = self._trials.count(trial) if trial is not None else None
            if tried is None or trial is None or trial.turn is None:
                known = trial.known_in(self.conversation.state) if trial is not None else None
                return await self.conversation.hear(text, known, heard.others)
            self.conversation, clock.speculated = tried, True
            if trial.branch is not None and not trial.branch.worked_out:
                clock.waits()  # for what was asked in the pause
            return await trial.turn

        self._on_words(text, work, clock)

    def _may_try(self) -> bool:
        """Whether what the caller says now is answered next, so that its answer can be worked out."""
        free = self._steps.idle and self._floor.undisturbed and not self._ending.begun
        return free and self.served.bot.defaults.speculate

    def _asked_consent(self) -> bool:
        expectation = self.conversation.expectation
        slot = self.served.bot.slots.get(expectation.slot or "")
        return expectation.kind in ("confirm", "anything_else") or isinstance(slot, YesNo)

    def _on_unheard(self, clock: TurnClock) -> None:
        """Somebody spoke, and the recogniser was not there: the bot asks again, as after words that mean nothing."""
        problem = "Your words could not be recognised."
        self._page.problem("speech.unheard", problem, "Please say it again, or type it.")
        self._on_callers_turn(lambda: self.conversation.hear("", Understanding("")), clock)

    def _on_silence(self) -> None:
        if self._steps.idle and self._floor.quiet and not self._speaker.busy:
            self._on_callers_turn(self.conversation.silence, TurnClock())
        else:
            self._silence.expect(LATE_SILENCE_MS)  # something happened in the same moment: see what comes of it

    def _on_idle(self) -> None:
        self._part(last_words.IDLE, EndCall("limit", "idle"))

    def _on_callers_turn(self, work: Callable[[], Awaitable[Turn]], clock: TurnClock) -> int | None:
        """Queue what the caller did, after what they cut off. The number of the turn; None when it is too late."""
        if self._ending.begun:
            return None
        self._floor.cut()
        try:
            if (heard := self._floor.take()) is not None:
                interrupt = Step(self._turn_number, lambda: self.conversation.interrupt(heard), told=False)
                self._steps.add(interrupt)
            self._turn_number += 1
            self._steps.add(Step(self._turn_number, work, clock))
        except TooMany:
            self._ending.leave("limit", "too_many_messages")
            return None
        return self._turn_number

    # -- steps of the conversation ---------------------------------------------------------------------------------

    def _on_step_done(self, step: Step, turn: Turn) -> None:
        self._reports.made(step, turn, self.conversation.state)
        if step.told:
            self._trace.done()
        self._actor.wake()

    def _on_step_failed(self, _problem: Exception) -> None:
        self._actor.post(lambda: self._ending.say_goodbye(last_words.FAILED, EndCall("error", last_words.FAILED)))
