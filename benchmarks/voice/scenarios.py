"""The scenarios by name, in the order in which a whole run goes through them."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from benchmarks.voice import bad_network, connect, cutoffs, filler, fixed, load, model, overlap, soak, words
from benchmarks.voice.bench import Bench
from benchmarks.voice.peers import Peers

Measure = Callable[[Bench, Peers], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class Scenario:
    """`server`: whether it calls the common server, brings its own, or calls none. `with_peers`: a peer takes part."""

    measure: Measure
    server: Literal["common", "own", "none"] = "common"
    with_peers: bool = False


SCENARIOS: dict[str, Scenario] = {
    "fixed": Scenario(fixed.measure, with_peers=True),
    "cached": Scenario(fixed.measure_cached),
    "cutoffs": Scenario(cutoffs.measure),
    "overlap": Scenario(overlap.measure, with_peers=True),
    "filler": Scenario(filler.measure),
    "model": Scenario(model.measure, server="own"),
    "network": Scenario(bad_network.measure),
    "connect": Scenario(connect.measure),
    "load": Scenario(load.measure_local),
    "load_stubbed": Scenario(load.measure_stubbed, server="own"),
    "soak": Scenario(soak.measure),
    "words": Scenario(words.measure, server="none"),
}


def chosen(only: Sequence[str], *, elsewhere: bool = False) -> dict[str, Scenario]:
    """Those that are asked for, all when none is; ValueError names one that there is not.

    `elsewhere`: somebody else's server is called, so those that bring their own are left out.
    """
    for name in only:
        if name not in SCENARIOS:
            raise ValueError(f"There is no scenario {name}; there are {', '.join(SCENARIOS)}.")
    wanted = {name: scenario for name, scenario in SCENARIOS.items() if not only or name in only}
    return {name: scenario for name, scenario in wanted.items() if not (elsewhere and scenario.server == "own")}
