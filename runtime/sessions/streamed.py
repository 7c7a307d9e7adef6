"""The words of a language model on their way to the caller: perhaps before it is certain that they are said.

In a pause of the caller the words come while they are held back. When the turn counts, the same words are told once
more in their order, as everything that was held back is: what the voice has got already is left out.
"""

from collections.abc import Callable

from flows.driver.going_on import Place
from runtime.sessions.growing import Growing


class Streamed:
    """One text. `add`, `finish` and `fail` make it ready; what `count` gives is told the same text when it counts."""

    def __init__(
        self, begin: Callable[[], Growing], on_clause: Callable[[], None], on_text: Callable[[str], None]
    ) -> None:
        """`begin` gives a prompt that grows and is held back. `on_clause` hears once that there is a first clause, when
        the text counts; `on_text` gets what is written: once it can be heard, and the rest when all has come."""
        self._growing = begin()
        self._on_clause = on_clause
        self._on_text = on_text
        self._counts = self._clause = self._audible = False
        self._told = 0
        self.discarded = False
        self.text = ""
        """What has come of it, as it is written."""

    def add(self, piece: str) -> None:
        """The next piece."""
        self.text += piece
        self._growing.add(piece)
        self._look_for_a_clause()

    def finish(self) -> None:
        """That was all."""
        self._growing.finish()
        self._look_for_a_clause()
        self._tell()

    def fail(self) -> None:
        """No more comes, though more should have."""
        self._growing.fail()
        self._tell()

    def discard(self) -> None:
        """It is not said."""
        self.discarded = True
        self._growing.discard()

    def count(self, place: Place | None = None) -> "Counted":
        """It is said. `place`: where the log will say it."""
        self._counts = True
        self._growing.place = place
        self._look_for_a_clause()
        self._growing.release()
        return Counted(self)

    def audible(self) -> None:
        """It begins to be heard."""
        self._audible = True
        self._tell()

    def _look_for_a_clause(self) -> None:
        if self._counts and not self._clause and self._growing.making.text:
            self._clause = True
            self._on_clause()

    def _tell(self) -> None:
        """What has come and was not told yet; in the middle of a text only once."""
        text = self.text[self._told :].strip()
        if self._audible and text and (not self._told or self._growing.over):
            self._told = len(self.text)
            self._on_text(text)


class Counted:
    """The same text told again from its beginning, or for the first time."""

    def __init__(self, streamed: Streamed) -> None:
        self._streamed = streamed
        self._told = 0

    def add(self, piece: str) -> None:
        """The next piece; what was told before is left out."""
        self._told += len(piece)
        missing = self._told - len(self._streamed.text)
        if missing > 0:
            self._streamed.add(piece[-missing:])

    def finish(self) -> None:
        """That was all."""
        self._streamed.finish()

    def fail(self) -> None:
        """No more comes, though more should have."""
        self._streamed.fail()
