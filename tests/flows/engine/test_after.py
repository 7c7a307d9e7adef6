"""What callers ask, put right or take back when a task is over."""

import pytest

from flows.engine.acts import Act
from flows.engine.commands import CallTool
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import Talk

MORE = "Is there anything else I can do for you?"
TOO_LATE = (
    "That is done already, I can't change it any more. As I said: That is $5. That was for small, count 2. "
    "If it has to be changed, I can put you through to a colleague."
)


def ask(about: str = "") -> Act:
    return Act("question", about=about)


@pytest.fixture
def talk() -> Talk:
    return Talk(SHOP)


@pytest.fixture
def bought(talk: Talk) -> Talk:
    talk.ask_for("order", size="small", count=2)
    talk.act(Act("affirm"))
    talk.returns({"price": 5})
    return talk


@pytest.fixture
def painted(talk: Talk) -> Talk:
    talk.ask_for("paint")
    talk.give(colour="red")
    return talk


def _touches_nothing(talk: Talk) -> bool:
    return not any(isinstance(command, CallTool) for command in talk.commands)


# -- questions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("about", ["", "order"])
def test_what_was_done_is_said_again(bought: Talk, about: str) -> None:
    assert bought.act(ask(about)) == ["As I said: That is $5. That was for small, count 2.", MORE]
    assert _touches_nothing(bought)
    assert bought.act(Act("deny")) == ["Thank you for calling. Goodbye."]


@pytest.mark.parametrize("about", ["", "order"])
def test_in_the_middle_nothing_is_done_yet(talk: Talk, about: str) -> None:
    talk.ask_for("order", size="small", count=2)
    assert talk.act(ask(about)) == ["That is not done yet.", "2 small ones?"]
    assert talk.act(Act("affirm")) == []
    assert talk.tool.tool == "buy"


def test_nothing_was_done_in_this_call(talk: Talk) -> None:
    assert talk.act(ask("order")) == ["Nothing has been done or changed in this call.", "What can I do for you?"]


def test_what_was_asked_about_was_not_done_but_something_else(bought: Talk) -> None:
    assert bought.act(ask("paint")) == ["I have not done that in this call. What I did: That is $5.", MORE]


def test_what_was_left_was_not_done(talk: Talk) -> None:
    talk.ask_for("order")
    talk.act(Act("cancel"))
    assert talk.act(ask()) == ["We left that, so nothing was done or changed.", MORE]


def test_the_first_was_done_and_the_second_left(bought: Talk) -> None:
    told = "As I said: That is $5. That was for small, count 2."
    bought.ask_for("order", size="large")
    assert bought.act(ask("order"))[0] == f"{told} The other one is not done yet."
    bought.act(Act("cancel"))
    assert bought.act(ask("order"))[0] == f"{told} Nothing else was done."


def test_two_of_the_same_are_both_told(bought: Talk) -> None:
    bought.ask_for("order", size="large", count=1)
    bought.act(Act("affirm"))
    bought.returns({"price": 9})
    assert bought.act(ask("order")) == [
        "As I said: That is $5. That is $9. That was for small, count 2; large, count 1.",
        MORE,
    ]


def test_while_something_else_is_asked_the_question_is_put_again(bought: Talk) -> None:
    bought.ask_for("track")
    assert bought.act(ask("order"))[1:] == ["Which code?"]
    assert bought.act(ask("track")) == ["That is not done yet.", "Which code?"]


def test_what_only_was_told_is_told_again(painted: Talk) -> None:
    assert painted.act(ask()) == ["As I said: red it is.", MORE]


def test_what_changed_something_comes_before_what_was_only_told(bought: Talk) -> None:
    bought.ask_for("hours")
    assert bought.act(ask())[0].startswith("As I said: That is $5.")
    assert bought.act(ask("hours"))[0] == "As I said: Always open."


def test_a_bot_has_words_of_its_own() -> None:
    own = "  on_status: {nodes: {mine: {type: say, say: '{{ standing }}: {{ told }} ({{ facts }})', next: end}}}\n"
    talk = Talk(SHOP + own)
    talk.ask_for("order", size="small", count=2)
    assert talk.act(ask())[0] == "open: ()"
    talk.act(Act("affirm"))
    talk.returns({"price": 5})
    assert talk.act(ask())[0] == "done: That is $5. (small, count 2)"


def test_a_question_of_knowledge_is_another_one(talk: Talk) -> None:
    assert talk.act(Act("question")) == ["Sorry, I didn't get that."]


# -- corrections -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("new", [3, None])
def test_what_was_written_with_cannot_be_corrected(bought: Talk, new: int | None) -> None:
    assert bought.act(Act("correct", slot="count", old=2, new=new)) == [TOO_LATE, MORE]
    assert bought.stack == []
    assert _touches_nothing(bought)


def test_what_only_was_told_is_told_for_another_value(painted: Talk) -> None:
    assert painted.act(Act("correct", slot="colour", old="red", new="blue")) == ["blue it is.", MORE]


LOOK = """
  look:
    triggers: [paint]
    nodes:
      a: {type: ask, slot: size, say: Size?}
      b: {type: ask, slot: count, say: Count?}
      sure: {type: ask, slot: gift, say: A gift?}
      told: {type: say, say: "{{ count }} {{ size }}.", next: end}
"""


def test_all_other_values_are_kept_but_a_consent() -> None:
    talk = Talk(SHOP.replace("    triggers: [paint]\n", "") + LOOK)
    talk.ask_for("look", size="small", count=2)
    talk.give(gift=True)
    assert talk.act(Act("correct", slot="count", old=2, new=3)) == ["A gift?"]
    assert talk.give(gift=False) == ["3 small.", MORE]
    assert talk.act(Act("correct", slot="size", old="small")) == ["Size?"]
    assert talk.give(size="large") == ["A gift?"]


def test_a_slot_of_another_task_corrects_nothing(painted: Talk) -> None:
    assert painted.act(Act("correct", slot="count", new=2)) == ["Sorry, I didn't get that."]
    assert Talk(SHOP).act(Act("correct", slot="count", new=2)) == ["Sorry, I didn't get that."]


# -- taking back -------------------------------------------------------------------------------------------------------


def test_what_is_done_cannot_be_cancelled(bought: Talk) -> None:
    assert bought.act(Act("cancel", flow="order")) == [TOO_LATE, MORE]
    assert bought.state.asked_for_more


def test_nor_while_something_else_is_asked(bought: Talk) -> None:
    bought.ask_for("track")
    assert bought.act(Act("cancel", flow="order")) == [TOO_LATE, "Which code?"]


def test_what_changed_nothing_needs_no_cancelling(painted: Talk) -> None:
    assert painted.act(Act("cancel", flow="paint")) == ["As I said: red it is.", MORE]


def test_cancel_without_a_name_is_a_no_to_anything_else(bought: Talk) -> None:
    assert bought.act(Act("cancel")) == ["Thank you for calling. Goodbye."]
