"""What comes back from tools, models and knowledge bases."""

from typing import Any

import pytest

from flows.engine.acts import Act, Understanding
from flows.engine.commands import AskModel, LookUp
from flows.engine.events import ModelReturned, UserSaid
from flows.engine.fitting import fits_type
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import NOW, Talk

HELPER = """
slots: {topic: {type: choice, choices: {roof: null, water: null}}, story: {type: text}}
variables: {urgent: {type: boolean}}
intents:
  report: {examples: [I want to report damage]}
  ask: {examples: [I have a question]}
knowledge: {handbook: {description: our handbook}}
routes: {fast: {model: openai/x}}
flows:
  main: {nodes: {hello: {type: say, say: Hi., next: end}}}
  report:
    triggers: [report]
    nodes:
      what: {type: ask, slot: story, say: What happened?}
      read:
        type: generate
        prompt: "What is this about? {{ story }}"
        route: fast
        extract: {topic: choice, urgent: boolean}
        speak: false
        on_error: handoff
      sum: {type: generate, prompt: "Sum up: {{ story }}", on_error: sorry}
      done: {type: say, say: "Noted, {{ topic | default('something') }}.", next: end}
      sorry: {type: say, say: I cannot sum it up., next: end}
  ask:
    triggers: [ask]
    nodes:
      look: {type: answer, knowledge: handbook, threshold: 0.7, on_unknown: lost, on_error: handoff, next: end}
      lost: {type: say, say: I do not know that., next: end}
"""
MORE = "Is there anything else I can do for you?"


def came(talk: Talk, **fields: Any) -> list[str]:
    assert talk.state.model is not None
    return talk.send(ModelReturned(talk.state.model.id, NOW, **fields))


@pytest.fixture
def reading() -> Talk:
    talk = Talk(HELPER)
    talk.ask_for("report")
    talk.give(story="water everywhere")
    return talk


def test_a_model_is_asked_with_everything_it_needs(reading: Talk) -> None:
    (command,) = reading.commands
    assert command == AskModel(
        command.id, "report.read", "What is this about? water everywhere", 8_000, "fast",
        {"topic": "choice", "urgent": "boolean"}, (), False, history=command.history, summary=command.summary,
    )  # fmt: skip
    assert [one.words for one in command.history] == ["", "…", "…"]
    assert reading.state.phase == "model"


def test_values_are_kept_and_words_spoken_as_they_are(reading: Talk) -> None:
    assert came(reading, text="not heard", values={"topic": "water", "urgent": True, "more": 1}) == []
    assert (reading.state.slots["topic"], reading.state.variables) == ("water", {"urgent": True})
    assert came(reading, text="{{ story }} is   wet.") == ["{{ story }} is wet.", "Noted, water.", MORE]


@pytest.mark.parametrize("values", [{"topic": "fire", "urgent": "very"}, {"topic": 7, "urgent": 1}, {}])
def test_values_that_do_not_fit_are_none(reading: Talk, values: dict[str, Any]) -> None:
    came(reading, values=values)
    assert reading.state.slots.get("topic") is None
    assert reading.state.variables == {"urgent": None}


def test_a_model_that_fails_takes_its_way_out(reading: Talk) -> None:
    came(reading)
    assert came(reading, error="timeout") == ["I cannot sum it up.", MORE]


def test_words_that_were_spoken_before_a_model_failed_count_as_said(reading: Talk) -> None:
    came(reading)
    assert came(reading, error="timeout", text="There  is ") == ["I cannot sum it up.", MORE]
    assert reading.state.last_said == ("There is", "I cannot sum it up.", MORE)


def test_an_answer_is_spoken_and_an_unsure_one_is_not() -> None:
    talk = Talk(HELPER)
    talk.send(UserSaid(Understanding("may I keep a dog", (Act("question"),)), NOW))
    (command,) = talk.commands
    assert command == LookUp(command.id, "ask.look", "handbook", "may I keep a dog", 0.7, 4_000)
    assert came(talk, text="Yes, two of them.", sources=("handbook.pdf",)) == ["Yes, two of them.", MORE]
    talk.ask_for("ask")
    assert came(talk, error="unknown") == ["I do not know that.", MORE]


def test_words_while_a_model_thinks_and_models_that_nobody_waits_for_are_ignored(reading: Talk) -> None:
    state = reading.state
    assert reading.mumble() == []
    reading.send(ModelReturned("model-99", NOW, text="late"))
    assert reading.state == state
    assert reading.why() == ["ignored"]


def test_a_result_of_the_wrong_type_is_no_result() -> None:
    talk = Talk(SHOP)
    talk.ask_for("order", size="small", count=2)
    talk.act(Act("affirm"))
    assert talk.returns({"price": "five"})[0] == "The shop is closed."


@pytest.mark.parametrize(
    ("kind", "fits", "does_not"),
    [
        ("money", [1, 2.5], ["1", True, [1]]),
        ("boolean", [True], [1, "yes"]),
        ("list", [[]], [{}]),
        ("map", [{}], [[]]),
        ("digits", ["0042", 42], [4.2, True]),
        ("text", ["x"], [1]),
    ],
)
def test_types(kind: str, fits: list[Any], does_not: list[Any]) -> None:
    assert all(fits_type(kind, value) for value in fits)
    assert not any(fits_type(kind, value) for value in does_not)
