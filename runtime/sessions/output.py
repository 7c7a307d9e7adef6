"""What a conversation wants done, in a voice call and in a text call."""

import logging
import math
from collections.abc import Callable

from flows.driver.going_on import Heard, LeftOver, Place, Unsaid, rest_of
from flows.driver.ports import Spoken, TextStream
from flows.engine.commands import AskModel, EndCall, Handoff, Listen, Say
from runtime.sessions import last_words
from runtime.sessions.clock import now_ns
from runtime.sessions.floor import Floor
from runtime.sessions.marks import Marks
from runtime.sessions.page import Page
from runtime.sessions.speaker import Draft, Speaker
from runtime.sessions.steps import Step
from runtime.sessions.streamed import Streamed

log = logging.getLogger(__name__)

WAY_MS = 60
"""From the caller's mouth to here and from here to their ear, beside the network: two packets and their waiting."""


class TextOutput:
    """Writes what the bot says. Called from the task of a step."""

    def __init__(
        self, page: Page, current: Callable[[], Step], on_listen: Callable[[int], None], marks: Callable[[], Marks]
    ) -> None:
        """`current` is the step under way; `on_listen` gets the no-input time in ms; `marks` those of the call."""
        self._page = page
        self._current = current
        self._on_listen = on_listen
        self._marks = marks
        self.ending: EndCall | None = None
        """Set when the conversation is over and only the farewell is left."""

    async def say(self, command: Say) -> None:
        """Have the caller read or hear a text."""
        self._say(command, self._marks().next())

    def go_on(self, left: LeftOver) -> None:
        """The caller is back: say that, and what they have not heard."""
        if not left.unheard:
            self.aside(last_words.CUT_OFF)
        for unsaid in left.unsaid:
            self._say_rest(unsaid)

    def reassure(self, text: str, wanted: Callable[[], bool]) -> None:
        """Whoever reads sees that the bot is at it."""

    def aside(self, text: str) -> None:
        """Words of the house, which are nothing that the bot said."""
        self.speak(text, barge_in=True)

    def _say_rest(self, unsaid: Unsaid) -> None:
        self._say(unsaid.say, unsaid.place)

    def _say(self, command: Say, place: Place | None) -> None:
        self.speak(command.text, barge_in=command.barge_in, spoken=command.spoken)
        if place is not None:
            self._marks().note(Heard(place))

    def prepare(self, command: Say) -> Draft | None:  # noqa: ARG002 - what is written needs no time
        """Make ready what may be said soon."""
        return None

    def prepare_stream(self, command: AskModel, spoken: Spoken) -> Streamed | None:  # noqa: ARG002 - the same
        """Make ready what a model begins to write."""
        return None

    def speak(self, text: str, *, barge_in: bool, spoken: str | None = None) -> None:  # noqa: ARG002 - it is written
        """Write a text of the bot's or of the house's."""
        self._page.said(self._current().number, text)

    async def filler(self, text: str, wanted: Callable[[], bool], *, last: bool) -> bool:  # noqa: ARG002  it is there at once
        """A tool takes long."""
        self._current().clock.own_filler = not last
        self._page.filler(self._current().number, text)
        return True

    def waited_ms(self) -> float:
        """Who reads and writes does not count the silence."""
        return 0.0

    def silent_ms(self) -> float:
        """The same."""
        return math.inf

    async def listen(self, command: Listen) -> None:
        """It is the caller's turn when everything was said."""
        self._on_listen(command.no_input_ms)

    async def hand_off(self, command: Handoff) -> None:
        """Nobody is connected to take calls yet: the call ends with the reason `handoff`."""
        log.info("handed off in %s", command.summary.get("flows"))

    async def end(self, command: EndCall) -> None:
        """Hang up when everything was said."""
        self.ending = self.ending or command


class VoiceOutput(TextOutput):
    """Speaks; the page is told of each text when it begins to be heard."""

    def __init__(
        self,
        page: Page,
        current: Callable[[], Step],
        on_listen: Callable[[int], None],
        marks: Callable[[], Marks],
        *,
        speaker: Speaker,
        floor: Floor,
        post: Callable[[Callable[[], None]], None],
    ) -> None:
        super().__init__(page, current, on_listen, marks)
        self._speaker = speaker
        self._floor = floor
        self._post = post
        self._drafts: list[Draft] = []
        self._streams: dict[str, Streamed] = {}

    def prepare(self, command: Say) -> Draft | None:
        """Have a text made to sound; it is used when the same text is said, unless it was discarded."""
        self._drafts = [draft for draft in self._drafts if draft.usable]
        draft = self._speaker.prepare(command.text, command.spoken)
        self._drafts.append(draft)
        return draft

    def prepare_stream(self, command: AskModel, spoken: Spoken) -> Streamed:
        """Have the words of a model made to sound as they come; `stream` has them said."""

        def audible(_clauses: str, at_ns: int) -> None:
            self._current().clock.audible(at_ns)
            self._post(streamed.audible)

        streamed = Streamed(
            lambda: self._speaker.stream(audible, barge_in=command.barge_in, certain=False, spoken=spoken),
            on_clause=lambda: self._current().clock.says(),
            on_text=lambda text: self._page.said(self._current().number, text),
        )
        self._streams = {command.id: streamed}
        return streamed

    def stream(self, command: AskModel, spoken: Spoken) -> TextStream:
        """Speak the words of a model as they come."""
        self._current().clock.token()
        streamed = self._streams.pop(command.id, None)
        if streamed is None or streamed.discarded:
            streamed = self.prepare_stream(command, spoken)
        told = streamed.count(self._marks().of_model())
        self._floor.settle()
        return told

    def go_on(self, left: LeftOver) -> None:
        """The caller is back: say that, and what they have not heard."""
        self._speaker.heard_before(say.text for say in left.said)
        super().go_on(left)

    def aside(self, text: str) -> None:
        """Words of the house: they count as nothing that the caller heard of the bot."""
        number = self._current().number
        said = self._page.said

        def audible(written: str, _at_ns: int) -> None:
            self._post(lambda: said(number, written))

        self._speaker.say(text, filler=True, on_audible=audible)
        self._floor.settle()

    def reassure(self, text: str, wanted: Callable[[], bool]) -> None:
        """Words of the house for a silence that is too long, if they are still `wanted` when they have sound."""
        running = self._current()

        def audible(spoken: str, at_ns: int) -> None:
            running.clock.audible(at_ns, filler=True)
            self._post(lambda: self._page.filler(running.number, spoken))

        self._speaker.interject(text, wanted=wanted, on_audible=audible)

    def _say_rest(self, unsaid: Unsaid) -> None:
        split, say = self._speaker.split, unsaid.say
        heard, rest = rest_of(unsaid, split(say.spoken or say.text), split(say.text))
        self._speaker.heard_before([heard])
        skipped = unsaid.clauses if heard else 0
        self._speak(rest.text, barge_in=rest.barge_in, spoken=rest.spoken, place=unsaid.place, skipped=skipped)

    def _say(self, command: Say, place: Place | None) -> None:
        self._speak(command.text, barge_in=command.barge_in, spoken=command.spoken, place=place)

    def speak(self, text: str, *, barge_in: bool, spoken: str | None = None) -> None:
        """Speak a text, unless the caller speaks: then it waits. The page is told it as it is written."""
        self._speak(text, barge_in=barge_in, spoken=spoken)

    def _speak(
        self, text: str, *, barge_in: bool, spoken: str | None = None, place: Place | None = None, skipped: int = 0
    ) -> None:
        step = self._current()

        def audible(written: str, at_ns: int) -> None:
            step.clock.audible(at_ns)
            self._post(lambda: self._page.said(step.number, written))

        step.clock.says()
        draft = next(
            (each for each in self._drafts if each.usable and (each.text, each.spoken) == (text, spoken)), None
        )
        self._speaker.say(
            text, barge_in=barge_in, on_audible=audible, spoken=spoken, draft=draft, place=place, skipped=skipped
        )
        self._floor.settle()

    async def filler(self, text: str, wanted: Callable[[], bool], *, last: bool) -> bool:
        """Say that it takes a moment; not to a caller who speaks, and not when the result is there first."""
        if not self._floor.quiet:
            return False
        step, asked_ns = self._current(), now_ns()

        def audible(spoken: str, at_ns: int) -> None:
            step.clock.says(filler=True, at_ns=asked_ns)
            step.clock.audible(at_ns, filler=True)
            self._post(lambda: self._page.filler(step.number, spoken))

        step.clock.own_filler = not last
        self._speaker.say(text, filler=True, on_audible=audible, wanted=wanted)
        self._floor.settle()
        return True

    def waited_ms(self) -> float:
        """How long the caller hears nothing, by when they would hear what is said now."""
        waited_ms = self._current().clock.silent_ms()
        return waited_ms + WAY_MS if waited_ms else 0.0

    def silent_ms(self) -> float:
        """Since the end of what was said last, by the bot or by the caller."""
        if self._speaker.busy or not self._floor.quiet:
            return 0.0
        return (now_ns() - max(self._speaker.ended_ns, self._current().clock.speech_end_ns)) / 1e6
