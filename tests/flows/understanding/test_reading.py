"""The slots of a sentence."""

from typing import Any

import pytest

from flows.engine.expectation import Expectation
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.reading import free_value, may_be_name, read
from flows.values.slot_type import SlotType
from flows.values.slots import SLOT_TYPES
from flows.values.words import MAX_TOKENS, Found, Words
from tests.flows.small_bots import bot
from tests.flows.understanding.stage import AMOUNT, READ_BACK, Stage, line


def test_values_what_is_put_right_and_what_is_dropped(stage: Stage) -> None:
    plain = read(line("sixty"), stage.situation(READ_BACK))
    assert {name: item.value for name, item in plain.values.items()} == {"amount": 60}
    assert (plain.covered, plain.puts_right) == (1.0, False)
    made = read(line("make it sixty and to anna"), stage.situation(READ_BACK))
    assert {name: item.value for name, item in made.values.items()} == {"amount": 60, "payee": "anna"}
    assert made.puts_right
    dropped = read(line("no not john"), stage.situation(READ_BACK))
    assert dropped.dropped == {"payee": "john"}
    assert dropped.values == {}


def test_slots_to_change(stage: Stage) -> None:
    assert read(line("change the recipient"), stage.situation(READ_BACK)).to_change == ["payee"]


def test_closed_slots_take_no_free_words_and_sentences_are_no_names(stage: Stage) -> None:
    assert free_value(line("whatever"), "amount", stage.situation(AMOUNT)) is None
    assert may_be_name(("maria", "lopez"))
    assert not may_be_name(("what", "is", "it"))


@pytest.mark.parametrize(
    "text",
    [
        "no not fifty but sixty and then for anna sorry seventy ",
        "one two three four five ",
        "fifty dollars and ten cents ",
        "well you know it is a long story about my house ",
        "a b c d e ",
    ],
)
def test_parsers_see_few_words_of_long_sentences(stage: Stage, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    for kind in set(SLOT_TYPES.values()):
        if "find" in vars(kind):
            monkeypatch.setattr(kind, "find", _counted(kind.find, seen))
    read(line(text * 200), stage.situation(READ_BACK))
    assert max(seen) <= MAX_TOKENS
    assert sum(seen) <= 20 * MAX_TOKENS


def _counted(find: Any, seen: list[int]) -> Any:
    def counted(slot: SlotType, words: Words, *, asked: bool) -> list[Found]:
        seen.append(len(words))
        return find(slot, words, asked=asked)  # type: ignore[no-any-return]

    return counted


TWO_QUESTIONS = """
slots: {blocked: {type: yes_no}, replaced: {type: yes_no}}
flows:
  main:
    nodes:
      first: {type: ask, slot: blocked, say: Shall I block it?}
      second: {type: ask, slot: replaced, say: Shall I send you a new one?, next: end}
"""


@pytest.mark.parametrize(("text", "value"), [("no", False), ("no thanks", False), ("yes", True)])
def test_a_no_answers_its_question_whatever_was_said_before(
    embedder: InProcessEmbedder, text: str, value: bool
) -> None:
    stage = Stage(bot(TWO_QUESTIONS), embedder)
    asked = Expectation("slot", "main", "second", "replaced", open_slots=("replaced",), filled_slots=("blocked",))
    found = read(line(text), stage.situation(asked, {"blocked": not value}))
    assert {name: item.value for name, item in found.values.items()} == {"replaced": value}
