"""What callers may answer: every value is one that the slot takes, said so that it is heard."""

import pytest

from flows.driver.generate.answers import Answers
from flows.driver.generate.constants import Constants
from flows.values.setting import Setting
from flows.values.slots import SLOT_TYPES
from flows.values.words import Words
from tests.flows.small_bots import bot

SETTING = Setting("2026-01-05T10:00")
HEAD = "flows: {main: {nodes: {a: {type: ask, slot: s, say: S?, next: BRANCHES}}}}\n"


def _answers(slot: str, condition: str = "", tools: str = "{}") -> Answers:
    branches = f"[{{if: '{condition}', go: handoff}}, {{else: end}}]" if condition else "end"
    text = f"slots: {{s: {slot}}}\ntools: {tools}\n{HEAD.replace('BRANCHES', branches)}"
    made = bot(text, warnings=True)
    return Answers(made, Constants(made), SETTING)


@pytest.mark.parametrize("kind", list(SLOT_TYPES))
def test_there_is_an_answer_for_each_type(kind: str) -> None:
    example = SLOT_TYPES[kind].example.strip()
    name, _, definition = example.partition(": ")
    flow = f"flows: {{main: {{nodes: {{a: {{type: ask, slot: {name}, say: S?, next: end}}}}}}}}\n"
    made = bot(f"slots: {{{name}: {definition}}}\n{flow}", warnings=True)
    answers = Answers(made, Constants(made), SETTING).to(name)
    assert answers
    slot = made.slots[name]
    for answer in answers:
        assert slot.problem_at(answer.value, SETTING) is None
        for said in answer.texts:
            assert slot.find(Words.of(said, SETTING), asked=True)[0].value == answer.value


def test_both_sides_of_a_condition_within_the_limits() -> None:
    values = [answer.value for answer in _answers("{type: integer, min: 5, max: 30}", "s > 17").to("s")]
    assert {16, 17, 18, 5, 30} <= set(values)
    assert all(5 <= value <= 30 for value in values)
    assert values[0] == 20


def test_both_sides_of_what_tools_give() -> None:
    values = [a.value for a in _answers("{type: money}", "s > 1", "{t: {stub: {balance: 250}}}").to("s")]
    assert {249, 250, 251} <= set(values)


def test_choices_by_their_words() -> None:
    answers = _answers("{type: choice, choices: {'18:00': [six, six pm], late_night: null}}").to("s")
    assert [(answer.value, answer.texts[0]) for answer in answers] == [("18:00", "six"), ("late_night", "late night")]


def test_codes_that_conditions_name() -> None:
    answers = _answers("{type: digits, length: 4}", 's == "9999" or s.startsWith("77")').to("s")
    assert {"9999", "7740"} <= {answer.value for answer in answers}
    assert answers[0].texts[0] == "four zero seven one"


def test_a_dollar_is_one_dollar() -> None:
    (one,) = [answer for answer in _answers("{type: money, min: 1}").to("s") if answer.value == 1]
    assert one.texts[0] == "one dollar"
