"""Words of the house where the bot owes some and has none yet: a recogniser, a voice or a model takes long or is lost.

Nobody who waits on the phone can tell a bot that thinks from a line that is dead.
"""

from collections.abc import Callable

from runtime.sessions import last_words

FIRST_S = 1.5
"""The silence until the turn was over comes before it, of a second at most, and the way to the caller behind it."""
AGAIN_S = 6.0
"""Of further silence. An apology, and not more often than a person would say it."""


class Reassurance:
    """Belongs to one call; `look` is called whenever something has changed, and each half second."""

    def __init__(self, say: Callable[[str], None], look_in: Callable[[float], None]) -> None:
        """`look_in`: have `look` called after so many seconds."""
        self._say = say
        self._look_in = look_in
        self._since_s: float | None = None
        self._times = 0

    def begin_turn(self) -> None:
        """The caller said something: what was said before it does not count."""
        self._times = 0

    def look(self, now_s: float, *, owes_sound: bool, own_words: bool) -> None:
        """Say that it takes a moment when the caller has heard nothing for long although they should.

        `own_words`: the bot has said so itself in this turn.
        """
        if own_words and not self._times:
            self._times = 1
        if not owes_sound:
            self._since_s = None
            return
        if self._since_s is None:
            self._since_s = now_s
            self._look_in(AGAIN_S if self._times else FIRST_S)
        if now_s - self._since_s >= (AGAIN_S if self._times else FIRST_S):
            self._since_s = now_s
            self._times += 1
            self._say(last_words.MOMENT if self._times == 1 else last_words.LONGER)
