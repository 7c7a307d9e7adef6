"""Examples that are taken for talk about the call are told of, with what they are taken for."""

import asyncio
from pathlib import Path

import pytest

from flows.engine.expectation import Expectation
from flows.findings import Finding
from flows.loader.load import Loaded, load_path, load_text
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from flows.understanding.misread import MOST_EXAMPLES, misread_examples
from flows.values.setting import ANYWHERE

BROKEN = Path(__file__).parents[1] / "broken" / "intent_misread.yaml"
BOT = """voxloom: 1
bot: small
start: main
defaults: {{on_fail: handoff, on_error: handoff}}
tools: {{send: {{effect: write, idempotency_key: auto, confirmed: true, stub: {{}}}}}}
intents:
  own: {{description: what it does, examples: [please do the thing, "{example}"]}}
flows:
  main: {{nodes: {{hello: {{type: say, say: Hello., next: end}}}}}}
  does_it: {{triggers: [own], nodes: {{do: {node}}}}}
"""
SAYS, WRITES, HANDS_OVER = (
    "{type: say, say: Done., next: end}",
    "{type: call, tool: send, next: end}",
    "{type: handoff}",
)


def _told(loaded: Loaded) -> list[Finding]:
    return asyncio.run(misread_examples(loaded))


def _bot(example: str, node: str = SAYS) -> Loaded:
    return load_text(BOT.format(example=example, node=node))


@pytest.mark.parametrize(
    ("example", "node", "meant", "repair"),
    [
        ("I need more time", SAYS, "a wish for a moment's time", "on_wait"),
        ("cancel", SAYS, "a wish to drop what is in progress", "on_cancel"),
        ("say that again", SAYS, "a wish to hear it once more", "on_repeat"),
        ("what can you do", SAYS, "a wish for help with the call", "on_help"),
        ("talk to a person", SAYS, "a wish to talk to a person", "on_handoff"),
        ("bye bye", SAYS, "a goodbye", "on_goodbye"),
        ("hello", SAYS, "talk that asks for nothing", "on_chitchat"),
        ("I'd rather not say", SAYS, "a refusal to answer", "on_refuse"),
        ("did you do the thing already", WRITES, "a question about what was done in this call", None),
    ],
)
def test_what_it_is_taken_for(example: str, node: str, meant: str, repair: str | None) -> None:
    (found,) = _told(_bot(example, node))
    assert (found.code, found.path, found.severity) == ("intent.misread", "intents.own.examples.1", "warning")
    assert found.message == f"`{example}` is understood as {meant}, and does not start what `own` starts."
    assert found.remedy.startswith("Say more in it")
    assert (f"`{repair}`" in found.remedy) is (repair is not None)


@pytest.mark.parametrize(
    ("example", "node"),
    [
        ("I need more time for the book", SAYS),
        ("did you do the thing already", SAYS),
        ("cancel the thing that I ordered on friday", SAYS),
        ("it's about the thing", SAYS),
    ],
)
def test_what_starts_its_flow_is_left_alone(example: str, node: str) -> None:
    assert _told(_bot(example, node)) == []


def test_who_asks_for_a_person_is_handed_over_by_any_flow_that_does_nothing_else() -> None:
    text = BOT.format(example="talk to a person", node=HANDS_OVER).replace(
        "please do the thing", "get me your accountant"
    )
    assert _told(load_text(text)) == []
    (found,) = _told(load_text(text.replace(HANDS_OVER, SAYS)))
    assert found.path == "intents.own.examples.1"


def test_places_and_answers_in_the_text() -> None:
    assert [found.place.line for found in _told(load_path(BROKEN))] == [5, 11]
    unanswered = BROKEN.read_text(encoding="utf-8").replace("# lint ok", "#")
    assert [found.place.line for found in _told(load_text(unanswered))] == [5, 10, 11]


def test_who_says_such_an_example_is_understood_like_that(embedder: InProcessEmbedder) -> None:
    """What is told without vectors is what callers meet with them."""
    bot = load_path(BROKEN).bot
    assert bot is not None

    async def acts(text: str) -> list[tuple[str, str | None]]:
        local = await LocalUnderstanding.train(bot, embedder)
        return [(act.act, act.flow) for act in (await local.understand(text, Expectation(), {}, ANYWHERE)).acts]

    assert asyncio.run(acts("I need more time")) == [("wait", None)]
    assert asyncio.run(acts("can I keep the book for longer")) == [("start_flow", "extend")]


def test_bots_that_do_not_run_and_other_languages_are_not_looked_at() -> None:
    text = BROKEN.read_text(encoding="utf-8")
    assert _told(load_text(text.replace("next: end", "next: nowhere"))) == []
    assert _told(load_text(text.replace("start: main", "start: main\nlanguage: de"))) == []


def test_bots_of_too_many_examples_are_not_looked_at() -> None:
    text = BROKEN.read_text(encoding="utf-8")
    many = ", ".join(f"thing number {number}" for number in range(MOST_EXAMPLES))
    assert _told(load_text(text.replace("examples: [can I keep", f"examples: [{many}, can I keep"))) == []
