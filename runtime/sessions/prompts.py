"""What the bot says, may say, and was kept from saying."""

from collections.abc import Callable
from dataclasses import dataclass

from flows.driver.going_on import Heard, Place
from runtime.media.utterance import Utterance
from runtime.sessions.growing import Growing
from runtime.sessions.making import Making
from runtime.turns.heard import heard_clauses

OnAudible = Callable[[str, int], None]
"""Gets the text, and the monotonic ns of its first packet."""


@dataclass
class Prompt:
    """One text, and the sound that is made of it."""

    written: str
    barge_in: bool
    filler: bool
    on_audible: OnAudible
    utterance: Utterance
    making: Making
    growing: Growing | None = None
    place: Place | None = None
    """Where the log says it; None for what is no text of the bot's."""
    skipped: int = 0
    """Its first clauses, which were heard before it was cut off."""
    wanted: Callable[[], bool] = lambda: True
    """Whether it still is, should another text come before anything of it was heard."""
    started: bool = False
    finished: bool = False

    @property
    def heard(self) -> Heard | None:
        """How far it was heard; None when the log does not know it, or nothing of it was."""
        if self.place is None or not self.started:
            return None
        if self.finished:
            return Heard(self.place)
        return Heard(self.place, self.skipped + heard_clauses(self.making.times, self.utterance.played_ms))

    @property
    def text(self) -> str:
        """As it is written; as far as it has come, where it is still being written."""
        return self.written if self.growing is None else self.making.text


class Draft:
    """A text that may be said soon, on its way to sound. Given to `Speaker.say`, or discarded."""

    def __init__(
        self,
        text: str,
        spoken: str | None,
        making: Making,
        on_discard: Callable[["Draft"], None],
        is_usable: Callable[["Draft"], bool],
    ) -> None:
        self._is_usable = is_usable
        self.text = text
        self.spoken = spoken
        self.making = making
        self._on_discard = on_discard

    @property
    def ready(self) -> bool:
        """Whether its first clause has sound."""
        return bool(self.making.made)

    @property
    def usable(self) -> bool:
        """Whether it was neither said nor discarded."""
        return self._is_usable(self)

    def discard(self) -> None:
        """It will not be said. May be called twice; does nothing to one that is being said."""
        self._on_discard(self)


@dataclass(frozen=True)
class Cut:
    """What a stop did. `heard`: all words since the turn began; `last`: those of the text that was cut, if it began."""

    heard: str
    last: str | None
    prompts: bool
    """Whether anything but fillers was cut."""


@dataclass(frozen=True)
class Rest:
    """What a cut left unsaid of a text. `written`: as it is written, where it is not being written still."""

    written: str
    making: Making
    barge_in: bool
    on_audible: OnAudible
    growing: Growing | None
    place: Place | None = None
    skipped: int = 0
