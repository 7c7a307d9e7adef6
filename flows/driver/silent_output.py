"""An output that only the turn's record sees: for the chat and the tests."""

import math
from collections.abc import Callable

from flows.engine.commands import EndCall, Handoff, Listen, Say


class SilentOutput:
    """Nothing is spoken; texts stand in the record of the turn. Fillers are left out."""

    async def say(self, command: Say) -> None:
        """In the record already."""

    async def filler(self, text: str, wanted: Callable[[], bool], *, last: bool) -> bool:  # noqa: ARG002  as below
        """Left out: nobody waits."""
        return True

    def waited_ms(self) -> float:
        """Nobody listens."""
        return 0.0

    def silent_ms(self) -> float:
        """The same."""
        return math.inf

    async def listen(self, command: Listen) -> None:
        """The next line is the caller's."""

    async def hand_off(self, command: Handoff) -> None:
        """Nobody is there to take it."""

    async def end(self, command: EndCall) -> None:
        """In the state already."""
