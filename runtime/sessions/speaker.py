"""The bot's mouth: texts in, packets into the playout, one after the other; and what the caller heard of them."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Sequence

from flows.driver.going_on import Heard, Place
from runtime.media.playout import Playout
from runtime.sessions.clock import now_ns
from runtime.sessions.growing import Growing
from runtime.sessions.making import Making, Voice
from runtime.sessions.prompts import Cut, Draft, OnAudible, Prompt, Rest
from runtime.speech.clauses import clauses as split_clauses
from runtime.turns.heard import heard_clauses, heard_words

__all__ = ["Cut", "Draft", "OnAudible", "Prompt", "Speaker", "Voice"]

log = logging.getLogger(__name__)


def _always() -> bool:
    return True


class Speaker:
    """Speaks texts in order. All methods belong to the event loop."""

    def __init__(
        self,
        voice: Voice,
        playout: Playout,
        speaker_name: str,
        *,
        name: str,
        on_change: Callable[[], None],
        split: Callable[[str], Sequence[str]] = split_clauses,
    ) -> None:
        """`on_change` when a text was said to its end; `split` cuts texts into the clauses that are made one by one."""
        self._voice = voice
        self._playout = playout
        self._speaker_name = speaker_name
        self._name = name
        self._on_change = on_change
        self.split = split
        self._waiting: list[Prompt] = []
        self._prompts: list[Prompt] = []
        self._heard_before: list[str] = []
        self._rest: list[Rest] = []
        self._drafts: set[Draft] = set()
        self._held: set[Growing] = set()
        self._task: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._interjecting: dict[asyncio.Task[None], Making] = {}
        self._interjected: Prompt | None = None
        self._count = 0
        self._made = 0
        self.ended_ns = 0
        """When the last text fell silent."""

    @property
    def busy(self) -> bool:
        """Whether something is being said or is about to be."""
        return self._current is not None

    @property
    def audible(self) -> bool:
        """Whether a text has begun and is not over."""
        return self._current is not None and self._current.started

    @property
    def interjects(self) -> bool:
        """Whether what is heard now are words that came in between."""
        return self._interjected is not None and self._current is self._interjected

    @property
    def interruptible(self) -> bool:
        """Whether the caller may interrupt what is being said now."""
        return self._current is None or self._current.barge_in

    @property
    def mostly_said(self) -> bool:
        """Whether half of the last text that is to be said has been played, or all of it."""
        current = self._current
        if current is None:
            return True
        return current is self._prompts[-1] and current.making.complete and current.utterance.share_played >= 0.5

    @property
    def heard(self) -> Heard | None:
        """How far the texts of the bot's were heard, by the last of them that was; None while none was."""
        return next((heard for prompt in reversed(self._prompts) if (heard := prompt.heard) is not None), None)

    def heard_before(self, texts: Iterable[str]) -> None:
        """The caller heard these in this turn, when another connection was theirs."""
        self._heard_before += filter(None, texts)

    @property
    def _current(self) -> Prompt | None:
        return next((prompt for prompt in self._prompts if not prompt.finished), None)

    def begin_turn(self) -> None:
        """The caller had a turn: what was heard before it, and what was left unsaid, is past."""
        self._prompts = [prompt for prompt in self._prompts if not prompt.finished]
        self._heard_before.clear()
        self.forget_cut()

    def forget_cut(self) -> None:
        """What was cut off is not said any more, and no more text is needed for it."""
        rest, self._rest = self._rest, []
        for item in rest:
            if item.growing is not None:
                item.growing.discard()

    def prepare(self, text: str, spoken: str | None = None) -> Draft:
        """Begin to make the sound of a text before it is certain that it will be said."""
        making = self._making(spoken or text, certain=False)
        draft = Draft(text, spoken, making, self._discard, self._drafts.__contains__)
        self._drafts.add(draft)
        making.start()
        return draft

    def say(
        self,
        text: str,
        *,
        on_audible: OnAudible,
        barge_in: bool = True,
        filler: bool = False,
        spoken: str | None = None,
        draft: Draft | None = None,
        place: Place | None = None,
        skipped: int = 0,
        wanted: Callable[[], bool] = _always,
    ) -> None:
        """Say a text after those that wait. `spoken`: how it is said where that differs from how it is written.

        `wanted`: whether it still is when another text comes and nothing of it was heard.

        `place`: where the log says it; of a text that goes on, `skipped` clauses stood before it. What a `draft` of
        the same text has made is used; any other draft is discarded.
        """
        making = self._adopt(draft, text, spoken) if draft is not None else None
        prompt = self._say(text, making or self._making(spoken or text), on_audible, barge_in=barge_in, filler=filler)
        prompt.place, prompt.skipped, prompt.wanted = place, skipped, wanted

    def stream(
        self,
        on_audible: OnAudible,
        *,
        barge_in: bool = True,
        certain: bool = True,
        spoken: Callable[[str], str | None] = lambda _clause: None,
    ) -> Growing:
        """A text that comes piece by piece, said after those that wait. `on_audible` gets what has come of it by then.

        One that is not `certain` is made ready and held back until `Growing.release`.
        """
        making = self._making("", certain=False, whole=False)
        growing = Growing(
            making,
            on_release=lambda it: self._release(it, on_audible, barge_in=barge_in),
            on_discard=self._give_up,
            spoken=spoken,
        )
        self._held.add(growing)
        making.start()
        if certain:
            growing.release()
        return growing

    def interject(self, text: str, *, wanted: Callable[[], bool], on_audible: OnAudible) -> None:
        """Say a few words before what is being said, or is about to be, and has no sound; if they still are `wanted`
        when they have sound themselves."""

        async def speak() -> None:
            making.start()
            made = [clause async for clause in making.clauses()]
            if wanted():
                self._say_first(text, making, on_audible, [packet for clause in made for packet in clause.packets])

        making = self._making(text)
        task = asyncio.create_task(speak(), name=f"{self._name}:interject")
        self._interjecting[task] = making
        task.add_done_callback(lambda task: self._interjecting.pop(task, None))

    def cut(self) -> Cut:
        """Fall silent at once; what the caller heard, fillers left out. What was not heard can be said by `go_on`."""
        self._cancel()
        current = self._current
        self._playout.stop()
        unsaid = [prompt for prompt in self._prompts if not prompt.finished]
        last = heard_words(current.making.times, current.utterance.played_ms) if current and current.started else None
        self._heard_before += [prompt.text for prompt in self._prompts if prompt.finished and not prompt.filler]
        heard = list(self._heard_before)
        begun = next((prompt for prompt in unsaid if prompt.started and not prompt.filler), None)
        if begun is not None:  # the current one, or what words of the house were said in the middle of
            times, played_ms = begun.making.times, begun.utterance.played_ms
            heard.append(heard_words(times, played_ms))
            # Should it go on, the clause that was cut is said, and so counted, once more.
            self._heard_before += [text for text, _ in times[: heard_clauses(times, played_ms)]]
        self._rest += [self._unsaid(prompt, prompt.utterance.played_ms) for prompt in unsaid if not prompt.filler]
        self._prompts.clear()
        return Cut(" ".join(filter(None, heard)), last, any(not prompt.filler for prompt in unsaid))

    def go_on(self) -> None:
        """Nobody meant to interrupt: say what cuts took away, from the clause in which it was cut."""
        rest, self._rest = self._rest, []
        for item in rest:
            if item.making.text or (item.growing is not None and not item.growing.over):
                prompt = self._say(
                    item.written, item.making, item.on_audible, barge_in=item.barge_in, growing=item.growing
                )
                prompt.place, prompt.skipped = item.place, item.skipped

    async def aclose(self) -> None:
        """End the synthesis."""
        self._cancel()
        for draft in list(self._drafts):
            draft.discard()
        for growing in [*self._held, *(item.growing for item in self._rest), *(each.growing for each in self._prompts)]:
            if growing is not None:
                growing.discard()
        interjecting = list(self._interjecting)
        for task in interjecting:
            self._end(self._interjecting[task].stop())
            task.cancel()
        await asyncio.gather(*self._ending, *interjecting, return_exceptions=True)

    def _making(self, text: str, *, certain: bool = True, whole: bool = True) -> Making:
        self._made += 1
        name = f"{self._name}:text {self._made}"
        return Making(self._voice, self._speaker_name, self.split(text), name=name, certain=certain, whole=whole)

    def _adopt(self, draft: Draft, text: str, spoken: str | None) -> Making | None:
        """What a draft has made, if it is one of this text and was neither said nor discarded before."""
        if draft not in self._drafts:
            return None
        if (draft.text, draft.spoken) != (text, spoken):
            draft.discard()
            return None
        self._drafts.remove(draft)
        draft.making.is_certain()
        return draft.making

    def _drop_unwanted(self) -> None:
        for prompt in [each for each in self._prompts if not each.wanted()]:
            if self._playout.drop(prompt.utterance):
                self._prompts.remove(prompt)
                self._waiting = [other for other in self._waiting if other is not prompt]
                self._end(prompt.making.stop())

    def _discard(self, draft: Draft) -> None:
        if draft in self._drafts:
            self._drafts.remove(draft)
            self._end(draft.making.stop())

    def _release(self, growing: Growing, on_audible: OnAudible, *, barge_in: bool) -> None:
        self._held.discard(growing)
        self._say("", growing.making, on_audible, barge_in=barge_in, growing=growing).place = growing.place

    def _give_up(self, growing: Growing) -> None:
        self._held.discard(growing)
        self._end(growing.making.stop())

    def _say(
        self,
        text: str,
        making: Making,
        on_audible: OnAudible,
        *,
        barge_in: bool = True,
        filler: bool = False,
        growing: Growing | None = None,
    ) -> Prompt:
        self._drop_unwanted()
        prompt = self._prompt(text, making, on_audible, barge_in=barge_in, filler=filler, growing=growing)
        self._prompts.append(prompt)
        self._waiting.append(prompt)
        self._playout.expect()
        self._playout.play(prompt.utterance)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._speak(), name=f"{self._name}:speak")
        return prompt

    def _say_first(self, text: str, making: Making, on_audible: OnAudible, packets: Sequence[bytes]) -> None:
        prompt = self._prompt(text, making, on_audible, barge_in=True, filler=True)
        if packets:
            prompt.utterance.add(packets)
            prompt.utterance.finish()
            current = self._current
            self._interjected = prompt
            self._prompts.insert(self._prompts.index(current) if current is not None else len(self._prompts), prompt)
            self._playout.play(prompt.utterance, first=True)
        else:
            self._started(prompt)  # it can be read, at least

    def _prompt(
        self,
        text: str,
        making: Making,
        on_audible: OnAudible,
        *,
        barge_in: bool,
        filler: bool,
        growing: Growing | None = None,
    ) -> Prompt:
        self._count += 1
        utterance = self._playout.utterance(
            f"{self._name}:{self._count}",
            on_started=lambda: self._started(prompt),
            on_finished=lambda _played: self._finished(prompt),
        )
        utterance.owes_sound = lambda: making.owes_sound
        return (prompt := Prompt(text, barge_in, filler, on_audible, utterance, making, growing))

    def _unsaid(self, prompt: Prompt, played_ms: int) -> Rest:
        """What is left of a prompt from the clause on in which it was cut."""
        heard, whole = heard_clauses(prompt.making.times, played_ms), prompt.making
        making = whole.rest(heard)
        if prompt.growing is not None:
            prompt.growing.making = making  # what comes of its text from now on belongs to what is unsaid
        written = prompt.written
        if heard and prompt.growing is None:
            clauses = self.split(written)
            # With pronunciations of its own a text may fall into other clauses than it is written in.
            same = len(clauses) == len(whole.made) + len(whole.ahead)
            written = " ".join(clauses[heard:]) if same else making.text
        return Rest(
            written, making, prompt.barge_in, prompt.on_audible, prompt.growing, prompt.place, prompt.skipped + heard
        )

    def _cancel(self) -> None:
        task, self._task = self._task, None
        self._waiting.clear()
        for prompt in self._prompts:
            self._end(prompt.making.stop())
        if task is not None and not task.done():
            task.cancel()
            self._end(task)

    def _end(self, task: "asyncio.Task[None] | None") -> None:
        """Keep a task that was cancelled until it has ended."""
        if task is not None:
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    async def _speak(self) -> None:
        """Have one text after the other made, and give what is made to the playout."""
        while self._waiting:
            prompt = self._waiting.pop(0)
            prompt.making.start()
            try:
                async with contextlib.aclosing(prompt.making.clauses()) as clauses:
                    async for clause in clauses:
                        prompt.utterance.add(clause.packets)
            except ValueError:
                log.exception("%s: a text could not be played", self._name)  # the voice sent something else than Opus
                self._end(prompt.making.stop())
            finally:
                prompt.utterance.finish()
            if not prompt.making.made and prompt.text and prompt in self._prompts:
                self._started(prompt)  # it can be read, at least

    def _started(self, prompt: Prompt) -> None:
        if not prompt.started:
            prompt.started = True
            prompt.on_audible(prompt.text, now_ns())

    def _finished(self, prompt: Prompt) -> None:
        prompt.finished = True
        self.ended_ns = now_ns()
        if prompt is self._interjected:
            self._playout.pause()  # what it came before may not be due yet: the floor decides
        self._on_change()
