"""What is told of turns, and counted of them whoever is told."""

from typing import get_args

import pytest

from runtime.sessions.trials import UNDECIDED, UNHEARD
from runtime.turns.hold import BROKEN_MS, WHOLE_MS, Why
from tests.runtime.counted import Counted
from tests.runtime.sessions.stage import staged
from tests.runtime.virtual_time import run, until
from voxloom.telemetry.metrics import HOLDS


@pytest.mark.parametrize("debug", [True, False])
def test_each_turn_that_was_answered_is_timed_also_without_the_debug_scope(debug: bool) -> None:
    async def work() -> None:
        counted = Counted()
        async with staged(debug=debug) as stage:
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            await stage.says("anna")
            await stage.heard("It is $30.")
            await stage.listening()
            turns = stage.of("turn")
            assert len(turns) == (3 if debug else 0)
        assert counted("voxloom_turn_total_seconds_count") == 2  # the greeting answers nothing
        assert counted("voxloom_turn_answer_seconds_count") == 2
        parts = ("uplink", "hold", "recognition", "understanding", "engine", "first_token", "clause", "synthesis")
        sums = [counted("voxloom_turn_part_seconds_sum", part=part) for part in parts]
        assert sum(sums) == pytest.approx(counted("voxloom_turn_total_seconds_sum"), abs=1e-3)
        assert counted("voxloom_turn_part_seconds_sum", part="uplink") == pytest.approx(2 * 0.0265)
        if debug:
            told_ms = sum(turn["total_ms"] or 0.0 for turn in turns)
            assert counted("voxloom_turn_total_seconds_sum") == pytest.approx(told_ms / 1000)

    run(work())


def test_typed_turns_wait_for_nobody_and_are_not_timed() -> None:
    async def work() -> None:
        counted = Counted()
        async with staged("text") as stage:
            stage.call.say_text("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            await stage.listening()
            assert [(turn["hold"], turn["speculated"]) for turn in stage.of("turn")] == [(None, False)] * 2
        assert counted("voxloom_turn_total_seconds_count") == 0

    run(work())


def test_a_turn_tells_how_long_the_silence_had_to_be_and_why() -> None:
    async def work() -> None:
        counted = Counted()
        async with staged() as stage:
            for words in ("rent a boat", "anna", "open the gate", "four four"):
                await stage.says(words)
            await stage.listening()
            greeting, *turns = stage.of("turn")
            assert greeting["hold"] is None
            assert [turn["hold"]["why"] for turn in turns] == ["request", "answer", "request", "incomplete"]
            assert [turn["hold"]["ms"] for turn in turns[1::2]] == [WHOLE_MS, BROKEN_MS]
            for turn in turns:
                assert turn["hold"]["ms"] <= turn["parts"]["hold"] < turn["hold"]["ms"] + 50
            assert [turn["speculated"] for turn in turns] == [True] * 4
        assert counted("voxloom_hold_total", why="request") == 2
        assert counted("voxloom_hold_total", why="incomplete") == 1

    run(work())


def test_a_turn_whose_words_were_late_was_over_before_anything_was_decided() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.listening()
            stage.recogniser.after_ms = UNDECIDED.ms + 100
            await stage.says("rent a boat")
            await stage.listening()
            stage.recogniser.after_ms = 60
            await stage.says("anna")
            await stage.listening()
            assert [turn["hold"]["why"] for turn in stage.of("turn")[1:]] == [UNDECIDED.why, "answer"]
            stage.recogniser.failures = 10
            stage.sounds("anna", 600)
            await until(lambda: len(stage.of("turn")) == 4)
            assert stage.of("turn")[-1]["hold"] == {"ms": UNHEARD.ms, "why": "unheard"}

    run(work())


def test_every_reason_of_a_hold_has_a_series_of_its_own() -> None:
    assert set(get_args(Why)) == set(HOLDS)
