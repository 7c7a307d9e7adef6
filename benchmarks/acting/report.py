"""What became of the orders: figures out of what the shop did and what the callers heard. Pure arithmetic."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

RESUMED, NOT_RESUMED, UNTOUCHED = "resumed", "not_resumed", "untouched"


@dataclass(frozen=True)
class Fell:
    """One wave, and how the process died in it."""

    step: str
    reach: dict[str, int]
    """How many calls were how far then."""
    restart_s: float
    """From the death until calls were taken again."""


@dataclass(frozen=True)
class Order:
    """One call and its order."""

    order: str
    step: str
    effects: tuple[str, ...]
    """The number that each effect got: there should be one at most."""
    requests: tuple[int, ...]
    """Writes, by key: there should be one key at most."""
    heard: str
    """The number that the caller was told; empty for none."""
    sorry: bool
    """The caller was told that it is not placed."""
    resumed: bool
    refused: str
    """Why the call could not be gone on with."""
    problem: str = ""
    replied: bool = False
    """The reply to its write had been sent when the process died."""

    @property
    def came(self) -> str:
        """What the death of the process was for the call; one that was over, or had not begun, saw nothing of it."""
        return NOT_RESUMED if self.refused or self.problem else RESUMED if self.resumed else UNTOUCHED

    @property
    def noted(self) -> bool:
        """What came of it was known after the death, and it was not sent again."""
        return self.came == RESUMED and self.replied and self.requests == (1,)

    @property
    def duplicate(self) -> bool:
        """It was done more than once."""
        return len(self.effects) > 1

    @property
    def lost_but_told(self) -> bool:
        """The caller has a number under which there is nothing."""
        return bool(self.heard) and self.heard not in self.effects

    @property
    def placed_not_told(self) -> bool:
        """It was done, and the caller has not heard so."""
        return bool(self.effects) and not self.heard


def report(orders: Sequence[Order], fallen: Sequence[Fell]) -> dict[str, Any]:
    """The figures; `held` says whether each effect happened once, and none was told of that did not."""
    by_step = {each.step: [order for order in orders if order.step == each.step] for each in fallen}
    restarts = [each.restart_s for each in fallen]
    wrong = [order for order in orders if order.duplicate or order.lost_but_told]
    return {
        "calls": len(orders),
        "kills": len(fallen),
        **_figures(orders),
        "not_resumed_because": _counts(order.problem or order.refused for order in _of(orders, NOT_RESUMED)),
        "requests_per_key": _counts(str(times) for order in orders for times in order.requests),
        "keys_per_order": _counts(str(len(order.requests)) for order in orders),
        "restart_median_s": round(median(restarts), 2) if restarts else None,
        "restart_max_s": round(max(restarts), 2) if restarts else None,
        "by_step": {step: _of_step(step, of_step, fallen) for step, of_step in by_step.items()},
        "wrong": [order.__dict__ for order in wrong[:20]],
        "held": not wrong,
    }


def _figures(orders: Sequence[Order]) -> dict[str, Any]:
    return {
        "duplicates": _number(orders, lambda order: order.duplicate),
        "lost_but_told": _number(orders, lambda order: order.lost_but_told),
        "placed_not_told": _number(orders, lambda order: order.placed_not_told),
        "placed_not_told_of_resumed": _number(_of(orders, RESUMED), lambda order: order.placed_not_told),
        "told_it_was_not": _number(orders, lambda order: order.placed_not_told and order.sorry),
        "resumed": len(_of(orders, RESUMED)),
        "not_resumed": len(_of(orders, NOT_RESUMED)),
        "untouched": len(_of(orders, UNTOUCHED)),
    }


def _of_step(step: str, orders: Sequence[Order], fallen: Sequence[Fell]) -> dict[str, Any]:
    waves = [each for each in fallen if each.step == step]
    reach: Counter[str] = sum((Counter(each.reach) for each in waves), Counter())
    sent_again = sum(times > 1 for order in orders for times in order.requests)
    more = {"sent_again": sent_again, "noted": _number(orders, lambda order: order.noted), "at_kill": dict(reach)}
    return {"kills": len(waves), "calls": len(orders), **_figures(orders), **more}


def _of(orders: Sequence[Order], came: str) -> list[Order]:
    return [order for order in orders if order.came == came]


def _number(orders: Sequence[Order], holds: Callable[[Order], bool]) -> int:
    return sum(holds(order) for order in orders)


def _counts(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))
