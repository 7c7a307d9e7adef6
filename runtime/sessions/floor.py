"""Who has the floor. The bot is silent as soon as the caller makes a sound, goes on where it was when it was none, or
only a sign of listening, and stops for good when something was said.

    caller   ···▂▆▆▆▆▆▆▆▆···       ···▂▂······
    bot      ▆▆▆▆ duck  | cut       ▆▆▆▆ duck ▆▆▆▆▆
"""

import asyncio
import logging
from collections.abc import Callable

from runtime.media.playout import Playout
from runtime.sessions.audio_buffer import LEAD_MS
from runtime.sessions.listener import Guessed, Heard, TurnOver
from runtime.sessions.page import Page
from runtime.sessions.speaker import Cut, Speaker
from runtime.sessions.trials import Trials
from runtime.sessions.turn_clock import TurnClock
from runtime.speech.results import Transcript
from runtime.turns.backchannel import LONGEST_MS, may_be_backchannel
from runtime.turns.barge_in import BargeIn, Meaning
from runtime.turns.detector import Confirmed, Lasting, Resumed, Started
from runtime.turns.polite import only_polite
from voxloom.telemetry import metrics

log = logging.getLogger(__name__)

TAIL_MS = 700
"""What begins so soon after the last word belongs to it: the pause at a comma, and what it takes to answer there."""

OnWords = Callable[[Transcript, TurnClock], None]


class Floor:
    """Belongs to one call. All methods but `take` run in the call's actor."""

    def __init__(
        self,
        speaker: Speaker,
        playout: Playout,
        page: Page,
        trials: Trials,
        *,
        name: str,
        language: str,
        turn: Callable[[], int],
        final: Callable[[], bool],
        asked_consent: Callable[[], bool],
        post: Callable[[Callable[[], None]], None],
        on_words: OnWords,
        on_unheard: Callable[[TurnClock], None],
    ) -> None:
        """`turn` is the number of the turn under way; `final` whether nothing stops the bot any more: a farewell.

        `asked_consent`: whether what the bot says asks for a yes or a no. `on_unheard` when somebody spoke and nobody
        knows what.
        """
        self._speaker = speaker
        self._playout = playout
        self._page = page
        self._trials = trials
        self._name = name
        self._language = language
        self._turn = turn
        self._final = final
        self._asked_consent = asked_consent
        self._post = post
        self._on_words = on_words
        self._on_unheard = on_unheard
        self._tasks: set[asyncio.Task[None]] = set()
        self._words: asyncio.Task[None] | None = None
        self._cut_off: Cut | None = None  # until it is known whether somebody really spoke
        self._barge = BargeIn()
        self._ended_ms: int | None = None  # when the caller's last turn was over
        self._tail = False  # whether the caller's sound follows so closely that it may round off what was said
        self._listened = False  # whether what was said over the bot so far only shows that the caller listens
        self._over_bot = False  # whether the caller's sound began over the bot's voice
        self.caller_speaks = False
        self.confirmed = False
        self.recognising = 0

    @property
    def quiet(self) -> bool:
        """Whether the caller says nothing, and nothing of what was said is unknown."""
        return not self.caller_speaks and not self.recognising

    @property
    def over_bot(self) -> bool:
        """Whether the caller speaks over the bot: words are worth knowing before they are over."""
        return self.caller_speaks and self._over_bot and self._barge.stance != "cut"

    @property
    def undisturbed(self) -> bool:
        """Whether the bot is silent and was not cut off: what the caller says is an answer and nothing else."""
        return not self._speaker.audible and self._cut_off is None

    def on_event(self, event: Heard) -> None:
        """What the listener heard."""
        match event:
            case Started(at_ms=at_ms):
                self.caller_speaks, self.confirmed = True, False
                self._tail = self._ended_ms is not None and at_ms - self._ended_ms <= TAIL_MS
                self._over_bot = self._speaker.audible and self._may_stop()
            case Confirmed():
                self.confirmed = True
            case Resumed(after_ms=after_ms):
                self._trials.resumed(after_ms)
            case Guessed():
                self._on_guess(event)
            case TurnOver():
                self._on_turn_over(event)
        if self._over_bot and isinstance(event, Started | Lasting | Resumed):
            self._take_stance(self._barge.after(event))

    def settle(self) -> None:
        """Silence the bot while the caller has the floor, else let it speak."""
        ducked = self._barge.stance == "ducked"
        waits = self.caller_speaks or (self.recognising > 0 and not self._speaker.interjects)
        silent = ducked if self._speaker.audible and self._over_bot else waits
        # What must be heard to its end is not begun while the caller speaks, either.
        may_wait = not self._speaker.audible and not self._final()
        if silent and self._speaker.busy and (may_wait or self._may_stop()):
            self._playout.pause()
        else:
            self._playout.resume()

    def cut(self) -> bool:
        """Silence at once, if what is being said may be interrupted; whether there was anything."""
        if not self._speaker.busy or not self._may_stop():
            return False
        cut = self._speaker.cut()
        if cut.last is not None:
            self._page.interrupted(self._turn(), cut.last)
        if cut.prompts:
            self._cut_off = cut
        return True

    def take(self) -> str | None:
        """The caller has really had a turn: the words that were heard of what was cut off; None when nothing was."""
        cut_off, self._cut_off = self._cut_off, None
        if cut_off is not None:
            self._speaker.forget_cut()
        return cut_off.heard if cut_off is not None else None

    async def aclose(self) -> None:
        """Wait for no more words."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _nothing_said(self) -> None:
        """Whatever was worked out or shown of it is worth nothing."""
        self._trials.drop()
        self._page.hearing(self._turn() + 1, "")

    def _go_on(self) -> None:
        """Nobody meant to cut the bot off, if it was: say the rest, and then what came meanwhile."""
        cut_off, self._cut_off = self._cut_off, None
        if cut_off is None or self._final():
            return
        if not self._speaker.audible:
            self._speaker.cut()
        self._speaker.go_on()

    def _may_stop(self) -> bool:
        return self._speaker.interruptible and not self._final()

    def _take_stance(self, barge: BargeIn) -> None:
        self._barge = barge
        if barge.stance == "cut" and self._speaker.audible:
            self.cut()

    def _on_guess(self, guess: Guessed) -> None:
        """Words of a pause, or of a voice over the bot that has not paused yet."""
        self._listened = False
        if self._over_bot:
            meaning = self._meaning(guess.words, early=guess.early)
            self._take_stance(self._barge.understood(meaning, paused=not guess.early))
            self._listened = meaning == "backchannel" and self._barge.stance != "cut"
        elif not guess.early:
            self._listened = self._rounds_off(guess.words)
        if self._listened and not guess.early:
            self._trials.ignore(guess.revision)
        elif not guess.early:
            self._trials.begin(guess.revision, guess.words)
            if not self._over_bot or self._barge.stance == "cut":
                self._page.hearing(self._turn() + 1, guess.words.text.strip() if guess.words is not None else "")

    def _meaning(self, words: Transcript | None, *, early: bool) -> Meaning:
        """What words over the bot mean; `early`: of a voice that goes on."""
        if words is None or not words.text.strip():
            return "nothing"
        return "backchannel" if self._rounds_off(words) or self._only_listens(words, early=early) else "speech"

    def _rounds_off(self, words: Transcript | None) -> bool:
        """Whether it is the "please" behind a comma, of an answer that is being answered already."""
        return self._tail and words is not None and only_polite(words.text, self._language)

    def _only_listens(self, words: Transcript, *, early: bool) -> bool:
        """Whether these words over the bot need not stop it. "Yes" and "okay" may answer what it is about to ask."""
        if self._asked_consent() and self._speaker.mostly_said:
            return False
        shares = words.shares if words.audio_ms <= LEAD_MS + LONGEST_MS else ()
        return may_be_backchannel(words.text, shares, self._language, early=early)

    def _on_turn_over(self, over: TurnOver) -> None:
        self.caller_speaks = self.confirmed = False
        self._ended_ms = over.end_ms
        stopped, listened = self._over_bot and self._barge.stance == "cut", self._listened
        went_on, self._listened, self._tail = self._tail and not listened, False, False
        self._barge = self._barge.over()
        if self._speaker.audible and not self._speaker.interruptible:
            over.words.cancel()  # said into a prompt that must be heard to its end
            self._nothing_said()
            self._go_on()
        elif listened:
            self._nothing_said()
            if self._over_bot:
                metrics.barge_in("resumed")
        else:
            if went_on and over.confirmed:
                self._trials.cut_off()
            self._recognise(over, stopped=stopped)

    def _recognise(self, over: TurnOver, *, stopped: bool) -> None:
        self._playout.expect()  # an answer is near: its first packet should not wait behind a long one of silence
        self.recognising += 1
        clock = TurnClock(speech_end_ns=over.speech_end_ns, hold=self._trials.over(over.revision))
        words = self._wait_for_words(over, clock, self._words, over_bot=self._over_bot, stopped=stopped)
        task = self._words = asyncio.create_task(words, name=f"{self._name}:words")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _wait_for_words(
        self, over: TurnOver, clock: TurnClock, before: "asyncio.Task[None] | None", *, over_bot: bool, stopped: bool
    ) -> None:
        """The words of a turn that is over; they are usually there already. `before`: of the turn before it."""
        transcript = await over.words
        clock.recognised()
        if before is not None:
            await asyncio.wait([before])  # what was said first counts first, also when it took longer to recognise
        self._post(lambda: self._on_transcript(transcript, over, clock, over_bot=over_bot, stopped=stopped))

    def _on_transcript(
        self, transcript: Transcript | None, over: TurnOver, clock: TurnClock, *, over_bot: bool, stopped: bool
    ) -> None:
        """`over_bot`: it began over the bot's voice, which it may have `stopped` by now."""
        self.recognising -= 1
        text = transcript.text.strip() if transcript is not None else ""
        if transcript is not None and text:
            stopped = self.cut() or stopped
            self._on_words(transcript, clock)
        elif transcript is None and over.confirmed:
            self._nothing_said()
            stopped = self.cut() or stopped
            self._on_unheard(clock)
        else:
            self._nothing_said()
            stopped = False
            self._go_on()
        if over_bot:
            metrics.barge_in("cut" if stopped else "resumed")
