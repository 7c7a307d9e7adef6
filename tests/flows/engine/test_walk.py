"""The interpreter: edges, ends, hand-offs, limits, faults."""

import pytest

from flows.engine.acts import Act
from flows.engine.walk import MAX_DEPTH, MAX_NODES
from flows.loader.load import load_text
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import HEAD, Talk

OVER = ["Is there anything else I can do for you?"]


def test_the_start_flow_ends_in_silence() -> None:
    talk = Talk(SHOP)
    assert talk.said == ["Shop."]
    assert (talk.place, talk.state.phase, talk.listens.expectation.kind) == (None, "listening", "request")


def test_other_flows_end_with_a_question_for_more() -> None:
    talk = Talk(SHOP)
    assert talk.ask_for("hours") == ["Always open.", *OVER]
    assert talk.listens.expectation.kind == "anything_else"


def test_every_way_is_in_the_trace() -> None:
    talk = Talk(SHOP)
    talk.ask_for("hours")
    assert {"flow": "hours", "node": "tell", "why": "leads_to", "to": "end", "field": "next"} in talk.sprint.trace


def test_branches_take_the_first_that_holds() -> None:
    text = """
slots: {n: {type: integer}}
flows:
  main:
    nodes:
      ask: {type: ask, slot: n, say: N?}
      fork: {type: decide, next: [{if: n > 5, go: big}, {if: n > 3, go: middle}, {else: small}]}
      big: {type: say, say: big, next: end}
      middle: {type: say, say: middle, next: end}
      small: {type: say, say: small, next: end}
"""
    said = {}
    for n in (9, 5, 1):
        talk = Talk(text)
        said[n] = talk.give(n=n)[0]
    assert said == {9: "big", 5: "middle", 1: "small"}


def test_a_condition_without_values_does_not_hold() -> None:
    text = """
slots: {n: {type: integer}}
flows:
  main:
    nodes:
      fork: {type: decide, next: [{if: n > 5, go: big}, {else: small}]}
      big: {type: say, say: big, next: end}
      small: {type: say, say: small, next: end}
"""
    talk = Talk(text)
    assert talk.said == ["small"]
    assert "condition_failed" in talk.why()


def test_moving_to_another_flow_takes_its_place_and_asks_anew() -> None:
    text = SHOP.replace(
        'done: {type: say, say: "{{ colour }} it is.", next: end}', "done: {type: say, say: Painted., next: order}"
    )
    talk = Talk(text)
    talk.ask_for("order", size="small")
    talk.act(Act("cancel"))
    talk.ask_for("paint")
    assert talk.give(colour="red") == ["Painted.", "Which size?"]
    assert talk.stack == ["order"]
    assert talk.state.slots == {"colour": "red"}


def test_a_handoff_node_speaks_its_own_words_instead() -> None:
    text = "flows: {main: {nodes: {a: {type: handoff, say: I get Bob.}}}}\n"
    talk = Talk(text)
    assert talk.said == ["I get Bob."]
    assert talk.state.phase == "handed_off"
    assert Talk(text.replace(", say: I get Bob.", "")).said == [
        "I'll put you through to a colleague. One moment, please."
    ]


NIGHT = """
  on_handoff:
    nodes: {night: {type: say, say: Nobody is here., next: end}}
"""


def test_a_handoff_that_does_not_hand_over_ends_the_flow_that_led_to_it() -> None:
    talk = Talk(SHOP + NIGHT)
    talk.ask_for("order")
    for _ in range(2):
        talk.mumble()
    assert talk.mumble() == ["Nobody is here.", *OVER]
    assert talk.place is None


def test_a_handoff_asked_for_in_a_question_comes_back_to_it() -> None:
    talk = Talk(SHOP + NIGHT)
    talk.ask_for("order")
    assert talk.act(Act("human")) == ["Nobody is here.", "Which size?"]
    assert talk.place == ("order", "which")


def test_a_handoff_out_of_an_interrupting_flow_comes_back_by_on_resume() -> None:
    text = SHOP.replace("Always open., next: end", "Ask Bob., next: handoff") + NIGHT
    talk = Talk(text)
    talk.ask_for("order")
    assert talk.ask_for("hours") == ["Ask Bob.", "Nobody is here.", "Now, back to where we were.", "Which size?"]


@pytest.mark.parametrize(
    ("outcome", "said"),
    [("finished", []), ("returned", OVER), ("nobody", ["I'm sorry, that isn't working right now.", *OVER])],
)
def test_what_becomes_of_a_handoff(outcome: str, said: list[str]) -> None:
    talk = Talk(SHOP)
    talk.act(Act("human"))
    assert talk.handed(outcome) == said
    assert (talk.state.ended is not None) is (outcome == "finished")


def test_after_a_handoff_no_means_goodbye() -> None:
    talk = Talk(SHOP)
    talk.act(Act("human"))
    talk.handed("returned")
    talk.act(Act("deny"))
    assert talk.end.reason == "goodbye"


def test_a_circle_in_which_nobody_is_asked_stops_at_the_limit() -> None:
    text = """
slots: {n: {type: integer}}
variables: {count: {type: number}}
flows:
  main:
    nodes:
      ask: {type: ask, slot: n, say: N?}
      count: {type: set, set: {count: 0}}
      again: {type: say, say: again}
      more: {type: set, set: {count: {expr: count + 1}}, next: [{if: count < 200, go: again}, {else: ask}]}
"""
    loaded = load_text(HEAD + text).bot  # the checks refuse it
    assert loaded is not None
    talk = Talk(loaded)
    said = talk.give(n=1)
    assert said[-1] == "I'm sorry, something went wrong on my side. Goodbye."
    assert (talk.end.reason, talk.end.detail) == ("error", "node_limit")
    assert talk.why().count("visit") == MAX_NODES


def test_a_circle_of_tools_stops_at_the_limit_too() -> None:
    text = """
tools: {poll: {stub: {}}}
flows:
  main:
    nodes:
      poll: {type: call, tool: poll}
      again: {type: say, say: again, next: poll}
"""
    talk = Talk(text)
    for _ in range(MAX_NODES):
        if talk.state.ended is None:
            talk.returns({})
    assert talk.end.detail == "node_limit"


def test_flows_on_top_of_each_other_have_a_limit() -> None:
    flows = "".join(
        f"  f{n}:\n    triggers: [i{n}]\n    nodes: {{a: {{type: ask, slot: s{n}, say: S{n}?, next: end}}}}\n"
        for n in range(30)
    )
    slots = "".join(f"  s{n}: {{type: integer}}\n" for n in range(30))
    intents = "".join(f"  i{n}: {{examples: [want {n}]}}\n" for n in range(30))
    main = "flows:\n  main: {nodes: {a: {type: say, say: Hi., next: end}}}\n"
    talk = Talk(f"slots:\n{slots}intents:\n{intents}{main}{flows}")
    for n in range(30):
        if talk.state.ended is None:
            talk.ask_for(f"f{n}")
    assert talk.end.detail == "depth_limit"
    assert len(talk.stack) == MAX_DEPTH + 1


def test_a_text_that_cannot_be_filled_takes_on_error() -> None:
    talk = Talk("slots: {n: {type: integer}}\nflows: {main: {nodes: {a: {type: say, say: '{{ n }}', next: end}}}}\n")
    assert talk.said == ["I'm sorry, that isn't working right now.", *OVER]
    assert "fault" in talk.why()


def test_a_fault_in_on_error_ends_the_call() -> None:
    text = "slots: {n: {type: integer}}\nflows:\n  main: {nodes: {a: {type: say, say: '{{ n }}', next: end}}}\n"
    talk = Talk(text + "  on_error: {nodes: {a: {type: say, say: '{{ n }}', next: end}}}\n")
    assert (talk.end.reason, talk.end.detail) == ("error", "fault")


def test_repair_flows_may_be_led_to_like_any_other() -> None:
    for name in ("on_help", "on_handoff", "on_correction", "on_clarify", "on_repeat", "on_goodbye", "on_resume"):
        talk = Talk(f"flows: {{main: {{nodes: {{a: {{type: say, say: Hi., next: {name}}}}}}}}}\n")
        assert "fault" not in talk.why(), name


def test_a_flow_that_leaves_a_repair_comes_back_to_the_question() -> None:
    text = SHOP + "  on_no_match: {nodes: {a: {type: say, say: Let me tell you., next: hours}}}\n"
    talk = Talk(text.replace("        reprompts: [Small or large?, Say small or large.]\n", ""))
    talk.ask_for("order")
    assert talk.mumble() == ["Let me tell you.", "Always open.", "Now, back to where we were.", "Which size?"]
