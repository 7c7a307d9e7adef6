"""Who has the floor. The bot pauses as soon as the caller makes a sound, falls silent when it is speech, and goes on
where it was when it was only noise.

    caller   ···▂▆▆▆▆▆▆▆▆···       ···▂▂······
    bot      ▆▆▆▆ pause | cut       ▆▆▆▆ pause ▆▆▆▆▆
"""

import asyncio
import logging
from collections.abc import Callable

from runtime.media.playout import Playout
from runtime.sessions.listener import Heard, TurnOver
from runtime.sessions.page import Page
from runtime.sessions.speaker import Cut, Speaker
from runtime.sessions.turn_clock import TurnClock
from runtime.speech.results import Transcript
from runtime.turns.detector import Confirmed, Started

log = logging.getLogger(__name__)

OnWords = Callable[[str, tuple[str, ...], TurnClock], None]


class Floor:
    """Belongs to one call. All methods but `take` run in the call's actor."""

    def __init__(
        self,
        speaker: Speaker,
        playout: Playout,
        page: Page,
        *,
        name: str,
        turn: Callable[[], int],
        final: Callable[[], bool],
        post: Callable[[Callable[[], None]], None],
        on_words: OnWords,
        on_unheard: Callable[[TurnClock], None],
    ) -> None:
        """`turn` is the number of the turn under way; `final` whether nothing stops the bot any more: a farewell.

        `on_unheard` when somebody spoke and nobody knows what.
        """
        self._speaker = speaker
        self._playout = playout
        self._page = page
        self._name = name
        self._turn = turn
        self._final = final
        self._post = post
        self._on_words = on_words
        self._on_unheard = on_unheard
        self._tasks: set[asyncio.Task[None]] = set()
        self._cut_off: Cut | None = None  # until it is known whether somebody really spoke
        self.caller_speaks = False
        self.confirmed = False
        self.recognising = 0

    @property
    def quiet(self) -> bool:
        """Whether the caller says nothing, and nothing of what was said is unknown."""
        return not self.caller_speaks and not self.recognising

    def on_event(self, event: Heard) -> None:
        """What the listener heard."""
        match event:
            case Started():
                self.caller_speaks, self.confirmed = True, False
            case Confirmed():
                self.confirmed = True
                if self._speaker.audible:
                    self.cut()
            case TurnOver():
                self.caller_speaks = self.confirmed = False
                if self._speaker.audible and not self._speaker.interruptible:
                    event.words.cancel()  # said into a prompt that must be heard to its end
                else:
                    self._recognise(event)

    def settle(self) -> None:
        """Pause the bot while the caller has the floor, else let it speak."""
        if self._speaker.busy and self._speaker.interruptible and not self.quiet and not self._final():
            self._playout.pause()
        else:
            self._playout.resume()

    def cut(self) -> None:
        """Silence at once, if what is being said may be interrupted."""
        if not self._speaker.busy or not self._speaker.interruptible or self._final():
            return
        cut = self._speaker.cut()
        if cut.last is not None:
            self._page.interrupted(self._turn(), cut.last)
        if cut.prompts:
            self._cut_off = cut

    def take(self) -> str | None:
        """The caller has really had a turn: the words that were heard of what was cut off; None when nothing was."""
        cut_off, self._cut_off = self._cut_off, None
        return cut_off.heard if cut_off is not None else None

    async def aclose(self) -> None:
        """Wait for no more words."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _recognise(self, over: TurnOver) -> None:
        self._playout.expect()  # an answer is near: its first packet should not wait behind a long one of silence
        self.recognising += 1
        clock = TurnClock(speech_end_ns=over.speech_end_ns)
        task = asyncio.create_task(self._wait_for_words(over, clock), name=f"{self._name}:words")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _wait_for_words(self, over: TurnOver, clock: TurnClock) -> None:
        """The words of a turn that is over; they are usually there already."""
        transcript = await over.words
        clock.recognised()
        self._post(lambda: self._on_transcript(transcript, over, clock))

    def _on_transcript(self, transcript: Transcript | None, over: TurnOver, clock: TurnClock) -> None:
        self.recognising -= 1
        text = transcript.text.strip() if transcript is not None else ""
        if text:
            self.cut()
            self._on_words(text, transcript.others if transcript is not None else (), clock)
        elif transcript is None and over.confirmed:
            self.cut()
            self._on_unheard(clock)
        elif self._cut_off is not None:
            self._cut_off = None
            self._speaker.go_on()
