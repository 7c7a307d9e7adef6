"""How a call is broken off and its conversation is not: the caller may go on with it, here or on another process."""

from collections.abc import Callable

from runtime.sessions.actor import Actor
from runtime.sessions.ending import Ending, EndReason
from runtime.sessions.marks import Marks
from runtime.sessions.output import TextOutput
from runtime.sessions.speaker import Speaker

MEDIA_LOST = "media_lost"
"""No sound comes from the caller any more."""
SOCKET_LOST = "socket_lost"
"""Their page is gone without a word."""
RESTART = "restart"
"""The server stops."""
STUCK = "stuck"
"""It made no progress any more."""
ELSEWHERE = "elsewhere"
"""Another connection of theirs has the conversation now."""
End = tuple[EndReason, str | None]
"""How a call ends that there is nothing to go on with of: reason and detail."""
ALONE_S = 10.0
"""A voice goes on for so long when its page is gone: the page comes back, or the sound ends too."""


class Parting:
    """Belongs to one call; its methods run in the call's actor."""

    def __init__(
        self,
        actor: Actor,
        ending: Ending,
        speaker: Speaker,
        output: TextOutput,
        marks: Marks,
        *,
        may: Callable[[], bool],
        over: Callable[[str], None],
        end: Callable[[EndReason, str | None], None],
    ) -> None:
        """`may`: whether there is a conversation to go on with; `over` breaks the call off, `end` ends it."""
        self._end = end
        self._actor = actor
        self._ending = ending
        self._speaker = speaker
        self._output = output
        self._marks = marks
        self._may = may
        self._over = over
        self._saying: tuple[str, End] | None = None
        self.alone = False
        """Whether the page is gone, and nobody sees what the call tells it."""
        self._times = 0

    @property
    def begun(self) -> bool:
        """Whether the words for it are being said: nothing stops them, and nothing follows."""
        return self._saying is not None

    def settle(self) -> None:
        """Break off when the words for it were said."""
        if self._saying is not None and not self._speaker.busy:
            self.suspend(*self._saying)

    def suspend(self, detail: str, otherwise: End = ("hangup", None)) -> None:
        """Break the call off; where there is nothing to go on with it ends, for the reason and detail `otherwise`."""
        if self._ending.begun or not self._may():
            self._ending.leave(*otherwise)
        else:
            self._over(detail)

    def abandon(self, detail: str, otherwise: End) -> None:
        """Break it off at once, whatever it is in the middle of."""
        if self._may():
            self._over(detail)
        else:
            self._end(*otherwise)

    def say_and_suspend(self, words: str, detail: str, otherwise: End) -> None:
        """Break it off when these words of the house were said; what they cut off is said when it goes on."""
        if self._ending.begun or self._saying is not None:
            return
        self._marks.tell()
        self._speaker.cut()
        self._speaker.forget_cut()
        self._saying = detail, otherwise
        self._output.aside(words)

    def leave_alone(self, otherwise: End, *, wait: bool) -> None:
        """The page is gone: it has `ALONE_S` to come back, or no time where there is no voice that goes on."""
        self.alone = True
        self._times += 1
        times = self._times

        def still_alone() -> None:
            if self.alone and self._times == times:
                self.suspend(SOCKET_LOST, otherwise)

        if wait:
            self._actor.after(ALONE_S, still_alone)
        else:
            still_alone()

    def back(self) -> None:
        """The page is there again."""
        self.alone = False
