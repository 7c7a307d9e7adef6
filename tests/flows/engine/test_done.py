"""What is remembered of tasks that are over."""

from flows.engine.acts import Act
from flows.engine.done import MAX_DONE
from flows.engine.finished import Done
from tests.flows.engine.shop import SHOP
from tests.flows.engine.travel import TRAVEL
from tests.flows.small_bots import Talk

PAID = Done("order", {"size": "small", "count": 2}, wrote=True, told=("That is $5.",))


def _bought(talk: Talk, **slots: object) -> Talk:
    talk.ask_for("order", **(slots or {"size": "small", "count": 2}))
    talk.act(Act("affirm"))
    talk.returns({"price": 5})
    return talk


def test_a_task_that_changed_something_with_its_values_and_its_last_words() -> None:
    assert _bought(Talk(SHOP)).state.done == (PAID,)


def test_the_start_flow_and_repairs_are_no_tasks() -> None:
    talk = Talk(SHOP)
    talk.act(Act("help"))
    talk.mumble()
    assert talk.state.done == ()


def test_what_was_said_before_the_last_question_is_not_its_end() -> None:
    talk = Talk(SHOP)
    talk.ask_for("paint")
    talk.give(colour="red")
    assert talk.state.done == (Done("paint", {"colour": "red"}, told=("red it is.",)),)
    talk.ask_for("hours")
    assert talk.state.done[-1] == Done("hours", told=("Always open.",))


GIFT = """
  gift:
    triggers: [paint]
    nodes:
      one: {type: call, tool: buy, with: {size: small, count: 1}, on_error: end}
      told: {type: say, say: Bought.}
      what: {type: ask, slot: note, say: A card?}
      last: {type: say, say: Noted., next: end}
"""


def test_what_was_said_behind_a_write_stays_over_further_questions() -> None:
    talk = Talk(SHOP.replace("    triggers: [paint]\n", "") + GIFT)
    talk.ask_for("gift")
    talk.returns({"price": 5})
    talk.give(note="yes")
    assert talk.state.done[-1].told == ("Bought.", "Noted.")
    assert talk.state.done[-1].wrote


def test_a_task_that_was_left_and_a_request_that_was_dropped() -> None:
    talk = Talk(SHOP)
    talk.ask_for("order", "track")
    talk.act(Act("cancel", flow="track"))
    talk.give(size="small")
    talk.act(Act("cancel"))
    assert talk.state.done == (Done("track", left=True), Done("order", {"size": "small"}, left=True))


def test_a_task_that_is_left_behind_its_write_is_done() -> None:
    talk = Talk(TRAVEL)
    talk.ask_for("book", city="paris", people=2)
    talk.returns({"price": 10})
    for values in ({"meal": "fish"}, {"payer": "Ann"}):
        talk.give(**values)
    talk.act(Act("affirm"))
    talk.give(sure=True)
    talk.returns({"seats": 2})
    assert talk.place == ("book", "more")
    talk.act(Act("cancel"))
    (done,) = talk.state.done
    assert (done.wrote, done.left, done.values["payer"]) == (True, False, "Ann")


def test_it_bears_the_name_that_was_asked_for_when_it_moves_on() -> None:
    talk = Talk(SHOP.replace("say: No parcel., next: end", "say: No parcel., next: hours"))
    talk.ask_for("track")
    talk.mumble()
    talk.mumble()
    assert talk.state.done[-1] == Done("track", told=("No parcel.", "Always open."))


SENDING = """
intents: {i: {examples: [go]}}
tools: {w: {effect: write, idempotency_key: auto, confirmed: true, stub: {}}}
flows:
  main: {nodes: {hi: {type: say, say: Hi., next: end}}}
  a: {triggers: [i], nodes: {run: {type: flow, flow: b}, said: {type: say, say: Over., next: end}}}
  b: {nodes: {do: {type: call, tool: w, on_error: end}, told: {type: say, say: Sent., next: end}}}
"""


def test_what_a_sub_flow_changed_counts_for_the_flow_that_ran_it() -> None:
    talk = Talk(SENDING)
    talk.ask_for("a")
    talk.returns({})
    assert talk.state.done == (Done("a", {}, wrote=True, told=("Sent.", "Over.")),)


def test_a_flow_that_is_cut_off_by_a_hand_over_is_remembered_if_it_changed_something() -> None:
    talk = Talk(SHOP.replace('say: "That is {{ price | money }}.", next: end', 'say: "Paid.", next: handoff'))
    _bought(talk)
    assert talk.handoff.summary["flows"] == ["order", "on_handoff"]
    talk.handed("returned")
    assert [(done.flow, done.wrote, done.told) for done in talk.state.done] == [("order", True, ("Paid.",))]


def test_only_the_last_ones_are_remembered() -> None:
    talk = Talk(SHOP)
    for _ in range(MAX_DONE + 3):
        talk.ask_for("hours")
    assert len(talk.state.done) == MAX_DONE
