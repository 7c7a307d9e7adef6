"""Calls of the last days as bars, worked out here: the page needs no script and no style of its own for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WIDTH, HEIGHT = 560, 150
"""Units of the drawing; it grows with the page."""
BAR, FOOT, HEAD = 44, 22, 20
"""How wide a bar is, and the room below and above the bars for a day and a number."""
LEAST = 2
"""A bar of few calls beside one of very many is seen all the same."""


@dataclass(frozen=True)
class Bar:
    """A day."""

    day: date
    count: int
    x: float
    y: float
    height: float

    @property
    def middle(self) -> float:
        """Where its number and its name stand."""
        return self.x + BAR / 2

    @property
    def above(self) -> float:
        """The line on which its number stands."""
        return self.y - 6


@dataclass(frozen=True)
class Chart:
    """All of them. `empty`: there is nothing to see."""

    bars: tuple[Bar, ...]
    empty: bool
    width: int = WIDTH
    height: int = HEIGHT
    bar: int = BAR
    ground: int = HEIGHT - FOOT
    names: int = HEIGHT - 5
    """The line on which the days stand."""


def chart(days: Sequence[tuple[date, int]]) -> Chart:
    """The highest bar is as high as there is room.

    >>> [bar.height for bar in chart([(date(2026, 5, 1), 4), (date(2026, 5, 2), 0), (date(2026, 5, 3), 1)]).bars]
    [108.0, 0.0, 27.0]
    """
    most = max((count for _, count in days), default=0)
    room, step = HEIGHT - FOOT - HEAD, WIDTH / max(len(days), 1)
    bars = []
    for place, (day, count) in enumerate(days):
        height = max(room * count / most, LEAST) if count else 0.0
        bars.append(
            Bar(day, count, round(place * step + (step - BAR) / 2, 1), HEIGHT - FOOT - height, round(height, 1))
        )
    return Chart(tuple(bars), empty=most == 0)
