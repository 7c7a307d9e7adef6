"""Where the log says each text that is said, and how far the caller has heard it: who goes on with a conversation that
was broken off says the rest."""

from collections.abc import Callable

from flows.driver.going_on import Heard, Place
from runtime.history.call_log import CallLog

LOOK_EVERY_S = 0.5
"""While something is said: so much may be said twice."""


class Marks:
    """Belongs to one call."""

    def __init__(self, log: CallLog | None, heard: Callable[[], Heard | None]) -> None:
        """`heard`: how far the last of the texts was heard, by now."""
        self._log = log
        self._heard = heard
        self._line = self._text = 0
        self._told: Heard | None = None

    def next(self) -> Place | None:
        """The place of the next text of the line of the log that was added last."""
        if self._log is None:
            return None
        if self._log.line > self._line:
            self._line, self._text = self._log.line, 0
        self._text += 1
        return Place(self._line, self._text - 1)

    def of_model(self) -> Place | None:
        """The place of a text that a model is writing: the first one of the next line."""
        if self._log is None:
            return None
        self._line, self._text = self._log.line + 1, 1
        return Place(self._line, 0)

    def tell(self) -> None:
        """Keep how far it was heard, if that is further than before."""
        self.note(self._heard())

    def note(self, heard: Heard | None) -> None:
        """Keep that it was heard so far."""
        if self._log is not None and heard is not None and heard != self._told:
            self._told = heard
            self._log.heard(heard)
