"""All that people do instead of answering."""

import pytest

from flows.engine.acts import Act
from flows.engine.dialogue import MAX_IDLE_SILENCES, MAX_TURNS
from flows.engine.frames import MAX_IDLE_FAILURES
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import Talk

OVER = "Is there anything else I can do for you?"
CLARIFY = Act("clarify", candidates=("order", "track"))


@pytest.fixture
def idle() -> Talk:
    return Talk(SHOP)


@pytest.fixture
def ordering(idle: Talk) -> Talk:
    idle.ask_for("order")
    return idle


# -- requests ----------------------------------------------------------------------------------------------------------


def test_a_request_may_fill_slots_of_its_flow_only(idle: Talk) -> None:
    idle.ask_for("order", size="small", code="123")
    assert idle.state.slots == {"size": "small"}


def test_a_value_that_its_question_would_refuse_is_not_kept(idle: Talk) -> None:
    assert idle.ask_for("order", size="small", count=7) == ["Not seven.", "How many?"]
    assert "not_filled" in idle.why()


def test_after_waiting_the_question_is_what_is_repeated(ordering: Talk) -> None:
    assert ordering.act(Act("wait")) == ["Sure, take your time."]
    assert ordering.act(Act("repeat")) == ["Which size?"]


def test_who_waits_over_a_question_hears_it_before_a_yes_counts(ordering: Talk) -> None:
    ordering.interrupt("Which")
    assert ordering.act(Act("wait")) == ["Sure, take your time."]
    ordering.silence()
    ordering.interrupt("")
    assert ordering.act(Act("wait")) == ["Sure, take your time.", "Which size?"]


def test_a_digression_comes_back(ordering: Talk) -> None:
    assert ordering.ask_for("hours") == ["Always open.", "Now, back to where we were.", "Which size?"]
    assert ordering.stack == ["order"]


def test_a_digression_with_a_question_comes_back(ordering: Talk) -> None:
    assert ordering.ask_for("track") == ["Which code?"]
    assert ordering.stack == ["order", "track"]
    assert ordering.give(code="123")[1:] == ["Now, back to where we were.", "Which size?"]


def test_the_open_flow_once_more_is_the_question_once_more(ordering: Talk) -> None:
    assert ordering.ask_for("order") == ["Which size?"]


def test_asking_for_an_interrupted_flow_goes_back_to_it(ordering: Talk) -> None:
    ordering.ask_for("track")
    assert ordering.ask_for("order", count=3) == ["Now, back to where we were.", "Which size?"]
    assert ordering.stack == ["order"]
    assert "went_back" in ordering.why()


def test_two_requests_are_dealt_with_one_after_the_other(idle: Talk) -> None:
    assert idle.ask_for("track", "hours", code="123") == ["Parcel 1 2 3 is near.", "Always open.", OVER]


def test_values_for_the_second_request_are_kept_for_it(idle: Talk) -> None:
    assert idle.ask_for("track", "order", size="large") == ["Which code?"]
    assert idle.give(code="123") == ["Parcel 1 2 3 is near.", "How many?"]


def test_requests_of_a_digression_come_before_what_was_interrupted(ordering: Talk) -> None:
    said = ordering.ask_for("track", "hours", code="123")
    assert said == ["Parcel 1 2 3 is near.", "Always open.", "Now, back to where we were.", "Which size?"]


def test_a_flow_that_starts_again_asks_again_but_for_what_it_keeps(idle: Talk) -> None:
    idle.ask_for("track", code="123")
    assert idle.ask_for("track") == ["Which code?"]
    idle.act(Act("cancel"))
    idle.ask_for("paint", colour="red")
    assert idle.ask_for("paint")[0] == "red it is."


def test_unknown_flows_are_no_requests(idle: Talk) -> None:
    assert idle.ask_for("nothing") == ["Sorry, I didn't get that."]


# -- corrections -------------------------------------------------------------------------------------------------------


def test_a_correction_of_an_earlier_answer(ordering: Talk) -> None:
    ordering.give(size="small")
    assert ordering.act(Act("correct", slot="size", old="small", new="large")) == ["Okay, large.", "How many?"]


def test_answer_and_correction_in_one_sentence(ordering: Talk) -> None:
    ordering.give(size="small")
    assert ordering.act(Act("correct", slot="size", old="small", new="large"), Act("fill", slot="count", value=3)) == [
        "3 large ones?"
    ]


def test_an_early_answer_for_a_later_question_asks_the_open_one_again(ordering: Talk) -> None:
    assert ordering.give(count=3) == ["Which size?"]
    assert ordering.give(size="small") == ["3 small ones?"]


# -- cancel ------------------------------------------------------------------------------------------------------------


def test_cancel_leaves_the_flow_on_top(ordering: Talk) -> None:
    assert ordering.act(Act("cancel")) == ["Okay, let's leave that.", OVER]
    assert ordering.stack == []


def test_cancel_in_a_digression_comes_back(ordering: Talk) -> None:
    ordering.ask_for("track")
    assert ordering.act(Act("cancel")) == ["Okay, let's leave that.", "Now, back to where we were.", "Which size?"]


def test_cancel_starts_what_waited(idle: Talk) -> None:
    idle.ask_for("order", "track")
    assert idle.act(Act("cancel")) == ["Okay, let's leave that.", "Which code?"]


def test_cancel_by_name_leaves_only_that_flow(ordering: Talk) -> None:
    ordering.ask_for("track")
    assert ordering.act(Act("cancel", flow="order")) == ["Okay, let's leave that.", "Which code?"]
    assert ordering.stack == ["track"]
    assert ordering.give(code="123") == ["Parcel 1 2 3 is near.", OVER]


def test_cancel_by_name_of_what_waits(idle: Talk) -> None:
    idle.ask_for("order", "hours")
    assert idle.act(Act("cancel", flow="hours")) == ["Okay, let's leave that.", "Which size?"]
    assert idle.state.stack[0].later == ()


def test_cancel_by_name_of_what_is_not_open_is_no_answer(ordering: Talk) -> None:
    assert ordering.act(Act("cancel", flow="paint")) == ["Small or large?"]


# -- clarify -----------------------------------------------------------------------------------------------------------


def test_clarify_offers_and_listens(idle: Talk) -> None:
    assert idle.act(CLARIFY) == ["Did you mean an order or track?"]
    assert idle.listens.expectation.candidates == ("order", "track")
    assert idle.ask_for("track") == ["Which code?"]
    assert idle.state.candidates == ()


def test_neither_of_the_offered(idle: Talk) -> None:
    idle.act(CLARIFY)
    assert idle.act(Act("deny")) == ["What can I do for you?"]


def test_yes_to_a_choice_offers_again(idle: Talk) -> None:
    idle.act(CLARIFY)
    assert idle.act(Act("affirm")) == ["Did you mean an order or track?"]


def test_no_to_an_offer_is_no_answer_to_the_read_back_below(ordering: Talk) -> None:
    ordering.give(size="small", count=2)
    ordering.act(CLARIFY)
    assert ordering.act(Act("deny")) == ["2 small ones?"]
    assert ordering.state.slots["count"] == 2


def test_silence_after_an_offer_forgets_it(ordering: Talk) -> None:
    ordering.act(CLARIFY)
    assert ordering.silence() == ["Are you still there?", "Which size?"]
    assert ordering.state.candidates == ()


# -- about the conversation --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "said"),
    [
        ("repeat", ["Which size?"]),
        ("wait", ["Sure, take your time."]),
        ("help", ["Just tell me in your own words what you need.", "Which size?"]),
        ("chitchat", ["I'm an automated assistant, and glad to help.", "Which size?"]),
        ("refuse", ["I understand.", "Which size?"]),
        ("goodbye", ["Thank you for calling. Goodbye."]),
        ("human", ["I'll put you through to a colleague. One moment, please."]),
    ],
)
def test_in_a_question(ordering: Talk, act: str, said: list[str]) -> None:
    assert ordering.act(Act(act)) == said  # type: ignore[arg-type]


def test_a_person_is_reached_by_the_bots_own_flow(ordering: Talk) -> None:
    person = Act("human", flow="track")
    assert ordering.act(person) == ["Which code?"]
    assert [frame.flow for frame in ordering.state.stack] == ["order", "track"]
    assert ordering.act(person) == ["I'll put you through to a colleague. One moment, please."]  # who insists


def test_a_way_to_a_person_that_is_gone(ordering: Talk) -> None:
    assert ordering.act(Act("human", flow="gone")) == ["I'll put you through to a colleague. One moment, please."]


def test_help_of_the_question(ordering: Talk) -> None:
    ordering.give(size="small")
    assert ordering.act(Act("help")) == ["We need to know how many.", "How many?"]


def test_wait_gives_more_time_once(ordering: Talk) -> None:
    usual = ordering.listens.no_input_ms
    ordering.act(Act("wait"))
    assert ordering.listens.no_input_ms == 5 * usual
    ordering.silence()
    assert ordering.listens.no_input_ms == usual


def test_a_refusal_with_no_question_open(idle: Talk) -> None:
    assert idle.act(Act("refuse")) == ["Sorry, I didn't get that."]


# -- nothing open ------------------------------------------------------------------------------------------------------


def test_after_some_failures_the_bot_cannot_help(idle: Talk) -> None:
    for _ in range(MAX_IDLE_FAILURES - 1):
        assert idle.mumble() == ["Sorry, I didn't get that."]
    assert idle.mumble()[0] == "I'm sorry, I can't help you with that."


def test_what_is_understood_in_between_starts_the_count_again(idle: Talk) -> None:
    for _ in range(MAX_IDLE_FAILURES - 1):
        idle.mumble()
    idle.act(Act("chitchat"))
    assert idle.mumble() == ["Sorry, I didn't get that."]


def test_a_bot_may_go_on_after_it_could_not_help() -> None:
    talk = Talk(SHOP + "  on_cannot_help: {nodes: {a: {type: say, say: Try the web., next: end}}}\n")
    for _ in range(MAX_IDLE_FAILURES - 1):
        talk.mumble()
    assert talk.mumble() == ["Try the web.", OVER]
    assert talk.mumble() == ["Sorry, I didn't get that."]


def test_after_some_silences_the_bot_says_goodbye(idle: Talk) -> None:
    for _ in range(MAX_IDLE_SILENCES - 1):
        assert idle.silence() == ["Are you still there?"]
    idle.silence()
    assert idle.end.reason == "goodbye"


def test_a_yes_and_then_nothing(idle: Talk) -> None:
    idle.ask_for("hours")
    assert idle.act(Act("affirm")) == ["What can I do for you?"]
    assert idle.act(Act("deny")) == ["Thank you for calling. Goodbye."]


@pytest.mark.parametrize(
    ("act", "said"), [("deny", "Thank you for calling. Goodbye."), ("affirm", "What can I do for you?")]
)
def test_anything_else(idle: Talk, act: str, said: str) -> None:
    idle.ask_for("hours")
    assert idle.act(Act(act)) == [said]  # type: ignore[arg-type]


def test_very_long_calls_end(idle: Talk) -> None:
    for _ in range(MAX_TURNS):
        idle.act(Act("chitchat"))
    idle.act(Act("chitchat"))
    assert (idle.end.reason, idle.end.detail) == ("limit", "turns")


# -- repair flows of a bot's own that ask something --------------------------------------------------------------------

ASKING = """
  on_no_match:
    nodes:
      a: {type: ask, slot: note, say: Say it in other words., attempts: 2, on_fail: end, next: end}
"""


def test_a_repair_that_asks_is_not_laid_upon_itself() -> None:
    talk = Talk(SHOP.replace("        reprompts: [Small or large?, Say small or large.]\n", "") + ASKING)
    talk.ask_for("order")
    assert talk.mumble() == ["Say it in other words."]
    assert talk.stack == ["order", "on_no_match"]
    assert talk.mumble() == ["Say it in other words."]
    assert talk.stack == ["order", "on_no_match"]
    assert talk.mumble() == ["Which size?"]


def test_a_correction_that_asks_is_dropped_by_cancel() -> None:
    text = SHOP + "  on_correction: {nodes: {a: {type: ask, slot: gift, say: 'Really {{ new }}?', next: end}}}\n"
    talk = Talk(text)
    talk.ask_for("order", size="small")
    assert talk.act(Act("correct", slot="size", old="small", new="large")) == ["Really large?"]
    assert talk.act(Act("cancel")) == ["Okay, let's leave that.", "How many?"]
    assert talk.stack == ["order"]


def test_goodbye_may_be_asked_about() -> None:
    text = (
        SHOP
        + """
  on_goodbye:
    nodes:
      a: {type: ask, slot: gift, say: Really leave?, next: [{if: gift, go: bye}, {else: end}]}
      bye: {type: end, say: Bye.}
"""
    )
    talk = Talk(text)
    assert talk.act(Act("goodbye")) == ["Really leave?"]
    assert talk.give(gift=False) == [OVER]
    talk.act(Act("goodbye"))
    talk.give(gift=True)
    assert talk.end.reason == "goodbye"
