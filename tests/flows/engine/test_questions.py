"""Asking: the question, its answers, its failures, its way out."""

import pytest

from flows.engine.acts import Act
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import Talk


@pytest.fixture
def talk() -> Talk:
    talk = Talk(SHOP)
    talk.ask_for("order")
    return talk


def test_asks_takes_the_answer_and_goes_on(talk: Talk) -> None:
    assert talk.said == ["Which size?"]
    assert talk.give(size="large") == ["How many?"]
    assert talk.place == ("order", "many")


def test_reprompts_in_order_and_then_takes_the_way_out(talk: Talk) -> None:
    assert talk.mumble() == ["Small or large?"]
    assert talk.mumble() == ["Say small or large."]
    assert talk.mumble() == ["I'll put you through to a colleague. One moment, please."]
    assert talk.handoff.summary == {
        "flows": ["order", "on_handoff"],
        "wants": ["Takes an order."],
        "slots": {},
        "variables": {},
        "reason": "no answer",
        "note": "",
        "said": "…",
        "text": "In progress: order.",
    }


def test_the_last_reprompt_repeats() -> None:
    talk = Talk(SHOP.replace("dtmf: {1: small, 2: large}", "attempts: 9"))
    talk.ask_for("order")
    assert [talk.mumble() for _ in range(3)] == [["Small or large?"], ["Say small or large."], ["Say small or large."]]


def test_silence_has_its_own_prompts_and_counts_with_the_others(talk: Talk) -> None:
    talk.give(size="small")
    assert talk.silence() == ["Hello? How many?"]
    assert talk.mumble() == ["Sorry, I didn't get that.", "How many?"]
    talk.silence()
    assert talk.state.phase == "handed_off"


def test_without_own_words_the_repair_flow_speaks_and_the_question_comes_again(talk: Talk) -> None:
    assert talk.silence() == ["Are you still there?", "Which size?"]


def test_a_value_out_of_the_limits_says_why(talk: Talk) -> None:
    talk.give(size="small")
    assert talk.give(count=12) == ["It can be 9 at most.", "How many?"]
    assert talk.state.slots.get("count") is None


def test_a_refused_value_says_the_authors_words(talk: Talk) -> None:
    talk.give(size="small")
    assert talk.give(count=7) == ["Not seven.", "How many?"]
    assert talk.state.slots.get("count") is None


def test_the_last_refusal_is_said_before_the_way_out(talk: Talk) -> None:
    talk.give(size="small")
    talk.give(count=7)
    talk.give(count=7)
    assert talk.give(count=7)[0] == "Not seven."
    assert talk.state.phase == "handed_off"


def test_reads_back_and_goes_on_with_yes(talk: Talk) -> None:
    talk.give(size="small")
    assert talk.give(count=2) == ["2 small ones?"]
    talk.act(Act("affirm"))
    assert talk.tool.arguments == {"size": "small", "count": 2}


def test_no_to_the_read_back_asks_again(talk: Talk) -> None:
    talk.give(size="small", count=2)
    assert talk.act(Act("deny")) == ["How many?"]
    assert talk.state.slots["count"] is None


def test_a_correction_of_the_read_back_reads_back_again(talk: Talk) -> None:
    talk.give(size="small", count=2)
    assert talk.act(Act("deny"), Act("correct", slot="count", old=2, new=3)) == ["3 small ones?"]


def test_another_value_during_the_read_back_reads_back_again(talk: Talk) -> None:
    talk.give(size="small", count=2)
    assert talk.act(Act("correct", slot="size", old="small", new="large")) == ["2 large ones?"]


def test_what_is_not_understood_at_the_read_back_does_not_ask_for_the_value(talk: Talk) -> None:
    talk.give(size="small", count=2)
    assert talk.mumble() == ["Sorry, I didn't get that.", "2 small ones?"]
    assert talk.silence() == ["Are you still there?", "2 small ones?"]


@pytest.mark.parametrize(
    ("key", "said"), [("1", []), ("2", ["How many?"]), ("5", ["Sorry, I didn't get that.", "2 small ones?"])]
)
def test_keys_at_the_read_back(talk: Talk, key: str, said: list[str]) -> None:
    talk.give(size="small", count=2)
    assert talk.keys(key) == said


def test_a_known_slot_is_not_asked_for_again() -> None:
    talk = Talk(SHOP)
    assert talk.ask_for("order", size="large") == ["How many?"]
    assert "slot_known" in talk.why()


def test_ask_again_asks_for_a_known_slot() -> None:
    talk = Talk(SHOP.replace("say: Which size?", "say: Which size?\n        ask_again: true"))
    assert talk.ask_for("order", size="large") == ["Which size?"]


def test_a_mapped_key_is_the_answer(talk: Talk) -> None:
    assert talk.keys("2") == ["How many?"]
    assert talk.state.slots["size"] == "large"


def test_a_key_that_is_not_mapped_fails(talk: Talk) -> None:
    assert talk.keys("9") == ["Small or large?"]


def test_longer_keys_wait_for_their_rest() -> None:
    talk = Talk(SHOP.replace("{1: small, 2: large}", "{11: small, 12: large}"))
    talk.ask_for("order")
    assert talk.keys("1") == []
    assert talk.keys("2") == ["How many?"]
    assert talk.state.slots["size"] == "large"


def test_digits_end_by_their_length() -> None:
    talk = Talk(SHOP)
    talk.ask_for("track")
    assert talk.keys("40") == []
    assert talk.keys("7")[0] == "Parcel 4 0 7 is near."


def test_numbers_end_by_the_finish_key_or_by_silence(talk: Talk) -> None:
    talk.give(size="small")
    assert talk.keys("4#") == ["4 small ones?"]
    talk.act(Act("deny"))
    talk.keys("5")
    assert talk.silence() == ["5 small ones?"]


def test_a_row_of_keys_is_one_turn_and_forgets_nothing() -> None:
    talk = Talk(SHOP)
    talk.ask_for("track")
    turn = talk.state.turn
    talk.keys("40")
    assert (talk.state.turn, talk.state.last_said) == (turn, ("Which code?",))
    assert talk.act(Act("repeat")) == ["Which code?"]


def test_attempts_of_the_question_come_before_the_default() -> None:
    talk = Talk(SHOP)
    talk.ask_for("track")
    talk.mumble()
    assert talk.mumble()[0] == "No parcel."


def test_without_any_way_out_the_bot_cannot_help() -> None:
    talk = Talk("voxloom: 1\nbot: small\nstart: main\n" + SHOP.replace("attempts: 2, on_fail: lost", "attempts: 1"))
    talk.ask_for("track")
    assert talk.mumble()[0] == "I'm sorry, I can't help you with that."
