"""Sub-flows: inputs, outputs, depth, giving up; digressions out of them."""

import pytest

from flows.engine.acts import Act
from flows.engine.frames import MAX_SUB_FLOWS
from tests.flows.engine.travel import TRAVEL
from tests.flows.small_bots import Talk

TWO = """
slots:
  name: {type: person}
variables: {first: {type: text}, second: {type: text}}
intents: {pair: {examples: [a pair]}}
flows:
  main: {nodes: {hello: {type: say, say: Hi., next: pair}}}
  pair:
    triggers: [pair]
    nodes:
      one: {type: flow, flow: who, with: {which: first}, save: {first: result.person}}
      two: {type: flow, flow: who, with: {which: second}, save: {second: result.person}}
      done: {type: say, say: "{{ first }} and {{ second }}.", next: end}
  who:
    inputs: {which: text}
    outputs: {person: text}
    nodes:
      ask: {type: ask, slot: name, say: "Who is the {{ which }}?", attempts: 2, on_fail: on_cannot_help}
      keep: {type: set, set: {person: "{{ name }}"}, next: end}
"""


def test_inputs_and_outputs() -> None:
    talk = Talk(TWO)
    assert talk.said == ["Hi.", "Who is the first?"]
    assert talk.stack == ["pair", "who"]
    assert talk.give(name="Ann") == ["Who is the second?"]
    assert talk.give(name="Bo") == ["Ann and Bo.", "Is there anything else I can do for you?"]
    assert talk.state.variables == {"first": "Ann", "second": "Bo"}


def test_a_sub_flow_that_gives_up_takes_the_flow_that_ran_it_along() -> None:
    talk = Talk(TWO)
    talk.mumble()
    assert talk.mumble() == [
        "I'm sorry, I can't help you with that.",
        "I'll put you through to a colleague. One moment, please.",
    ]
    assert "pair" not in talk.stack


def test_cancel_in_a_sub_flow_leaves_the_whole_task() -> None:
    talk = Talk(TWO)
    assert talk.act(Act("cancel")) == ["Okay, let's leave that.", "Is there anything else I can do for you?"]
    assert talk.stack == []


def test_a_digression_out_of_a_sub_flow_comes_back_into_it() -> None:
    talk = Talk(TRAVEL)
    talk.ask_for("book", city="paris", people=2)
    talk.returns({"price": 10})
    talk.give(meal="fish")
    assert talk.ask_for("hours") == ["Always open.", "Now, back to where we were.", "Who pays $10?"]
    assert talk.stack == ["book", "payment"]


def test_asking_for_the_task_again_inside_its_sub_flow_asks_on() -> None:
    talk = Talk(TRAVEL)
    talk.ask_for("book", city="paris", people=2)
    talk.returns({"price": 10})
    talk.give(meal="fish")
    assert talk.ask_for("book") == ["Who pays $10?"]


def test_a_slot_of_a_sub_flow_may_be_given_early() -> None:
    talk = Talk(TRAVEL)
    talk.ask_for("book", city="paris", people=2, payer="Ann")
    talk.returns({"price": 10})
    assert talk.give(meal="fish") == ["Ann, right?"]


def test_a_flow_that_runs_itself_ends_in_words() -> None:
    circle = """
variables: {n: {type: number}}
flows:
  main: {nodes: {go: {type: flow, flow: round}, done: {type: say, say: Done., next: end}}}
  round:
    nodes:
      note: {type: set, set: {n: 1}}
      again: {type: call, tool: t}
      go: {type: flow, flow: round, next: end}
tools: {t: {stub: {}}}
"""
    talk = Talk(circle)
    for _ in range(MAX_SUB_FLOWS - 1):
        talk.returns({})
    talk.returns({})
    assert talk.said == ["I'm sorry, that isn't working right now.", "Is there anything else I can do for you?"]
    assert talk.stack == []


def test_an_output_that_was_never_set_is_none() -> None:
    talk = Talk(TWO.replace('set: {person: "{{ name }}"}', "set: {person: null}"))
    talk.give(name="Ann")
    assert talk.state.variables == {"first": None}


@pytest.mark.parametrize("target", ["handoff", "broken"])
def test_a_sub_flow_may_hand_over_or_move_on(target: str) -> None:
    text = TWO.replace("on_fail: on_cannot_help", f"on_fail: {target}")
    talk = Talk(text + "  broken: {nodes: {say: {type: say, say: Never mind., next: end}}}\n")
    talk.mumble()
    said = talk.mumble()
    if target == "handoff":
        assert talk.stack[-1] == "on_handoff"
    else:  # the flow that it moved on to returns in its place, without the output
        assert said == ["Never mind.", "Who is the second?"]
