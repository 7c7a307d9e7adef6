"""Answers: doubtful ones are read back, unheard consent is asked for again, manners beside a value are only manners."""

import pytest

from flows.engine.acts import Act
from flows.engine.commands import Say
from tests.flows.engine.shop import SHOP
from tests.flows.engine.travel import TRAVEL
from tests.flows.small_bots import Talk

PAY = """
slots: {amount: {type: money, min: 1}, ok: {type: yes_no}}
intents: {pay: {examples: [pay something]}}
pronunciations: {IBAN: eye ban}
texts: {de: {"How much?": "Wie viel?"}}
flows:
  main: {nodes: {hello: {type: say, say: "IBAN bank.", translations: {de: Bank.}, next: end}}}
  pay:
    triggers: [pay]
    nodes:
      much: {type: ask, slot: amount, say: How much?, no_input_after: 9s}
      terms: {type: say, say: "Fees apply. They are high.", must_hear: true, pronunciations: {high: hi}}
      sure: {type: ask, slot: ok, say: "Shall I pay {{ amount | money }}?", next: end}
"""


def test_a_doubtful_answer_is_read_back_before_it_counts() -> None:
    talk = Talk(PAY)
    talk.ask_for("pay")
    assert talk.act(Act("fill", slot="amount", value=2.5, doubtful=True)) == ["$2.50, is that right?"]
    assert talk.act(Act("deny")) == ["How much?"]
    assert talk.act(Act("fill", slot="amount", value=250)) == ["Fees apply. They are high.", "Shall I pay $250?"]


def test_a_doubtful_value_of_the_request_is_read_back_at_its_question() -> None:
    talk = Talk(PAY)
    assert talk.act(Act("start_flow", flow="pay"), Act("fill", slot="amount", value=2.5, doubtful=True)) == [
        "$2.50, is that right?"
    ]
    assert talk.act(Act("affirm"))[-1] == "Shall I pay $2.50?"
    assert talk.state.doubtful == ()


def test_what_must_be_heard_is_said_again_and_no_yes_counts_before() -> None:
    talk = Talk(PAY)
    talk.ask_for("pay", amount=5)
    talk.interrupt("Fees")
    assert talk.act(Act("fill", slot="ok", value=True)) == ["Fees apply. They are high.", "Shall I pay $5?"]
    again = talk.commands[0]
    assert isinstance(again, Say)
    assert (again.barge_in, again.must_hear) == (False, True)
    assert talk.act(Act("fill", slot="ok", value=True)) == ["Is there anything else I can do for you?"]


def test_pronunciation_translation_and_patience_of_a_prompt() -> None:
    talk = Talk(PAY)
    (hello, *_) = talk.commands
    assert isinstance(hello, Say)
    assert (hello.text, hello.spoken) == ("IBAN bank.", "eye ban bank.")
    talk.ask_for("pay")
    assert talk.listens.no_input_ms == 9_000
    talk.give(amount=5)
    terms = talk.commands[0]
    assert isinstance(terms, Say)
    assert terms.spoken == "Fees apply. They are hi."


def test_the_language_of_the_call() -> None:
    talk = Talk(PAY, language="de")
    assert talk.said == ["Bank."]
    assert talk.ask_for("pay") == ["Wie viel?"]
    assert talk.give(amount=5)[0] == "Fees apply. They are high."  # no translation: as it stands


@pytest.mark.parametrize("manner", ["chitchat", "wait", "help", "repeat", "refuse"])
def test_beside_a_value_it_is_only_manners(manner: str) -> None:
    talk = Talk(SHOP)
    talk.ask_for("order")
    assert talk.act(Act(manner), Act("fill", slot="size", value="small")) == ["How many?"]  # type: ignore[arg-type]


def test_an_answer_and_another_request_in_one_sentence() -> None:
    talk = Talk(SHOP)
    talk.ask_for("order")
    assert talk.act(Act("fill", slot="size", value="small"), Act("start_flow", flow="hours")) == [
        "Always open.", "Now, back to where we were.", "How many?",
    ]  # fmt: skip
    assert talk.state.slots["size"] == "small"


def test_refusing_to_answer_counts_and_is_understood() -> None:
    talk = Talk(SHOP)
    talk.ask_for("order")
    assert talk.act(Act("refuse")) == ["I understand.", "Which size?"]
    talk.act(Act("refuse"))
    talk.act(Act("refuse"))
    assert talk.stack[-1] == "on_handoff"


def test_the_same_flow_twice_in_one_sentence() -> None:
    talk = Talk(SHOP)
    said = talk.act(
        Act("start_flow", flow="track"), Act("fill", slot="code", value="123"),
        Act("start_flow", flow="track"), Act("fill", slot="code", value="456"),
    )  # fmt: skip
    assert said[:2] == ["Parcel 1 2 3 is near.", "Parcel 4 5 6 is near."]


def test_early_words_that_cannot_be_a_value_are_passed_over() -> None:
    talk = Talk(SHOP)
    assert talk.ask_for("order", count=12) == ["Which size?"]
    assert talk.give(size="small") == ["How many?"]


def test_a_question_put_from_another_flow_is_no_answer() -> None:
    talk = Talk(TRAVEL)
    talk.ask_for("book")
    assert talk.give(cabin="first") == ["Where to?"]
    assert talk.give(city="london") == ["How many?"]  # the cabin was said early


BOTH = """
slots:
  amount: {type: money, min: 1}
  ok: {type: yes_no}
  card: {type: choice, choices: {debit: [], credit: []}}
intents: {pay: {examples: [pay something]}, block: {examples: [block my card]}}
flows:
  main: {nodes: {hello: {type: say, say: Hello., next: end}}}
  pay:
    triggers: [pay]
    nodes:
      much: {type: ask, slot: amount, say: How much?}
      sure: {type: ask, slot: ok, say: "Shall I pay {{ amount | money }}?", next: end}
  block:
    triggers: [block]
    nodes:
      which: {type: ask, slot: card, say: Which card?}
      done: {type: say, say: "Blocked: {{ card }}.", next: end}
"""


def test_an_answer_counts_beside_a_correction_in_a_task_below() -> None:
    talk = Talk(BOTH)
    talk.ask_for("pay", amount=40)
    talk.ask_for("block")
    said = talk.act(Act("fill", slot="card", value="credit"), Act("correct", slot="amount", old=40, new=50))
    assert said[:2] == ["Okay, $50.", "Blocked: credit."]
    assert said[-1] == "Shall I pay $50?"
