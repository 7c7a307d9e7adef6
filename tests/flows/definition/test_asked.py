"""The slots that a sentence may fill with which a flow starts: its own, and those of its sub-flows."""

from flows.definition.asked import asked_slots
from tests.flows.small_bots import bot

BOT = """
slots:
  day: {type: date}
  birthday: {type: date}
  count: {type: integer}
  name: {type: person}
  size: {type: choice, choices: {small: null}}
  colour: {type: choice, choices: {red: null}}
  mail: {type: email}
flows:
  main:
    nodes:
      inner: {type: flow, flow: inner}
      first: {type: ask, slot: day, say: Day?}
      size: {type: ask, slot: size, say: Size?}
      again: {type: ask, slot: day, say: Day?, ask_again: true}
      last: {type: say, say: Done., next: beside}
  inner:
    nodes:
      birthday: {type: ask, slot: birthday, say: Birthday?}
      count: {type: ask, slot: count, say: Count?}
      colour: {type: ask, slot: colour, say: Colour?}
      deep: {type: flow, flow: deep, next: end}
  deep:
    nodes:
      name: {type: ask, slot: name, say: Name?, next: [{if: name == "x", go: round}, {else: end}]}
      round: {type: flow, flow: inner, next: end}
  beside:
    nodes: {mail: {type: ask, slot: mail, say: Mail?, next: end}}
"""
MADE = bot(BOT, warnings=True)


def test_its_own_first_each_once_and_then_those_of_sub_flows() -> None:
    assert asked_slots(MADE, "main") == ("day", "size", "count", "colour", "name")
    assert asked_slots(MADE, "deep") == ("name", "birthday", "count", "colour")


def test_what_a_flow_asks_itself_goes_before_a_slot_of_the_same_type_further_in() -> None:
    assert "birthday" not in asked_slots(MADE, "main")
    assert "birthday" in asked_slots(MADE, "inner")


def test_choices_have_words_of_their_own() -> None:
    assert {"size", "colour"} <= set(asked_slots(MADE, "main"))


def test_a_flow_that_comes_later_is_none_of_its_own() -> None:
    assert "mail" not in asked_slots(MADE, "main")


def test_a_flow_that_is_not_there_asks_for_nothing() -> None:
    assert asked_slots(MADE, "nobody") == ()
