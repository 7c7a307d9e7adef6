"""Groups 4 to 14 and 20: offers that a browser would not make, each in a call of its own."""

import asyncio
import json
import random
from collections.abc import Callable

import pytest

from runtime.signalling.messages import MAX_BYTES
from tests.faults.amounts import amount
from tests.faults.bad_input.caller import calling
from tests.runtime.media.offers import ACCEPTED, BROWSER_OFFER, REFUSED
from tests.runtime.signalling.house import House

pytestmark = pytest.mark.calls

GROUPS = (4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 20)
AT_ONCE = 8
SEED = 66


async def refusal(house: House, sdp: str) -> tuple[str, int | None]:
    """What comes of an offer; an answer is `answered`, and the call is then ended as it should be."""
    async with calling(house) as caller:
        await caller.hello()
        await caller.send({"type": "offer", "sdp": sdp})
        while (message := await caller.next()) is not None:
            if message["type"] == "answer":
                await caller.send({"type": "end"})
                await caller.until("ended", reason="hangup")
                return "answered", None
            if message["type"] == "error":
                assert message["fatal"]
                assert message["message"]
                assert message["remedy"]
                while await caller.next() is not None:
                    pass
                return message["code"], caller.socket.close_code
        raise AssertionError(caller.messages)


def refusals(house: House, offers: dict[str, str]) -> dict[str, tuple[str, int | None]]:
    """Of many offers, a few of them at a time."""

    async def work() -> dict[str, tuple[str, int | None]]:
        room, found = asyncio.Semaphore(AT_ONCE), {}

        async def one(name: str, sdp: str) -> None:
            async with room:
                found[name] = await refusal(house, sdp)

        await asyncio.gather(*(one(name, sdp) for name, sdp in offers.items()))
        return found

    return asyncio.run(work())


def too_long(sdp: str) -> bool:
    return len(json.dumps({"type": "offer", "sdp": sdp})) > MAX_BYTES


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_of_offers(house: House, group: int) -> None:
    offers, expected = {}, {}
    for number, name, change, code in REFUSED:
        if number == group:
            offers[name] = change(BROWSER_OFFER)
            expected[name] = ("message.too_big", 1009) if too_long(offers[name]) else (f"offer.{code}", 4400)
    for number, name, change in ACCEPTED:
        if number == group:
            offers[name] = change(BROWSER_OFFER)
            expected[name] = ("message.too_big", 1009) if too_long(offers[name]) else ("answered", None)
    assert offers
    assert refusals(house, offers) == expected


def test_each_group_is_there() -> None:
    assert {row[0] for row in (*REFUSED, *ACCEPTED)} == set(GROUPS)


Mutation = Callable[[random.Random, list[str]], None]


def _swap(chance: random.Random, lines: list[str]) -> None:
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]


def _drop(chance: random.Random, lines: list[str]) -> None:
    del lines[chance.randrange(len(lines))]


def _double(chance: random.Random, lines: list[str]) -> None:
    lines.insert(chance.randrange(len(lines)), chance.choice(lines))


def _scratch(chance: random.Random, lines: list[str]) -> None:
    at = chance.randrange(len(lines))
    line = lines[at]
    if line:
        place = chance.randrange(len(line))
        lines[at] = line[:place] + chr(chance.randrange(1, 128)) + line[place + chance.randrange(2) :]


def _number(chance: random.Random, lines: list[str]) -> None:
    at = chance.randrange(len(lines))
    number = chance.choice(("-1", "0", "65536", "9" * 30, "1e9", "٣"))
    lines[at] = "".join(number if each.isdigit() and chance.random() < 0.2 else each for each in lines[at])


MUTATIONS: tuple[Mutation, ...] = (_swap, _drop, _double, _scratch, _number)


def mutated(chance: random.Random) -> str:
    lines = BROWSER_OFFER.split("\r\n")
    for _ in range(chance.randrange(1, 6)):
        chance.choice(MUTATIONS)(chance, lines)
    return "\r\n".join(lines)


def test_offers_that_were_tampered_with_anywhere(house: House) -> None:
    chance = random.Random(SEED)
    found = refusals(house, {str(number): mutated(chance) for number in range(amount(60, 3_000))})
    codes = {code for code, _ in found.values()}
    assert len(codes) > 5
    assert all(code == "answered" or code.startswith("offer.") for code in codes), codes
    assert all(close in (None, 4400) for _, close in found.values())
