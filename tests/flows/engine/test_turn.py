"""A sprint in the making: values, texts, keys of tools, what the bot expects to hear."""

import pytest

from flows.engine.acts import Act
from flows.engine.state import State
from flows.engine.turn import Fault, Turn, expectation
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import NOW, Talk, bot


def _key(call: str, count: int = 2) -> str | None:
    talk = Talk(SHOP, begin=False)
    from flows.engine.events import CallStarted
    from flows.engine.resume import start

    talk.state = start(talk.program, CallStarted(NOW, call=call)).state
    talk.ask_for("order", size="small", count=count)
    talk.act(Act("affirm"))
    return talk.tool.idempotency_key


def test_keys_are_the_same_in_a_replay_and_differ_between_calls_and_arguments() -> None:
    assert _key("a") == _key("a")
    assert len({_key("a"), _key("b"), _key("a", 3)}) == 3


def test_a_second_visit_has_another_key() -> None:
    talk = Talk(SHOP)
    keys = set()
    for _ in range(2):
        talk.ask_for("order", size="small", count=2)
        talk.act(Act("affirm"))
        keys.add(talk.tool.idempotency_key)
        talk.returns({"price": 1})
    assert len(keys) == 2


def test_a_key_may_be_a_template() -> None:
    talk = Talk(SHOP.replace("idempotency_key: auto", 'idempotency_key: "{{ size }}-{{ count }}"'))
    talk.ask_for("order", size="small", count=2)
    talk.act(Act("affirm"))
    assert talk.tool.idempotency_key == "small-2"


def test_texts_without_a_value_are_a_fault() -> None:
    turn = Turn(Talk(SHOP).program, State("small", "running"), NOW)
    with pytest.raises(Fault, match="cannot be filled"):
        turn.render("{{ size }}")
    with pytest.raises(Fault):
        turn.literal("{{ size }}")


def test_empty_texts_are_not_spoken_and_spaces_are_one() -> None:
    turn = Turn(Talk(SHOP).program, State("small", "running"), NOW)
    turn.say("  ")
    turn.say("a\n   b")
    assert [getattr(command, "text", None) for command in turn.commands] == ["a b"]


def test_barge_in_is_the_bots_unless_the_text_says_else() -> None:
    nodes = "{a: {type: say, say: A.}, b: {type: say, say: B., barge_in: true, next: end}}"
    head = "voxloom: 1\nbot: small\nstart: main\ndefaults: {barge_in: false}\n"
    talk = Talk(f"{head}flows: {{main: {{nodes: {nodes}}}}}\n")
    assert [getattr(command, "barge_in", None) for command in talk.commands[:2]] == [False, True]


def test_what_is_expected() -> None:
    talk = Talk(SHOP)
    assert talk.listens.expectation.kind == "request"
    talk.ask_for("order", "track")
    expected = talk.listens.expectation
    assert (expected.kind, expected.flow, expected.node, expected.slot) == ("slot", "order", "which", "size")
    assert (expected.open_slots, expected.filled_slots) == (("size", "count"), ())
    assert expected.open_flows == ("order", "track")
    talk.give(size="small", count=2)
    assert talk.listens.expectation.kind == "confirm"
    assert talk.listens.expectation.filled_slots == ("size", "count")
    talk.act(Act("affirm"))
    assert expectation(talk.program, talk.state).kind == "nothing"


def test_values_keep_their_type_when_a_template_is_one_expression() -> None:
    turn = Turn(Talk(SHOP).program, State("small", "running", slots={"count": 2}), NOW)
    assert turn.literal("{{ count }}") == 2
    assert turn.literal("{{ count }} ") == 2
    assert turn.literal("n {{ count }}") == "n 2"
    assert turn.literal(3.5) == 3.5
    assert turn.literal(None) is None


def test_bots_of_the_helper_are_clean() -> None:
    assert bot(SHOP).flows


CARD = """
slots: {card: {type: card_number}, callback: {type: phone}}
variables: {note: {type: text}}
tools: {pay: {allow: [card], arguments: {card: card_number}, returns: {ok: yes_no}, stub: {ok: true}}}
flows:
  main:
    nodes:
      a: {type: ask, slot: card, say: Which card?, validate: [{if: 'card.startsWith("5")', say: "Not {{ card }}."}]}
      b: {type: ask, slot: callback, say: Your phone?, help: "For {{ card }}."}
      c: {type: set, set: {note: "{{ card }}"}}
      d: {type: call, tool: pay, with: {card: "{{ card }}"}, filler: {say: "Charging {{ card }}."}}
      e: {type: say, say: "{{ card }}, {{ callback }}, {{ card | length }}.", next: end}
"""


def test_texts_hold_a_card_by_its_end_and_tools_the_number() -> None:
    talk = Talk(bot(CARD, warnings=True))
    assert talk.give(card="5555555555554444")[0] == "Not the card ending 4 4 4 4."
    talk.give(card="4242424242424242")
    assert talk.act(Act("help"))[0] == "For the card ending 4 2 4 2."
    talk.give(callback="+12125550123")
    assert talk.tool.arguments == {"card": "4242424242424242"}
    assert talk.tool.filler == "Charging the card ending 4 2 4 2."
    assert talk.state.variables["note"] == "4242424242424242"
    assert talk.returns({"ok": True}) == ["the card ending 4 2 4 2, 2 1 2, 5 5 5, 0 1 2 3, 16."]
