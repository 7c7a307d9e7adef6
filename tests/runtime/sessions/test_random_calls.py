"""Callers who do anything at any time: a call is never stuck, ends once, and leaves nothing."""

import asyncio
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.runtime.sessions.stage import ACTS, NOISE, Stage, prices, staged
from tests.runtime.virtual_time import run

TEXTS = [*ACTS, "gibberish", NOISE]
ACTIONS = st.one_of(
    st.tuples(st.just("sounds"), st.sampled_from(TEXTS), st.integers(1, 200)),
    st.tuples(st.just("types"), st.sampled_from([text for text in TEXTS if text]), st.just(0)),
    st.tuples(st.just("presses"), st.sampled_from(["1", "2", "1234", "#"]), st.just(0)),
    st.tuples(st.just("voice fails"), st.just(""), st.integers(1, 3)),
    st.tuples(st.just("recogniser fails"), st.just(""), st.integers(1, 2)),
    st.tuples(st.just("tool takes"), st.just(""), st.integers(0, 6)),
)
GAPS_MS = st.integers(0, 4000)
LIVES_S = 600
NEAR_MS = 60
"""A packet, a window of the detector: the page cannot know sooner."""


def states_are_true(stage: Stage) -> None:
    """The bot is heard while it is shown as speaking, and only then."""
    shown = [(message["at_ms"], message["state"]) for message in stage.of("state")]
    spans = [(since, until, state) for (since, state), (until, _) in pairwise(shown)]
    speaking = [(since, until) for since, until, state in spans if state == "speaking"]
    played = [at_ms for at_ms, _ in stage.peer.played] if stage.peer else []
    for at_ms in played:
        assert any(since - NEAR_MS <= at_ms <= until + NEAR_MS for since, until in speaking), at_ms
    for since, until in speaking:
        if until - since > 2 * NEAR_MS:
            heard = [at_ms for at_ms in played if since - NEAR_MS <= at_ms <= until + NEAR_MS]
            assert heard, (since, until)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(GAPS_MS, ACTIONS), max_size=12))
def test_whatever_a_caller_does(story: list[tuple[int, tuple[str, str, int]]]) -> None:
    async def work() -> None:
        async with staged() as stage:
            for gap_ms, (action, text, number) in story:
                await asyncio.sleep(gap_ms / 1000)
                match action:
                    case "sounds":
                        stage.sounds(text, number * 20)
                    case "types":
                        stage.call.say_text(text)
                    case "presses":
                        stage.call.press(text)
                    case "voice fails":
                        stage.voice.failures = number
                    case "recogniser fails":
                        stage.recogniser.failures = number
                    case "tool takes":
                        prices.after_s = number
            # Nobody says anything any more: the bot asks, asks again, and says goodbye.
            ended = await stage.ended(limit_s=LIVES_S)
            assert ended["reason"] in ("goodbye", "handoff")
            turns = [turn["turn"] for turn in stage.of("turn")]
            assert turns == list(range(len(turns)))
            for turn in stage.of("turn"):
                if turn["total_ms"] is not None:
                    assert abs(sum(turn["parts"].values()) - turn["total_ms"]) < 0.05
                    assert turn["answer_ms"] is None or turn["answer_ms"] >= turn["total_ms"] - 0.1
            states_are_true(stage)
            sequence = [line["seq"] for line in (m["line"] for m in stage.of("log")) if "seq" in line]
            assert sequence == list(range(1, len(sequence) + 1))

    run(work())
