"""Flows that come between give back what they took."""

from dataclasses import replace
from typing import Any

import pytest

from flows.engine.acts import Act
from flows.engine.events import CallStarted
from flows.engine.holding import cut, lowest_with, take_out
from flows.engine.program import Program
from flows.engine.resume import start
from flows.engine.turn import Turn
from tests.flows.small_bots import NOW, Talk

POWER = """
slots:
  meter: {type: digits, length: 4}
  bank: {type: text}
  sure: {type: yes_no}
  name: {type: text, keep: true}
intents:
  debit: {description: direct debit, examples: [direct debit]}
  report: {description: a reading, examples: [my reading]}
  move: {description: a move, examples: [I move]}
  look: {description: a look, examples: [a look]}
tools: {collect: {effect: write, idempotency_key: auto, confirmed: true, stub: {}}}
flows:
  main:
    nodes: {hello: {type: say, say: Power., next: end}}
  debit:
    description: Direct debit.
    triggers: [debit]
    nodes:
      which: {type: ask, slot: meter, say: Debit for which meter?}
      account: {type: ask, slot: bank, say: Which bank?, confirm: "{{ bank }}, right?"}
      collect: {type: call, tool: collect, with: {meter: "{{ meter }}", bank: "{{ bank }}"}}
      done: {type: say, say: "Done for {{ meter }}.", next: end}
  report:
    description: Reading.
    triggers: [report]
    nodes:
      which: {type: ask, slot: meter, say: Reading of which meter?}
      right: {type: ask, slot: sure, say: "{{ meter }}, sure?"}
      who: {type: ask, slot: name, say: Your name?, ask_again: true}
      thanks: {type: say, say: Noted., next: end}
  move:
    description: Move.
    triggers: [move]
    nodes:
      again: {type: flow, flow: report}
      left: {type: say, say: "Moved {{ meter }}.", next: end}
  look:
    description: A look.
    triggers: [look]
    nodes:
      which: {type: ask, slot: meter, say: Look at which meter?}
      why: {type: ask, slot: sure, say: Sure?, next: end}
"""


@pytest.fixture
def talk() -> Talk:
    """A debit for meter 1111, at the question for the bank."""
    talk = Talk(POWER)
    talk.ask_for("debit")
    assert talk.give(meter="1111") == ["Which bank?"]
    return talk


CANCEL = Act("cancel")


def test_a_cancelled_flow_gives_back_what_it_asked_for_again(talk: Talk) -> None:
    assert talk.ask_for("report") == ["Reading of which meter?"]
    assert talk.state.slots.get("meter") is None
    assert talk.act(CANCEL)[-1] == "Which bank?"
    assert talk.state.slots["meter"] == "1111"
    talk.give(bank="Barclays")
    talk.act(Act("affirm"))
    assert talk.tool.arguments == {"meter": "1111", "bank": "Barclays"}


def test_also_what_it_was_told_meanwhile(talk: Talk) -> None:
    talk.ask_for("report", meter="2222")
    assert talk.said == ["2222, sure?"]
    talk.act(CANCEL)
    assert talk.state.slots["meter"] == "1111"


def test_a_flow_that_ends_gives_it_back_too(talk: Talk) -> None:
    talk.ask_for("report", meter="2222")
    talk.give(sure=True)
    assert talk.give(name="Ann")[-1] == "Which bank?"
    assert talk.state.slots["meter"] == "1111"
    assert talk.state.done[-1].values["meter"] == "2222"
    talk.give(bank="Barclays")
    talk.act(Act("affirm"))
    assert talk.returns({})[0] == "Done for 1111."


def test_what_was_open_below_is_answered_by_the_flow_between() -> None:
    talk = Talk(POWER)
    assert talk.ask_for("debit") == ["Debit for which meter?"]
    talk.ask_for("report", meter="2222")
    talk.give(sure=True)
    assert talk.give(name="Ann")[-1] == "Which bank?"
    assert talk.state.slots["meter"] == "2222"


def test_sub_flows_give_back_with_the_flow_that_ran_them(talk: Talk) -> None:
    talk.ask_for("move")
    assert talk.stack == ["debit", "move", "report"]
    talk.give(meter="3333")
    talk.give(sure=True)
    assert talk.give(name="Ann")[:2] == ["Noted.", "Moved 3333."]
    assert talk.state.slots["meter"] == "1111"


def test_a_slot_that_is_kept_has_the_new_value_unless_the_flow_is_cancelled(talk: Talk) -> None:
    talk.ask_for("report", meter="2222")
    talk.give(sure=True)
    talk.give(name="Ann")
    talk.ask_for("report", meter="2222")
    talk.give(sure=True)
    assert talk.said == ["Your name?"]
    assert talk.act(CANCEL)[-1] == "Which bank?"
    assert talk.state.slots["name"] == "Ann"
    talk.ask_for("report", meter="2222")
    talk.give(sure=True)
    talk.give(name="Bo")
    assert talk.state.slots["name"] == "Bo"


def test_a_kept_slot_that_the_flow_between_forgets_is_there_again() -> None:
    asks = "{type: ask, slot: name, say: Your name?, ask_again: true}"
    forgets = asks + "\n      forget: {type: set, set: {name: null}}"
    talk = Talk(POWER.replace(asks, forgets))
    talk.ask_for("debit", meter="1111")
    talk.state = replace(talk.state, slots={**talk.state.slots, "name": "Ann"})
    talk.ask_for("report", meter="2222", sure=True)
    assert talk.give(name="Bo")[-1] == "Which bank?"
    assert talk.state.slots["name"] == "Ann"


def test_flows_upon_flows_give_back_in_turn(talk: Talk) -> None:
    talk.ask_for("report", meter="2222")
    talk.ask_for("move")
    talk.give(meter="3333")
    talk.act(CANCEL)
    assert talk.state.slots["meter"] == "2222"
    assert talk.said[-1] == "2222, sure?"
    talk.act(CANCEL)
    assert talk.state.slots["meter"] == "1111"


def test_one_that_is_left_below_another_hands_down_what_it_holds(talk: Talk) -> None:
    talk.ask_for("report", meter="2222")
    talk.ask_for("look", meter="3333")
    talk.act(Act("cancel", flow="report"))
    assert talk.said[-1] == "Sure?"
    assert talk.stack == ["debit", "look"]
    assert talk.state.slots["meter"] == "3333"
    talk.act(CANCEL)
    assert talk.stack == ["debit"]
    assert talk.state.slots["meter"] == "1111"


def test_who_goes_back_to_the_first_flow_finds_it_as_it_was(talk: Talk) -> None:
    talk.ask_for("report", meter="2222")
    assert talk.ask_for("debit")[-1] == "Which bank?"
    assert talk.state.slots["meter"] == "1111"


def test_a_correction_in_the_flow_between_is_none_of_the_one_below(talk: Talk) -> None:
    talk.give(bank="Barclays")
    talk.ask_for("report", meter="2222")
    said = talk.act(Act("correct", slot="meter", old="2222", new="4444"))
    assert said == ["Okay, 4 4 4 4.", "4444, sure?"]
    talk.give(sure=True)
    assert talk.give(name="Ann")[-1] == "Barclays, right?"
    assert talk.state.slots["meter"] == "1111"


def test_to_change_it_without_a_value_asks_in_the_flow_between(talk: Talk) -> None:
    talk.ask_for("report", meter="2222")
    assert talk.act(Act("correct", slot="meter", old="2222")) == ["Reading of which meter?"]
    assert talk.stack == ["debit", "report"]


def test_a_doubtful_value_is_doubtful_again(talk: Talk) -> None:
    talk.act(Act("fill", slot="bank", value="Barclays", doubtful=True))
    assert talk.said == ["Barclays, right?"]
    assert talk.state.doubtful == ("bank",)
    turn = Turn(talk.program, talk.state, NOW)
    turn.push("debit")
    assert turn.state.doubtful == ()
    cut(turn, 1)
    assert turn.state.doubtful == ("bank",)


def test_a_fault_in_the_flow_between_takes_nothing_away() -> None:
    talk = Talk(POWER.replace('say: "{{ meter }}, sure?"', 'say: "{{ sure }}?"'))
    talk.ask_for("debit")
    talk.give(meter="1111")
    talk.ask_for("report", meter="2222")
    assert "fault" in talk.why()
    assert talk.said[-1] == "Which bank?"
    assert talk.state.slots["meter"] == "1111"


def _turn(**slots: Any) -> Turn:
    program = Program(Talk(POWER).program.bot)
    turn = Turn(program, start(program, CallStarted(NOW, call="c")).state, NOW)
    turn.push("debit")
    turn.change(slots=slots)
    return turn


def test_for_which_flows_a_value_counts() -> None:
    turn = _turn(meter="1111")
    assert lowest_with(turn, "meter") == 0
    turn.push("report")
    assert lowest_with(turn, "meter") == 1
    assert lowest_with(turn, "bank") == 0


def test_what_is_held_for_nobody_is_dropped() -> None:
    turn = _turn(meter="1111")
    turn.push("report")
    take_out(turn, 0, 1)
    assert [frame.held for frame in turn.state.stack] == [()]


def test_what_is_taken_out_gives_back_where_nothing_above_holds_it() -> None:
    turn = _turn(meter="1111")
    turn.push("report")
    turn.change(slots={"meter": "2222"})
    turn.push("main")
    take_out(turn, 1, 2)
    assert turn.state.slots["meter"] == "1111"
