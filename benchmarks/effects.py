"""A tool's effect happens once, whatever dies when: `python benchmarks/effects.py [--quick] [--json] [--calls N]`.

Calls in waves of twenty, each placing an order by a tool that writes, in a shop that takes `Idempotency-Key` as Stripe
does. The process that serves them is killed (SIGKILL) at a step that the shop sees, started again on the same data, and
the callers go on with their sessions. Effects are counted by order, so that a second key is a second effect.
"""

import argparse
import asyncio
import json
import math
import os
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

from benchmarks._machine import machine, versions  # noqa: E402  # after the path is set
from benchmarks.acting.caller import Caller  # noqa: E402
from benchmarks.acting.house import House  # noqa: E402
from benchmarks.acting.report import Fell, Order, report  # noqa: E402
from benchmarks.acting.shop import Shop  # noqa: E402
from benchmarks.acting.waves import Place, Step, Wave  # noqa: E402

CALLS, QUICK_CALLS = 2_000, 200
AT_ONCE = 20
SEED = 20_261_203
FIRST_ORDER = 100_000
"""They have six digits."""


def main() -> int:
    """Measure, and print the figures; 1 when they are not what they must be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--calls", type=int, help=f"how many ({CALLS}; quick: {QUICK_CALLS})")
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    calls = given.calls if given.calls is not None else QUICK_CALLS if given.quick else CALLS
    with tempfile.TemporaryDirectory(prefix="voxloom-effects-") as folder:
        figures = asyncio.run(measure(calls, given.seed, Path(folder) / "data"))
    figures |= {"seed": given.seed, "machine": machine(), "versions": versions(("aiohttp", "channels", "httpx"))}
    print(json.dumps(figures)) if given.json else [print(f"{name:28} {value}") for name, value in figures.items()]
    return int(not figures["held"])


async def measure(calls: int, seed: int, data: Path) -> dict[str, Any]:
    """All waves, one after the other; every step has its turn."""
    dice = random.Random(seed)
    house = House(data)
    async with Shop(dice) as shop:
        street = Street(house, shop, await house.prepare(shop_api=shop.address), dice)
        async with house:
            await street.rehearse(min(calls, AT_ONCE))
            at_once = min(AT_ONCE, math.ceil(calls / len(Step)))
            sizes = [min(at_once, calls - begun) for begun in range(0, calls, at_once)]
            for number, size in enumerate(sizes):
                fell = await street.fall(list(Step)[number % len(Step)], size)
                sys.stderr.write(f"{number + 1}/{len(sizes)} {json.dumps(fell.__dict__)}\n")
    return report(street.orders, street.fallen) | {"statuses": dict(shop.answers)}


class Street:
    """Callers, the house that they call, and the shop that the house asks."""

    def __init__(self, house: House, shop: Shop, key: str, dice: random.Random) -> None:
        """`key`: an API key, for tickets."""
        self._house, self._shop, self._key, self._dice = house, shop, key, dice
        self._next = FIRST_ORDER
        self._whole_s = 0.0
        """What a wave takes in which nothing dies."""
        self.orders: list[Order] = []
        self.fallen: list[Fell] = []

    async def rehearse(self, size: int) -> None:
        """A wave in which nothing dies, once to learn the ways, once for its time. Raises RuntimeError."""
        for _ in range(2):
            began = time.monotonic()
            self._shop.wave = Wave(None, size, self._house.kill, self._dice, 0.0)
            callers = self._callers(size)
            await asyncio.gather(*(caller.hold() for caller in callers))
            self._whole_s = time.monotonic() - began
            for caller in callers:
                if [caller.heard] != self._shop.effects[caller.order]:
                    raise RuntimeError(f"a call without a fault failed: {caller}\n{self._house.last_words()}")

    async def fall(self, step: Step, size: int) -> Fell:
        """A wave in which the process dies."""
        wave = self._shop.wave = Wave(step, size, self._house.kill, self._dice, self._whole_s)
        callers = self._callers(size)
        async with asyncio.TaskGroup() as group:
            for caller in callers:
                group.create_task(caller.hold(), name=f"the caller of {caller.order}")
            await wave.run()
            fell = Fell(str(step), wave.reach(), round(await self._house.start(), 2))
        self.fallen.append(fell)
        self.orders += [self._came_of(caller, wave) for caller in callers]
        return fell

    def _callers(self, size: int) -> list[Caller]:
        first, self._next = self._next, self._next + size
        return [Caller(self._house.address, self._key, str(first + number)) for number in range(size)]

    def _came_of(self, caller: Caller, wave: Wave) -> Order:
        return Order(
            caller.order,
            str(wave.step),
            tuple(self._shop.effects.get(caller.order, ())),
            tuple(self._shop.requests[key] for key in sorted(self._shop.keys.get(caller.order, ()))),
            caller.heard,
            caller.sorry,
            caller.resumed > 0,
            "" if caller.told else caller.refused,
            caller.problem,
            wave.at_kill.get(caller.order) is Place.REPLIED,
        )


if __name__ == "__main__":
    sys.exit(main())
