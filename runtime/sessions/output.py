"""What a conversation wants done, in a voice call and in a text call."""

import logging
from collections.abc import Callable

from flows.driver.ports import Spoken, TextStream
from flows.engine.commands import AskModel, EndCall, Handoff, Listen, Say
from runtime.sessions.floor import Floor
from runtime.sessions.page import Page
from runtime.sessions.speaker import Draft, Speaker
from runtime.sessions.steps import Step
from runtime.sessions.streamed import Streamed

log = logging.getLogger(__name__)

WAY_MS = 60
"""From the caller's mouth to here and from here to their ear, beside the network: two packets and their waiting."""


class TextOutput:
    """Writes what the bot says. Called from the task of a step."""

    def __init__(self, page: Page, current: Callable[[], Step], on_listen: Callable[[int], None]) -> None:
        """`current` is the step under way; `on_listen` gets the no-input time in ms."""
        self._page = page
        self._current = current
        self._on_listen = on_listen
        self.ending: EndCall | None = None
        """Set when the conversation is over and only the farewell is left."""

    async def say(self, command: Say) -> None:
        """Have the caller read or hear a text."""
        self.speak(command.text, barge_in=command.barge_in, spoken=command.spoken)

    def prepare(self, command: Say) -> Draft | None:  # noqa: ARG002 - what is written needs no time
        """Make ready what may be said soon."""
        return None

    def prepare_stream(self, command: AskModel, spoken: Spoken) -> Streamed | None:  # noqa: ARG002 - the same
        """Make ready what a model begins to write."""
        return None

    def speak(self, text: str, *, barge_in: bool, spoken: str | None = None) -> None:  # noqa: ARG002 - it is written
        """Write a text of the bot's or of the house's."""
        self._page.said(self._current().number, text)

    async def filler(self, text: str) -> None:
        """A tool takes long."""
        self._page.filler(self._current().number, text)

    def waited_ms(self) -> float:
        """Who reads and writes does not count the silence."""
        return 0.0

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
        *,
        speaker: Speaker,
        floor: Floor,
        post: Callable[[Callable[[], None]], None],
    ) -> None:
        super().__init__(page, current, on_listen)
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
        told = streamed.count()
        self._floor.settle()
        return told

    def speak(self, text: str, *, barge_in: bool, spoken: str | None = None) -> None:
        """Speak a text, unless the caller speaks: then it waits. The page is told it as it is written."""
        step = self._current()

        def audible(written: str, at_ns: int) -> None:
            step.clock.audible(at_ns)
            self._post(lambda: self._page.said(step.number, written))

        step.clock.says()
        draft = next(
            (each for each in self._drafts if each.usable and (each.text, each.spoken) == (text, spoken)), None
        )
        self._speaker.say(text, barge_in=barge_in, on_audible=audible, spoken=spoken, draft=draft)
        self._floor.settle()

    async def filler(self, text: str) -> None:
        """Say that it takes a moment; not to a caller who speaks."""
        if not self._floor.quiet:
            return
        step = self._current()

        def audible(spoken: str, at_ns: int) -> None:
            step.clock.audible(at_ns, filler=True)
            self._post(lambda: self._page.filler(step.number, spoken))

        step.clock.says(filler=True)
        self._speaker.say(text, filler=True, on_audible=audible)
        self._floor.settle()

    def waited_ms(self) -> float:
        """How long the caller hears nothing, by when they would hear what is said now."""
        waited_ms = self._current().clock.silent_ms()
        return waited_ms + WAY_MS if waited_ms else 0.0
