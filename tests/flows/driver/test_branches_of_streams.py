"""Turns on trial that ask models: at once, with words that come in pieces and are held back as such."""

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.driver.branch import Branch
from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.event_log import EventLog
from flows.driver.gate import Spent
from flows.driver.ports import ModelOutcome
from flows.engine.commands import AskModel, LookUp
from flows.engine.program import Program
from tests.flows.driver.fakes import KnownSentences, SlowTools, Stream, StreamingModels, StreamingOutput
from tests.flows.driver.tried import Talk, begun
from tests.flows.driver.virtual_time import run_virtual
from tests.flows.small_bots import NOW, bot

TEXT = """
slots: {size: {type: choice, choices: {small: null, large: null}}}
intents: {order: {description: an order, examples: [order something]}}
flows:
  main:
    nodes: {hello: {type: say, say: Shop., next: end}}
  order:
    triggers: [order]
    nodes:
      which: {type: ask, slot: size, say: Which size?}
      think: {type: generate, prompt: Praise it., timeout: 500ms, on_error: sorry}
      again: {type: generate, prompt: Praise it once more., timeout: 500ms, on_error: sorry, next: end}
      sorry: {type: say, say: No words., next: end}
"""
PROGRAM = Program(bot(TEXT, warnings=True))
PIECES = st.lists(st.sampled_from(["One", " two", "\n", "  three.", "", OSError("dead")]), max_size=6)
MOMENTS_S = st.sampled_from([None, 0.0, 0.05, 0.15, 0.25, 0.6, 3.0])


async def _heard(pieces: list[Any], counts_s: float | None) -> tuple[list[str], list[Any], list[str]]:
    """The log, what the output got and what was said; the turn is tried and counts after so long, or just heard."""
    lines: list[dict[str, Any]] = []
    output = StreamingOutput()
    talk = Conversation(
        PROGRAM, KnownSentences(), SlowTools(0), output, FixedClock(NOW), EventLog(lines.append, "small", "hash"),
        StreamingModels(pieces),
    )  # fmt: skip
    await talk.start()
    await talk.hear("order")
    if counts_s is None:
        turn = await talk.hear("small")
    else:
        branch = Branch(talk)
        task = asyncio.create_task(branch.hear("small"), name="branch")
        await asyncio.sleep(counts_s)
        branch.commit()
        turn = await task
    return [json.dumps(line) for line in lines], [line[:2] for line in output.lines], turn.said


@given(PIECES, MOMENTS_S)
@settings(max_examples=150)
def test_it_is_the_same_whenever_it_counts(pieces: list[Any], counts_s: float | None) -> None:
    plain = run_virtual(_heard(pieces, None))
    assert run_virtual(_heard(pieces, counts_s)) == plain
    log, heard, said = plain
    spoken = ""
    for kind, text in heard[heard.index(("listen", "slot")) + 1 :]:
        spoken += {"piece": text, "say": f" {text}", "stream": " "}.get(kind, "")
    assert spoken.split() == " ".join(said).split()
    assert len(log) >= 5


MODEL = """
slots: {size: {type: choice, choices: {small: null, large: null}}}
intents: {order: {description: an order, examples: [order something]}}
knowledge: {shop: {description: the shop}}
flows:
  main:
    nodes: {hello: {type: say, say: Shop., next: end}}
  order:
    triggers: [order]
    nodes:
      which: {type: ask, slot: size, say: Which size?}
      think: {type: generate, prompt: Praise it.}
      look: {type: answer, knowledge: shop, next: end}
"""


class Wordy:
    """Models that take half a second."""

    async def ask(self, command: AskModel, on_text: Any = None) -> ModelOutcome:
        await asyncio.sleep(0.5)
        return ModelOutcome("Good.")

    async def look_up(self, command: LookUp) -> ModelOutcome:
        await asyncio.sleep(0.5)
        return ModelOutcome("It is.")


def test_models_are_asked_at_once_and_what_they_give_is_counted() -> None:
    async def run() -> None:
        here = await Talk(MODEL, SlowTools(0), Wordy()).begin("order")
        branch, task = begun(here.talk, "small")
        await asyncio.sleep(0.7)
        assert branch.spent == Spent(models=2, characters=5)
        branch.commit()
        await task
        assert [line for line in here.output.lines if line[0] == "say"][:2] == [
            ("say", "Good.", 0.7), ("say", "It is.", 1.0),
        ]  # fmt: skip
        assert branch.spent == Spent(models=2, characters=5)  # the rest came when the turn counted

    run_virtual(run())


@pytest.mark.parametrize(
    ("counts_s", "early", "heard"),
    [
        (0.15, ["One"], [("piece", "One", 0.15), ("piece", " two", 0.2), ("finish", "", 0.2)]),
        (0.25, ["One", " two"], [("piece", "One", 0.25), ("piece", " two", 0.25), ("finish", "", 0.25)]),
        (0.05, [], [("piece", "One", 0.1), ("piece", " two", 0.2), ("finish", "", 0.2)]),
    ],
    ids=["in the middle", "after its end", "before it"],
)
def test_a_text_that_comes_in_pieces_is_held_back_piece_by_piece(
    counts_s: float, early: list[str], heard: list[Any]
) -> None:
    async def run() -> None:
        here = await Talk(MODEL, SlowTools(0), _Both(), StreamingOutput()).begin("order")
        prepared: list[tuple[str, str]] = []
        branch = Branch(
            here.talk, on_stream=lambda command, spoken: Stream(lambda kind, text: prepared.append((kind, text)))
        )
        start = asyncio.get_running_loop().time()
        task = asyncio.create_task(branch.hear("small"), name="branch")
        await asyncio.sleep(counts_s)
        assert here.output.lines == []
        assert [text for kind, text in prepared if kind == "piece"] == early
        assert branch.spent.characters == len("".join(early)) + (len("It is.") if branch.worked_out else 0)
        branch.commit()
        turn = await task
        lines = [(kind, text, round(at - start, 3)) for kind, text, at in here.output.lines]
        assert lines[0][:2] == ("stream", "order.think")
        assert lines[1:4] == heard
        assert turn.said[:2] == ["One two", "It is."]
        assert [text for kind, text, _ in lines if kind == "say"][0] == "It is."

    run_virtual(run())


class _Both(StreamingModels):
    """Streams, and looks things up."""

    def __init__(self) -> None:
        super().__init__(["One", " two"])

    async def look_up(self, command: LookUp) -> ModelOutcome:
        return ModelOutcome("It is.")


def test_a_stream_that_breaks_before_the_turn_counts_is_heard_as_far_as_it_came() -> None:
    async def run() -> None:
        models = StreamingModels(["One", OSError("dead")])
        text = MODEL.replace("Praise it.}", "Praise it., on_error: sorry}").replace(
            "      look: {type: answer, knowledge: shop, next: end}\n",
            "      tell: {type: say, say: Good., next: end}\n      sorry: {type: say, say: No words., next: end}\n",
        )
        here = await Talk(text, SlowTools(0), models, StreamingOutput()).begin("order")
        branch, task = begun(here.talk, "small")
        await asyncio.sleep(1)
        branch.commit()
        turn = await task
        assert [line[:2] for line in here.output.lines[:4]] == [
            ("stream", "order.think"), ("piece", "One"), ("fail", ""), ("say", "No words."),
        ]  # fmt: skip
        assert turn.said[:2] == ["One", "No words."]

    run_virtual(run())
