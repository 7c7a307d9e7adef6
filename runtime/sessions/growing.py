"""A prompt whose text is still being written: spoken from its first clause on, or held back until it is certain."""

from collections.abc import Callable

from flows.driver.going_on import Place
from runtime.sessions.making import Making
from runtime.speech.growing_text import GrowingText


class Growing:
    """Made by `Speaker.stream`. What comes after it was discarded, or cut off for good, is ignored."""

    def __init__(
        self,
        making: Making,
        on_release: Callable[["Growing"], None],
        on_discard: Callable[["Growing"], None],
        spoken: Callable[[str], str | None] = lambda _clause: None,
    ) -> None:
        """`spoken`: how a clause is said where that differs from how it is written."""
        self._spoken = spoken
        self.making = making
        """What is made of it now. A cut begins another one, of what is unsaid."""
        self.place: Place | None = None
        """Where the log will say it."""
        self.over = False
        """Whether no more text is taken: it is finished, failed or discarded."""
        self.held = True
        """Whether it is not certain yet that it is said."""
        self._discarded = False
        self._text = GrowingText()
        self._on_release = on_release
        self._on_discard = on_discard

    def add(self, piece: str) -> None:
        """The next piece of the text, cut anywhere."""
        if not self.over:
            self._take(self._text.add(piece))

    def finish(self) -> None:
        """That was all of it."""
        if not self.over:
            self.over = True
            self._take(self._text.finish())
            self.making.end()

    def _take(self, clauses: tuple[str, ...]) -> None:
        self.making.add([self._spoken(clause) or clause for clause in clauses])

    def fail(self) -> None:
        """No more comes, although something is missing: only the clauses that are whole are said."""
        if not self.over:
            self.over = True
            self.making.end()

    def release(self) -> None:
        """It is certain: say it, after what waits. Once only, and not after it was discarded."""
        if self.held and not self._discarded:
            self.held = False
            self.making.is_certain()
            self._on_release(self)

    def discard(self) -> None:
        """It will not be said. May be called twice; of what is being said already only the missing text is given up."""
        self.fail()
        if self.held and not self._discarded:
            self._discarded = True
            self._on_discard(self)
