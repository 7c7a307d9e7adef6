"""Callers who do anything at any time: a call is never stuck, ends once, and leaves nothing."""

import asyncio
import json
from collections import Counter
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.driver.replay import read_log, replay
from runtime.turns.detector import MAX_TURN_MS
from tests.runtime.sessions.stage import ACTS, BOT, FRAME_MS, LOUDNESS, NOISE, NOISE_LEVEL, Stage, prices, staged
from tests.runtime.virtual_time import run

TEXTS = [*ACTS, "gibberish", "mhm", "yeah okay", NOISE]
LEVELS = {text: LOUDNESS * number for number, text in enumerate(TEXTS[:-1], 1)} | {NOISE: NOISE_LEVEL}
SPOKEN = st.one_of(st.just(NOISE), st.sampled_from(TEXTS))
FRAMES = st.integers(1, 60)
ACTIONS = st.one_of(
    st.tuples(st.just("sounds"), SPOKEN, st.integers(1, 200)),
    st.tuples(st.just("pauses"), SPOKEN, FRAMES),
    st.tuples(st.just("speaks over the bot"), SPOKEN, FRAMES),
    st.tuples(st.just("stalls"), SPOKEN, st.integers(1, 140)),
    st.tuples(st.just("loses"), SPOKEN, st.integers(1, 140)),
    st.tuples(st.just("types"), st.sampled_from([text for text in TEXTS if text]), st.just(0)),
    st.tuples(st.just("presses"), st.sampled_from(["1", "2", "1234", "#"]), st.just(0)),
    st.tuples(st.just("voice fails"), st.just(""), st.integers(1, 3)),
    st.tuples(st.just("recogniser fails"), st.just(""), st.integers(1, 2)),
    st.tuples(st.just("recogniser takes"), st.just(""), st.sampled_from([20, 60, 400, 1_500])),
    st.tuples(st.just("tool takes"), st.just(""), st.integers(0, 6)),
)
Action = tuple[str, str, int]
GAPS_MS = st.one_of(st.integers(0, 400), st.integers(0, 4000))
BOTS = {
    "plain": BOT,
    "eager": BOT.replace("        tool: get_price\n", "        tool: get_price\n        speculate: true\n"),
    "wary": BOT.replace("variables:", "defaults: {speculate: false}\nvariables:"),
    # It speaks while the tool works, and what the tool gives must be heard.
    "busy": BOT.replace(
        "      price:\n",
        '      thanks: {type: say, say: "Thank you, I look it up in the big list of prices now."}\n      price:\n',
    ).replace('say: "It is {{ price | money }}."', 'barge_in: false, say: "It is {{ price | money }}."'),
}
BEGINNINGS: list[list[tuple[int, Action]]] = [
    [],
    [(0, ("types", "rent a boat", 0))],
    [(0, ("tool takes", "", 2)), (0, ("types", "rent a boat", 0)), (1_000, ("types", "anna", 0))],
    [(0, ("types", "what are the rules", 0))],
]
"""Where a call may have got to: alone, few random callers would rent a boat."""
LIVES_S = 600
NEAR_MS = 60
"""A packet, a window of the detector: the page cannot know sooner."""
BEGINS_S = 3.0
"""For a bot that is waited for to be spoken over."""
MOST_DRAFTS = 4
"""Of one pause: the texts of one turn."""


def sounds(stage: Stage, text: str, frames: int) -> None:
    assert stage.peer is not None
    stage.peer.to_send += [LEVELS[text]] * frames


async def acts(stage: Stage, action: str, text: str, number: int) -> None:
    """One thing that a caller, a network or a machine does."""
    assert stage.peer is not None
    match action:
        case "sounds":
            sounds(stage, text, number)
        case "pauses":
            sounds(stage, text, number)
            stage.silence(number * 7 % 60 * FRAME_MS)
            sounds(stage, text, number)
        case "speaks over the bot":
            end = stage.loop.time() + BEGINS_S
            while not stage.call._speaker.audible and stage.loop.time() < end:
                await asyncio.sleep(0.02)
            sounds(stage, text, number)
        case "stalls":
            sounds(stage, text, 10)
            stage.peer.to_send += [()] * number + [(LEVELS[text],) * number]
        case "loses":
            sounds(stage, text, 10)
            stage.peer.to_send += [()] * number
        case "types":
            stage.call.say_text(text)
        case "presses":
            stage.call.press(text)
        case "voice fails":
            stage.voice.failures = number
        case "recogniser fails":
            stage.recogniser.failures = number
        case "recogniser takes":
            stage.recogniser.after_ms = number
        case "tool takes":
            prices.after_s = number


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


def turns_are_whole(stage: Stage) -> None:
    turns = [turn["turn"] for turn in stage.of("turn")]
    assert turns == list(range(len(turns)))
    for turn in stage.of("turn"):
        if turn["total_ms"] is not None:
            assert abs(sum(turn["parts"].values()) - turn["total_ms"]) < 0.05
            assert turn["answer_ms"] is None or turn["answer_ms"] >= turn["total_ms"] - 0.1


def log_is_true(stage: Stage, *, eager: bool) -> None:
    """It is whole and replays to the same, and the page was told what it says: nothing twice, nothing of a vain trial.

    `eager`: tools may have been tried, too.
    """
    lines = [message["line"] for message in stage.of("log")]
    sequence = [line["seq"] for line in lines if "seq" in line]
    assert sequence == list(range(1, len(sequence) + 1))
    assert replay(stage.call.conversation.program, read_log([json.dumps(line) for line in lines])) is None
    commands = [command for line in lines for command in line.get("commands", ())]
    written = Counter(command["text"] for command in commands if command["command"] == "say")
    said = Counter(stage.said())
    rests = {text for text in said if text not in written}
    assert all(any(full.endswith(rest) for full in written) for rest in rests), rests  # what noise had cut off
    # What noise cut off in its first clause is said again from its beginning.
    assert (said - written).total() <= len(stage.of("interrupted")), said - written
    called = sum(command["command"] == "call_tool" for command in commands)
    assert prices.calls == called or (eager and prices.calls > called)


def is_in_order(stage: Stage) -> None:
    """What is said, whole or the rest of it, comes in the order in which it was to be said."""
    commands = [command for message in stage.of("log") for command in message["line"].get("commands", ())]
    written = [command["text"] for command in commands if command["command"] == "say"]
    at = 0
    for text in stage.said():
        at = next((place for place in range(at, len(written)) if written[place].endswith(text)), -1)
        assert at >= 0, (text, stage.said(), written)


def trials_add_up(stage: Stage) -> None:
    counts = stage.call._trials.counts
    assert counts.started == counts.kept + counts.discarded
    assert not stage.call._trials._taken
    assert not stage.call._speaker._drafts
    assert not stage.call._speaker._held


def nothing_piles_up(stage: Stage) -> None:
    call, listener = stage.call, stage.call._line._listener
    assert len(call._speaker._drafts) <= MOST_DRAFTS
    assert len(call._trials._taken) <= 1 + len(call._steps._waiting)
    assert listener is None or len(listener._tasks) <= 4
    assert listener is None or listener._detector.now_ms - listener._detector._start_ms <= (
        MAX_TURN_MS if listener._detector.speaking else listener._detector.now_ms
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(BEGINNINGS), st.lists(st.tuples(GAPS_MS, ACTIONS), max_size=12), st.sampled_from(sorted(BOTS)))
def test_whatever_a_caller_does(beginning: list[tuple[int, Action]], story: list[tuple[int, Action]], bot: str) -> None:
    async def work() -> None:
        async with staged(bot=BOTS[bot]) as stage:
            stage.recogniser.texts += TEXTS[:-1]
            for gap_ms, action in beginning + story:
                await asyncio.sleep(gap_ms / 1000)
                await acts(stage, *action)
                nothing_piles_up(stage)
            # Nobody says anything any more: the bot asks, asks again, and says goodbye.
            ended = await stage.ended(limit_s=LIVES_S)
            assert ended["reason"] in ("goodbye", "handoff")
            turns_are_whole(stage)
            states_are_true(stage)
            log_is_true(stage, eager=bot == "eager")
            if all(action != "voice fails" for _, (action, *_) in story):  # what has no sound is shown at once
                is_in_order(stage)
            trials_add_up(stage)

    run(work())
