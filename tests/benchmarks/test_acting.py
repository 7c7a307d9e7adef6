"""What the benchmark of effects makes of a wave, and whether it would notice an effect too many or too few."""

import asyncio
import random
from dataclasses import replace

import aiohttp
import pytest

from benchmarks.acting.report import Fell, Order, report
from benchmarks.acting.shop import Fate, Shop
from benchmarks.acting.waves import Place, Step, Wave
from benchmarks.tools import held

GOOD = Order("100000", Step.AFTER_SEND, ("M1",), (2,), "M1", False, True, "")
FELL = (Fell(Step.AFTER_SEND, {"sent": 1}, 4.0),)


def test_what_is_as_it_must_be_holds() -> None:
    lost_before = replace(GOOD, effects=(), requests=(), heard="", resumed=False, refused="no session yet")
    figures = report([GOOD, lost_before, replace(GOOD, resumed=False)], FELL)
    assert figures["held"]
    assert (figures["resumed"], figures["not_resumed"], figures["untouched"]) == (1, 1, 1)
    assert figures["not_resumed_because"] == {"no session yet": 1}
    assert figures["requests_per_key"] == {"2": 2}
    of_step = figures["by_step"][Step.AFTER_SEND]
    assert (of_step["sent_again"], of_step["noted"]) == (2, 0)


def test_what_was_noted_before_the_process_died_is_told_apart() -> None:
    noted = replace(GOOD, step=Step.BEFORE_COMMIT, requests=(1,), replied=True)
    orders = [noted, replace(noted, requests=(2,)), replace(noted, resumed=False)]
    of_step = report(orders, [Fell(Step.BEFORE_COMMIT, {"replied": 3}, 4.0)])["by_step"][Step.BEFORE_COMMIT]
    assert (of_step["sent_again"], of_step["noted"], of_step["untouched"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("order", "figure"),
    [
        (replace(GOOD, effects=("M1", "M2"), requests=(1, 1)), "duplicates"),
        (replace(GOOD, effects=()), "lost_but_told"),
        (replace(GOOD, heard="none"), "lost_but_told"),
    ],
)
def test_one_effect_too_many_or_too_few_does_not_hold(order: Order, figure: str) -> None:
    figures = report([GOOD, order], FELL)
    assert not figures["held"]
    assert figures[figure] == 1
    assert len(figures["wrong"]) == 1


def test_who_was_not_told_is_counted_apart() -> None:
    left = replace(GOOD, heard="", resumed=False, refused="session.refused")
    figures = report([replace(GOOD, heard="", sorry=True), left], FELL)
    assert figures["held"]
    assert (figures["placed_not_told"], figures["placed_not_told_of_resumed"], figures["told_it_was_not"]) == (2, 1, 1)


@pytest.mark.parametrize("step", [Step.AFTER_SEND, Step.AFTER_EFFECT, Step.AFTER_REPLY])
def test_requests_wait_at_the_step_until_all_are_there(step: Step) -> None:
    killed: list[dict[str, Place]] = []

    async def call(wave: Wave, order: str) -> bool:
        struck = False
        for place in (Place.ASKED, Place.TOLD, Place.SENT, Place.DONE, Place.REPLIED):
            struck = await wave.reached(order, place) or struck
        return struck

    async def main() -> list[bool]:
        async def kill() -> None:
            killed.append(dict(wave.places))

        wave = Wave(step, 2, kill, random.Random(1), 1.0)
        falling = asyncio.create_task(wave.run())
        struck = list(await asyncio.gather(call(wave, "1"), call(wave, "2")))
        await falling
        return struck

    place = {Step.AFTER_SEND: Place.SENT, Step.AFTER_EFFECT: Place.DONE, Step.AFTER_REPLY: Place.REPLIED}[step]
    assert asyncio.run(main()) == [step is not Step.AFTER_REPLY] * 2
    assert killed == [{"1": place, "2": place}]


def test_a_key_is_answered_as_it_was_and_another_one_is_another_effect() -> None:
    async def main() -> tuple[list[tuple[int, str]], Shop]:
        async with Shop(random.Random(1)) as shop, aiohttp.ClientSession() as session:

            async def place(key: str, item: str = "lamp") -> tuple[int, str]:
                headers = {"Idempotency-Key": key}
                async with session.post(f"{shop.address}/orders/7", json={"item": item}, headers=headers) as answer:
                    return answer.status, (await answer.json()).get("number", "")

            return [await place("a"), await place("a"), await place("a", "desk"), await place("b")], shop

    told, shop = asyncio.run(main())
    assert told == [(200, "M00001"), (200, "M00001"), (422, ""), (200, "M00002")]
    assert shop.effects["7"] == ["M00001", "M00002"]
    assert shop.requests == {"a": 3, "b": 1}


@pytest.mark.parametrize("fate", list(Fate))
def test_a_request_whose_sender_died_is_lost_done_or_still_under_way(fate: Fate) -> None:
    class Dice(random.Random):
        def choice(self, seq: object) -> Fate:  # type: ignore[override]
            return fate

    async def main() -> tuple[list[int], int]:
        async def kill() -> None:
            pass

        async with Shop(Dice()) as shop, aiohttp.ClientSession() as session:

            async def place() -> int:
                async with session.post(f"{shop.address}/orders/7", headers={"Idempotency-Key": "a"}) as answer:
                    return answer.status

            wave = shop.wave = Wave(Step.AFTER_SEND, 1, kill, random.Random(1), 1.0)
            first = asyncio.create_task(place())
            await wave.run()
            await asyncio.sleep(0.05)
            second = await place()
            return [await first, second], len(shop.effects["7"])

    statuses = {Fate.LOST: [503, 200], Fate.DONE: [200, 200], Fate.SLOW: [200, 409]}[fate]
    assert asyncio.run(main()) == (statuses, 1)


def test_what_a_tool_may_cost() -> None:
    figures = {"overhead_p50_ms": 0.5, "breaker_p50_ms": 0.01, "breaker_redis_p50_ms": 0.2}
    assert held(figures)
    assert held(figures | {"breaker_redis_p50_ms": None})
    for name, too_much in (("overhead_p50_ms", 3.1), ("breaker_p50_ms", 0.11), ("breaker_redis_p50_ms", 2.1)):
        assert not held(figures | {name: too_much})
