"""What comes of sounds over the bot, as it is counted; tests/runtime/sessions/test_interrupting.py has the rest."""

from collections.abc import Awaitable, Callable

import pytest

from tests.runtime.counted import Counted
from tests.runtime.sessions.stage import NOISE, Stage, staged
from tests.runtime.virtual_time import run, until

GREETING = "Harbour here. How can I help?"


async def meant(stage: Stage) -> None:
    stage.sounds("rent a boat", 1500)
    await stage.heard("Which boat, Anna or Berta?")


async def short(stage: Stage) -> None:
    stage.sounds("rent a boat", 300)
    await stage.heard("Which boat, Anna or Berta?")


async def unheard(stage: Stage) -> None:
    stage.recogniser.failures = 10
    stage.sounds("rent a boat", 1500)
    await until(lambda: bool(stage.of("error")))


async def said_to_its_end(stage: Stage) -> None:
    assert stage.peer is not None
    peer = stage.peer
    await until(lambda: peer.played[-1][1] == "How can I help?" and stage.states()[-1] == "listening")


async def cough(stage: Stage) -> None:
    stage.sounds(NOISE, 120)
    await said_to_its_end(stage)


async def long_noise(stage: Stage) -> None:
    stage.silence(500)  # into the second clause
    stage.sounds(NOISE, 800)
    await until(lambda: bool(stage.of("interrupted")))  # it was cut, and takes up again what it was saying
    await stage.heard("How can I help?")


async def listening(stage: Stage) -> None:
    stage.sounds("mhm", 300)
    await said_to_its_end(stage)


@pytest.mark.parametrize(
    ("happens", "outcome"),
    [(meant, "cut"), (short, "cut"), (unheard, "cut"), (cough, "resumed"), (long_noise, "resumed"),
     (listening, "resumed")],
)  # fmt: skip
def test_each_sound_over_the_bot_counts_once_by_what_came_of_it(
    happens: Callable[[Stage], Awaitable[None]], outcome: str
) -> None:
    async def work() -> None:
        counted = Counted()
        async with staged() as stage:
            await stage.heard(GREETING)
            stage.silence(500)
            await stage.sent()
            await happens(stage)
            await stage.listening()
        seen = {name: counted("voxloom_barge_ins_total", outcome=name) for name in ("cut", "resumed")}
        assert seen == {"cut": 0, "resumed": 0} | {outcome: 1}

    run(work())


def test_who_speaks_while_the_bot_is_silent_interrupts_nothing() -> None:
    async def work() -> None:
        counted = Counted()
        async with staged() as stage:
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            await stage.listening()
        assert [counted("voxloom_barge_ins_total", outcome=name) for name in ("cut", "resumed")] == [0, 0]

    run(work())
