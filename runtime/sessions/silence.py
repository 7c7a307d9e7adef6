"""The caller's silence: only the time counts in which the bot listens and the caller says nothing."""

import asyncio
from collections.abc import Callable

TEXT_PATIENCE = 10
"""Who types may look something up: the bot's no-input time counts so many times over, 60 s where it has none."""
IDLE_TEXT_MS = 300_000
"""A tab that was left open must not hold a line, whatever the bot does about silence."""
LATE_SILENCE_MS = 1_000
"""What is left to say something, when noise came just as the caller's time ran out."""


class SilenceTimer:
    """`expect` sets how long; `count` switches the counting on and off; `on_due` is called when it is used up."""

    def __init__(self, on_due: Callable[[], None]) -> None:
        self._on_due = on_due
        self._left_s: float | None = None
        self._since_s = 0.0
        self._handle: asyncio.TimerHandle | None = None

    def expect(self, no_input_ms: int) -> None:
        """From now on so much silence is too much. What was counted is forgotten."""
        self.count(on=False)
        self._left_s = no_input_ms / 1000

    def count(self, *, on: bool) -> None:
        """Go on counting, or pause: a cough takes nothing away from what was counted, and adds nothing."""
        loop = asyncio.get_running_loop()
        if on and self._handle is None and self._left_s is not None:
            self._since_s = loop.time()
            self._handle = loop.call_later(self._left_s, self._due)
        elif not on and self._handle is not None:
            self._handle.cancel()
            self._handle = None
            if self._left_s is not None:
                self._left_s = max(0.0, self._left_s - (loop.time() - self._since_s))

    def _due(self) -> None:
        self._handle = None
        self._left_s = None  # until the bot listens again
        self._on_due()
