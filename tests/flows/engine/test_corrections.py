"""Changes of mind: what hung on the old value is taken again, nothing else."""

from typing import Any

import pytest

from flows.engine.acts import Act
from tests.flows.engine.travel import TRAVEL
from tests.flows.small_bots import Talk


@pytest.fixture
def talk() -> Talk:
    return Talk(TRAVEL)


def correct(talk: Talk, **values: Any) -> list[str]:
    """The caller changes slots; None: without naming a value."""
    return talk.act(
        *(Act("correct", slot=name, old=talk.state.slots.get(name), new=new) for name, new in values.items())
    )


def at_food(talk: Talk, **values: Any) -> Talk:
    """As far as the question for the meal."""
    talk.ask_for("book", **{"city": "paris", "people": 2, **values})
    talk.returns({"price": 10})
    assert talk.place == ("book", "food")
    return talk


def at_payer(talk: Talk) -> Talk:
    at_food(talk).give(meal="fish")
    assert talk.stack == ["book", "payment"]
    return talk


def at_last(talk: Talk) -> Talk:
    at_payer(talk).give(payer="Ann")
    assert talk.act(Act("affirm")) == ["2 to paris for Ann. Shall I book it?"]
    return talk


def test_a_branch_that_hung_on_the_slot_is_taken_again(talk: Talk) -> None:
    talk.ask_for("book", city="paris")
    assert talk.said == ["How many?"]
    assert correct(talk, city="london") == ["Okay, london.", "First or second?"]
    assert talk.give(cabin="first") == ["How many?"]


def test_and_left_again_when_the_correction_is_corrected(talk: Talk) -> None:
    talk.ask_for("book", city="paris")
    correct(talk, city="london")
    assert correct(talk, city="rome") == ["Okay, rome.", "How many?"]
    assert talk.place == ("book", "how_many")


def test_what_read_with_the_old_value_reads_again_and_says_so(talk: Talk) -> None:
    at_food(talk)
    assert correct(talk, people=3) == ["Okay, 3.", "3 it is."]
    assert talk.tool.arguments == {"city": "paris", "people": 3}
    assert talk.returns({"price": 15}) == ["That is $15.", "Meat or fish?"]


def test_what_did_not_hang_on_it_is_neither_said_nor_done_again(talk: Talk) -> None:
    talk = Talk(TRAVEL.replace('with: {city: "{{ city }}", people: "{{ people }}"}', 'with: {city: "{{ city }}"}'))
    at_food(talk)
    assert correct(talk, people=3) == ["Okay, 3.", "3 it is.", "Meat or fish?"]
    assert "kept" in talk.why()


def test_a_value_that_a_question_refuses_is_told_and_not_taken(talk: Talk) -> None:
    at_food(talk)
    assert correct(talk, people=12) == ["It can be 9 at most.", "Meat or fish?"]
    assert talk.state.slots["people"] == 2


def test_a_correction_that_makes_another_value_unfit_asks_for_that_again(talk: Talk) -> None:
    at_food(talk, people=8)
    assert correct(talk, city="rome") == ["Okay, rome.", "Only four to Rome.", "How many?"]
    assert talk.state.slots["people"] is None
    assert talk.give(people=3) == ["3 it is."]


def test_answer_and_correction_in_one_sentence(talk: Talk) -> None:
    at_food(talk)
    said = talk.act(Act("fill", slot="meal", value="fish"), Act("correct", slot="people", old=2, new=4))
    assert said == ["Okay, 4.", "4 it is."]
    assert talk.returns({"price": 20}) == ["That is $20.", "Who pays $20?"]


def test_by_name_the_question_is_put_again_and_the_rest_kept(talk: Talk) -> None:
    at_food(talk)
    assert correct(talk, city=None) == ["Where to?"]
    assert talk.state.slots["city"] is None
    assert talk.give(city="paris") == []
    assert talk.tool.arguments["city"] == "paris"
    assert talk.returns({"price": 11}) == ["That is $11.", "Meat or fish?"]


def test_cancel_during_a_correction_drops_only_the_correction(talk: Talk) -> None:
    at_food(talk)
    correct(talk, city=None)
    assert talk.act(Act("cancel")) == ["Okay, let's leave that.", "Meat or fish?"]
    assert talk.state.slots["city"] == "paris"
    assert talk.stack == ["book"]
    assert talk.give(meal="fish") == ["Who pays $10?"]


def test_and_brings_back_what_was_dropped_during_it(talk: Talk) -> None:
    at_food(talk)
    correct(talk, city=None)
    assert correct(talk, people=None) == ["Okay.", "Where to?"]
    assert talk.act(Act("cancel")) == ["Okay, let's leave that.", "Meat or fish?"]
    assert talk.state.slots == {"city": "paris", "people": 2}
    talk.give(meal="fish")
    assert talk.give(payer="Ann") == ["Ann, right?"]


def test_a_question_that_is_open_below_is_gone_back_to() -> None:
    text = TRAVEL.replace("say: Always open., next: end}", "say: Open., next: end}").replace(
        "nodes: {tell:", "nodes: {which: {type: ask, slot: card, say: Which card?}, tell:"
    )
    talk = at_payer(Talk(text))
    talk.give(payer="Ann")
    assert talk.said == ["Ann, right?"]
    assert talk.ask_for("hours") == ["Which card?"]
    assert correct(talk, payer=None) == ["Okay.", "Who pays $10?"]
    assert talk.stack == ["book", "payment"]
    assert talk.give(payer="Bo") == ["Bo, right?"]


def test_a_flow_goes_back_as_far_as_what_was_forgotten() -> None:
    text = """
slots: {n: {type: integer}, sure: {type: yes_no}, m: {type: integer}}
flows:
  main:
    nodes:
      first: {type: ask, slot: n, say: N?}
      second: {type: ask, slot: sure, say: "{{ n }}, sure?"}
      forget: {type: set, set: {n: null}}
      third: {type: ask, slot: m, say: M?, next: end}
"""
    talk = Talk(text)
    talk.give(n=1)
    assert talk.give(sure=True) == ["M?"]
    assert correct(talk, sure=None) == ["N?"]
    assert talk.give(n=2) == ["2, sure?"]
    assert talk.give(sure=False) == ["M?"]
    assert talk.state.slots["n"] is None


def test_cancel_after_a_settled_correction_leaves_the_flow(talk: Talk) -> None:
    at_food(talk)
    correct(talk, city=None)
    talk.give(city="rome")
    talk.returns({"price": 9})
    assert talk.act(Act("cancel"))[0] == "Okay, let's leave that."
    assert "book" not in talk.stack


def test_a_correction_flow_of_the_bot_may_ask_and_be_cancelled() -> None:
    own = """
  on_correction:
    nodes:
      really: {type: ask, slot: sure, say: "{{ new }} and not {{ old }}?", next: end}
"""
    talk = at_food(Talk(TRAVEL + own))
    assert correct(talk, people=5) == ["5 and not 2?"]
    assert talk.act(Act("cancel")) == ["Okay, let's leave that.", "Meat or fish?"]
    assert talk.state.slots["people"] == 2


def test_a_slot_named_before_its_question_is_only_forgotten(talk: Talk) -> None:
    talk.ask_for("book", people=2)
    assert talk.said == ["Where to?"]
    assert correct(talk, people=None) == ["Okay.", "Where to?"]
    assert talk.give(city="paris") == ["How many?"]


def test_a_read_back_holds_the_correction_of_its_own_slot(talk: Talk) -> None:
    at_payer(talk)
    assert talk.give(payer="Ann") == ["Ann, right?"]
    assert talk.act(Act("deny"), Act("correct", slot="payer", old="Ann", new="Bo")) == ["Bo, right?"]
    assert talk.act(Act("affirm"))[-1] == "2 to paris for Bo. Shall I book it?"


def test_from_a_sub_flow_a_slot_of_the_flow_above_can_be_corrected(talk: Talk) -> None:
    at_payer(talk)
    assert correct(talk, people=3) == ["Okay, 3.", "3 it is."]
    assert talk.returns({"price": 15}) == ["That is $15.", "Who pays $15?"]
    assert talk.stack == ["book", "payment"]


def test_a_sub_flow_that_does_not_hang_on_it_is_not_run_again(talk: Talk) -> None:
    at_last(talk)
    assert correct(talk, people=3) == ["Okay, 3.", "3 it is."]
    assert talk.returns({"price": 10}) == ["3 to paris for Ann. Shall I book it?"]


def test_a_sub_flow_whose_input_changed_is_run_again(talk: Talk) -> None:
    at_last(talk)
    correct(talk, people=3)
    assert talk.returns({"price": 15}) == ["That is $15.", "Who pays $15?"]


def test_after_a_read_back_a_corrected_name_is_read_back_again(talk: Talk) -> None:
    at_last(talk)
    assert correct(talk, meal="meat") == ["Okay, meat.", "2 to paris for Ann. Shall I book it?"]
    assert talk.stack == ["book"]


@pytest.mark.parametrize("answer", [True, False])
def test_yes_or_no_beside_a_correction_answers_nothing(talk: Talk, answer: bool) -> None:
    at_last(talk)
    said = talk.act(Act("fill", slot="sure", value=answer), Act("correct", slot="meal", old="fish", new="meat"))
    assert said == ["Okay, meat.", "2 to paris for Ann. Shall I book it?"]
    assert talk.state.slots.get("sure") is None
    assert (
        talk.act(Act("fill", slot="sure", value=answer), Act("correct", slot="meal", old="meat"))[0] == "Meat or fish?"
    )


def test_what_was_done_in_the_world_cannot_be_corrected(talk: Talk) -> None:
    at_last(talk).give(sure=True)
    talk.returns({"seats": 2})
    assert talk.said == ["Last four digits for the receipt?"]
    assert correct(talk, city="rome") == [
        "That is done already, I can't change it any more.",
        "Last four digits for the receipt?",
    ]
    assert talk.state.slots["city"] == "paris"
    assert correct(talk, city=None)[0] == "That is done already, I can't change it any more."


def test_a_write_that_failed_may_be_corrected_and_tried_again(talk: Talk) -> None:
    talk = Talk(
        TRAVEL.replace("save: {seats: result.seats}, on_error: handoff", "save: {seats: result.seats}, on_error: more")
    )
    at_last(talk).give(sure=True)
    talk.returns(error="refused")
    assert correct(talk, city="rome")[0] == "Okay, rome."
    assert talk.state.slots["city"] == "rome"


def test_a_correction_during_a_digression_waits_for_the_return(talk: Talk) -> None:
    at_food(talk)
    talk.ask_for("hours")
    assert talk.said[-1] == "Meat or fish?"
    assert correct(talk, people=3) == ["Okay, 3.", "3 it is."]


def test_what_a_flow_has_done_from_which_the_caller_goes_back_is_remembered() -> None:
    asks = "nodes: {when: {type: ask, slot: cabin, say: For which class?}, tell:"
    talk = Talk(TRAVEL.replace("nodes: {tell:", asks))
    talk.ask_for("hours")
    talk.ask_for("book", city="paris", people=2, meal="fish")
    talk.returns({"price": 10})
    talk.give(payer="Ann")
    talk.act(Act("affirm"))
    talk.give(sure=True)
    assert talk.returns({"seats": 2}) == ["Last four digits for the receipt?"]
    assert talk.ask_for("hours")[-1] == "For which class?"
    assert talk.stack == ["hours"]
    assert [(done.flow, done.wrote) for done in talk.state.done] == [("book", True)]


def test_attempts_are_not_begun_anew_by_a_correction(talk: Talk) -> None:
    at_food(talk)
    talk.mumble()
    talk.mumble()
    correct(talk, meal=None, city="rome")
    talk.returns({"price": 9})
    assert talk.said[-1] == "Meat or fish?"
    talk.mumble()
    assert talk.stack[-1] == "on_handoff"


# -- behind a sub-flow, and behind an answer that was forgotten --------------------------------------------------------
