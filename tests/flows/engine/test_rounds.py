"""Questions to which a flow leads back."""

import pytest

from flows.engine.acts import Act
from flows.engine.rounds import leads_round, says_what_to_ask
from tests.flows.small_bots import Talk

HEAD = """
slots:
  item: {type: choice, choices: {pizza: null, pasta: null}}
  amount: {type: integer, min: 1, max: 20}
  who: {type: text}
  number: {type: digits, length: 4, keep: true}
  more: {type: yes_no}
  sure: {type: yes_no}
variables: {count: {type: number}}
tools:
  add: {effect: write, idempotency_key: auto, confirmed: true, stub: {}}
  look: {returns: {n: number}, stub: {n: 1}}
flows:
  main:
    nodes:
"""
WHO = "who: {type: ask, slot: who, say: Who?}"
NUMBER = "number: {type: ask, slot: number, say: Number?}"
ITEM = "item: {type: ask, slot: item, say: Which?}"
AMOUNT = "amount: {type: ask, slot: amount, say: How many?}"
ADD = 'add: {type: call, tool: add, with: {item: "{{ item }}", amount: "{{ amount }}", who: "{{ who }}"}}'
MORE = "more: {type: ask, slot: more, say: More?, next: [{if: more, go: item}, {else: end}]}"
SO = "so: {type: say, say: So.}"


def talk(*nodes: str, also: str = "") -> Talk:
    return Talk(HEAD + "".join(f"      {node}\n" for node in nodes) + also)


@pytest.fixture
def order() -> Talk:
    """Two pizzas for Ann are ordered, and there are to be more."""
    order = talk(WHO, ITEM, AMOUNT, ADD, MORE)
    order.give(who="Ann")
    order.give(item="pizza")
    order.give(amount=2)
    assert order.returns({}) == ["More?"]
    assert order.give(more=True) == ["Which?"]
    return order


def test_all_questions_of_a_round_are_put_again(order: Talk) -> None:
    assert order.state.slots == {"who": "Ann", "item": None, "amount": 2, "more": True}
    assert order.give(item="pasta") == ["How many?"]
    order.give(amount=3)
    assert order.tool.arguments == {"item": "pasta", "amount": 3, "who": "Ann"}
    assert order.returns({}) == ["More?"]
    assert order.give(more=True) == ["Which?"]
    order.give(item="pizza")
    order.give(amount=1)
    order.returns({})
    assert order.give(more=False) == []
    assert order.stack == []


def test_an_answer_of_the_last_round_is_not_corrected_by_one_of_this(order: Talk) -> None:
    assert "amount" in order.listens.expectation.open_slots
    assert "amount" not in order.listens.expectation.filled_slots
    order.give(item="pasta", amount=3)
    assert order.tool.arguments["amount"] == 3


def test_within_the_new_round_it_is(order: Talk) -> None:
    order.give(item="pasta")
    assert order.act(Act("correct", slot="item", old="pasta", new="pizza")) == ["Okay, pizza.", "How many?"]
    assert order.act(Act("correct", slot="item", old="pizza")) == ["Which?"]


def test_what_was_written_with_a_value_from_before_the_round_stays(order: Talk) -> None:
    assert order.act(Act("correct", slot="who", old="Ann", new="Bo"))[0].startswith("That is done already")
    assert order.state.slots["who"] == "Ann"


def test_a_digression_comes_back_to_the_question_put_again() -> None:
    order = talk(
        ITEM, SO, MORE, also="  hours:\n    triggers: [hours]\n    nodes: {say: {type: say, say: Eight., next: end}}\n"
        "intents: {hours: {description: hours, examples: [when are you open]}}\n",
    )  # fmt: skip
    order.give(item="pizza")
    order.give(more=True)
    assert order.said == ["Which?"]
    assert order.ask_for("hours")[-1] == "Which?"
    assert order.give(item="pasta") == ["So.", "More?"]


@pytest.mark.parametrize(
    "nodes",
    [
        [ITEM.replace("?}", "?, next: item}")],
        [ITEM, "so: {type: say, say: So., next: item}"],
        [SO, ITEM, "fork: {type: decide, next: [{if: 'item == \"pizza\"', go: so}, {else: end}]}"],
        [ITEM, "count: {type: set, set: {count: 1}, next: item}"],
        [ITEM, "look: {type: call, tool: look, next: item}"],
        [ITEM.replace("slot: item", "slot: number").replace("?}", "?, next: item}")],
        [ITEM, "so: {type: say, say: So., next: main}"],
    ],
)
def test_no_circle_turns_without_the_caller(nodes: list[str]) -> None:
    circle = talk(*nodes)
    for _ in range(3):
        circle.give(**({"number": "1234"} if "slot: number" in nodes[0] else {"item": "pizza"}))
        if circle.state.tool is not None:
            circle.returns({"n": 1})
        assert circle.said[-1] == "Which?"
        assert circle.why().count("visit") < 5


CHECK = "check: {type: decide, next: [{if: amount > 9, go: full}, {else: end}]}"
FULL = "full: {type: say, say: Too many.}"


def test_a_round_that_forgets_an_answer_asks_only_for_that() -> None:
    order = talk(ITEM, AMOUNT, CHECK, FULL, "again: {type: set, set: {item: null}, next: item}")
    order.give(item="pizza")
    assert order.give(amount=10) == ["Too many.", "Which?"]
    assert order.give(item="pasta") == ["Too many.", "Which?"]
    assert order.state.slots["amount"] == 10


def test_but_also_what_speaks_of_it() -> None:
    amount = AMOUNT.replace("How many?", '"How many {{ item }}?"')
    order = talk(ITEM, amount, CHECK, FULL, "again: {type: set, set: {item: null}, next: item}")
    order.give(item="pizza")
    assert order.give(amount=10) == ["Too many.", "Which?"]
    assert order.give(item="pasta") == ["How many pasta?"]


def test_and_what_led_round() -> None:
    sure = "sure: {type: ask, slot: sure, say: Sure?, next: [{if: sure, go: end}, {else: again}]}"
    order = talk(ITEM, sure, "again: {type: set, set: {item: null}, next: item}")
    order.give(item="pizza")
    assert order.give(sure=False) == ["Which?"]
    assert order.give(item="pasta") == ["Sure?"]


def test_a_question_that_asks_again_says_what_the_round_is_about() -> None:
    menu = "menu: {type: ask, slot: item, say: Which?, ask_again: true}"
    order = talk(WHO, menu, "so: {type: say, say: So., next: who}")
    order.give(who="Ann")
    assert order.give(item="pizza") == ["So.", "Which?"]


def test_so_does_a_sub_flow_that_asks() -> None:
    sub = "  sub:\n    nodes: {item: {type: ask, slot: item, say: Which?, next: end}}\n"
    order = talk(WHO, "run: {type: flow, flow: sub, next: who}", also=sub)
    order.give(who="Ann")
    assert order.give(item="pizza") == ["Which?"]


def test_what_keeps_its_value_is_passed_where_others_are_asked() -> None:
    order = talk(NUMBER, ITEM, "so: {type: say, say: So., next: number}")
    order.give(number="1234")
    assert order.give(item="pizza") == ["So.", "Which?"]
    assert order.state.slots["number"] == "1234"


def test_a_value_that_a_node_gave_is_passed_once() -> None:
    order = talk(ITEM, "default: {type: set, set: {item: pizza}, next: item}")
    assert order.give(item="pasta") == ["Which?"]
    assert order.state.slots["item"] is None


def test_a_default_after_a_question_that_failed_is_not_asked_for() -> None:
    order = talk(
        ITEM.replace("say:", "attempts: 1, on_fail: default, next: so, say:"),
        "default: {type: set, set: {item: pizza}, next: item}", "so: {type: say, say: '{{ item }}.', next: end}",
    )  # fmt: skip
    assert order.silence()[0] == "pizza."


def test_what_came_early_is_not_asked_for_in_its_round() -> None:
    order = talk(ITEM, AMOUNT, MORE)
    order.give(item="pizza", amount=2)
    assert order.said == ["More?"]
    assert order.give(more=True) == ["Which?"]
    assert order.give(item="pasta", amount=3) == ["More?"]
    assert order.state.slots["amount"] == 3


def test_a_correction_does_not_count_as_a_round() -> None:
    order = talk(ITEM, AMOUNT, MORE)
    order.give(item="pizza", amount=2)
    assert order.act(Act("correct", slot="item", old="pizza", new="pasta")) == ["Okay, pasta.", "More?"]


def test_what_a_node_says_of_its_round() -> None:
    bot = talk(ITEM, MORE, "again: {type: set, set: {item: null, count: 1}, next: end}").program.bot
    item, more, again = bot.flows["main"].nodes.values()
    assert says_what_to_ask(again, bot.slots, lambda _: True)
    assert not says_what_to_ask(again, (), lambda _: True)
    assert not says_what_to_ask(item, bot.slots, lambda _: True)
    assert leads_round(more)  # type: ignore[arg-type]
    assert not leads_round(item)  # type: ignore[arg-type]
