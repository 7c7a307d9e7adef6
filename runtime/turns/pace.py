"""How a caller speaks: who pauses long between words is waited for longer."""

from dataclasses import dataclass, replace
from statistics import median

MOST_PAUSES = 8
"""The last ones; people speed up and slow down."""
SHORTEST_MS = 150
"""Shorter silence is part of a word."""
FEWEST_PAUSES = 2
"""One long pause may have been a look into a calendar."""
MARGIN = 1.25
LONGEST_MS = 600
"""What a slow speaker's pauses may add up to; longer is felt as a bot that does not listen."""
CUT_OFF_MS = 120
"""Added for each time that this caller was cut off, up to three."""
MOST_CUT_OFFS = 3


@dataclass(frozen=True)
class Pace:
    """What was seen of one caller so far. Lengths in ms."""

    pauses_ms: tuple[int, ...] = ()
    cut_offs: int = 0

    def paused(self, ms: int) -> "Pace":
        """The caller paused for so long and went on."""
        return self if ms < SHORTEST_MS else replace(self, pauses_ms=(*self.pauses_ms, ms)[-MOST_PAUSES:])

    def cut_off(self) -> "Pace":
        """The bot answered, and the caller was not done."""
        return replace(self, cut_offs=min(self.cut_offs + 1, MOST_CUT_OFFS))

    @property
    def at_least_ms(self) -> int:
        """Silence shorter than this ends no turn of theirs that may go on."""
        usual = MARGIN * median(self.pauses_ms) if len(self.pauses_ms) >= FEWEST_PAUSES else 0.0
        return min(LONGEST_MS, round(usual) + CUT_OFF_MS * self.cut_offs)
