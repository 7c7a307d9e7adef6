"""The scenarios by name, in the order in which a whole run goes through them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.voice import connect, cutoffs, fixed, overlap
from benchmarks.voice.bench import Bench
from benchmarks.voice.peers import Peers

Measure = Callable[[Bench, Peers], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class Scenario:
    """`own_server`: it brings servers of its own, so the common one need not run. `with_peers`: a peer takes part."""

    measure: Measure
    own_server: bool = False
    with_peers: bool = False


SCENARIOS: dict[str, Scenario] = {
    "fixed": Scenario(fixed.measure, with_peers=True),
    "cached": Scenario(fixed.measure_cached),
    "cutoffs": Scenario(cutoffs.measure),
    "overlap": Scenario(overlap.measure, with_peers=True),
    "connect": Scenario(connect.measure),
}


def chosen(only: Sequence[str]) -> dict[str, Scenario]:
    """Those that are asked for, all when none is; ValueError names one that there is not."""
    for name in only:
        if name not in SCENARIOS:
            raise ValueError(f"There is no scenario {name}; there are {', '.join(SCENARIOS)}.")
    return {name: scenario for name, scenario in SCENARIOS.items() if not only or name in only}
