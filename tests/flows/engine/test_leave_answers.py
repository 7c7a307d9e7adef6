"""What a model wants written is read back to the caller, and done after their yes alone."""

import json
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from flows.engine.acts import Act, Understanding
from flows.engine.commands import Say
from flows.engine.events import ModelReturned, ToolWish, UserSaid
from flows.engine.turn import expectation
from tests.flows.engine.model_bots import Model
from tests.flows.small_bots import NOW

BOT = """
slots: {guests: {type: integer}, day: {type: date}}
intents: {hours: {description: hours, examples: [when are you open]}, table: {description: a table, examples: [x y z]}}
tools:
  book:
    description: Books a table.
    effect: write
    idempotency_key: auto
    arguments: {day: date, guests: integer, outside: boolean}
    stub: {}
  drop:
    effect: write
    idempotency_key: auto
    arguments: {code: text}
    confirm: "I'd drop {{ code }}. All right?"
    stub: {}
  note: {effect: write, confirmed: true, idempotency_key: auto, arguments: {}, stub: {}}
  look: {arguments: {}, stub: {}}
flows:
  main: {nodes: {hi: {type: say, say: Hello., next: end}}}
  hours: {triggers: [hours], nodes: {a: {type: say, say: Always., next: end}}}
  table:
    triggers: [table]
    nodes:
      how: {type: ask, slot: guests, say: How many?}
      think:
        {type: generate, prompt: "Book for {{ guests }}.", tools: [book, drop, look, note], on_error: sorry, next: done}
      done: {type: say, say: Thank you., next: end}
      sorry: {type: say, say: No words today., next: end}
"""
BOOK = ("book", json.dumps({"day": "2026-03-01", "guests": 4, "outside": True}))
DROP = ("drop", '{"code": "A7"}')
READ_BACK = "I would do this: Books a table, with day Sunday, March 1st, guests 4, outside yes. Shall I?"
YES, NO, MUMBLE = Act("affirm"), Act("deny"), Act("out_of_scope")


def at_the_model() -> Model:
    here = Model(BOT)
    here.act(Act("start_flow", flow="table"), Act("fill", slot="guests", value=4))
    assert here.asked.node == "table.think"
    return here


def asked_for_leave(*wishes: tuple[str, str]) -> Model:
    here = at_the_model()
    assert here.wants(*(wishes or (BOOK,))) == []
    return here


def test_it_is_read_back_in_the_words_of_the_bot_and_done_after_a_yes() -> None:
    here = asked_for_leave()
    assert here.said == [READ_BACK]
    (said,) = [command for command in here.commands if isinstance(command, Say)]
    assert said.must_hear
    assert (here.listens.expectation.kind, here.listens.expectation.slot) == ("confirm", None)
    assert here.why()[-1] == "leave_asked"
    here.act(YES)
    (call,) = here.calls
    assert (call.tool, call.effect) == ("book", "write")
    assert call.arguments == {"day": "2026-03-01", "guests": 4, "outside": True}
    assert call.idempotency_key
    here.returns({"reference": "X"})
    assert json.loads(here.asked.steps[0].came) == {"reference": "X"}
    here.answers("It is booked.")
    assert here.said[:2] == ["It is booked.", "Thank you."]
    assert here.state.done[-1].wrote


def test_a_tool_has_words_of_its_own() -> None:
    assert asked_for_leave(DROP).said == ["I'd drop A7. All right?"]


def test_what_needs_no_leave_is_done_before_and_behind_it() -> None:
    here = at_the_model()
    assert [call.tool for call in here.wants(("note", "{}"), BOOK, ("look", "{}"))] == ["note"]
    here.returns({})
    assert here.said == [READ_BACK]
    here.act(YES)
    here.returns({})
    assert [call.tool for call in here.calls] == ["look"]


@pytest.mark.parametrize("act", [NO, Act("refuse")])
def test_a_no_drops_it_and_the_model_is_told(act: Act) -> None:
    here = asked_for_leave()
    here.act(act)
    assert here.calls == []
    assert json.loads(here.asked.steps[0].came) == {"error": "not done: the caller does not want it"}
    assert here.wants(BOOK) == []  # it may ask once more, and is read back once more
    assert here.said == [READ_BACK]


def test_each_of_several_needs_a_yes_of_its_own() -> None:
    here = asked_for_leave(BOOK, DROP)
    here.act(YES)
    assert [call.tool for call in here.calls] == ["book"]
    here.returns({})
    assert (here.calls, here.said) == ([], ["I'd drop A7. All right?"])
    here.act(NO)
    assert [step.tool for step in here.asked.steps] == ["book", "drop"]


@pytest.mark.parametrize("text", ["yes", "The caller has said yes.", "confirmed: true"])
def test_no_word_of_a_model_is_a_yes(text: str) -> None:
    here = at_the_model()
    here.wants(BOOK, text=text)
    assert here.calls == []
    asked = here.state
    tools = (ToolWish("c-0", *BOOK),)
    here.send(ModelReturned("model-9", NOW, text, {"sure": True}, tools=tools))  # what nobody waits for
    assert (here.calls, here.state) == ([], asked)


def test_neither_yes_nor_no_has_it_asked_again_and_then_dropped() -> None:
    here = asked_for_leave()
    for first in ("Sorry, I didn't get that.", "Are you still there?"):
        assert (here.mumble() if first.startswith("Sorry") else here.silence()) == [first, READ_BACK]
    here.mumble()
    assert here.calls == []
    assert json.loads(here.asked.steps[0].came) == {"error": "not done: the caller did not say yes"}


@pytest.mark.parametrize(
    "acts", [(YES, NO), (YES, Act("start_flow", flow="table")), (Act("start_flow", flow="table"),)]
)
def test_what_is_no_plain_yes_is_none(acts: tuple[Act, ...]) -> None:
    here = asked_for_leave()
    here.act(*acts)
    assert here.calls == []
    assert here.said[-1] == READ_BACK


@pytest.mark.parametrize(("heard", "again"), [("", READ_BACK), ("I would do this", READ_BACK)])
def test_a_yes_to_what_was_not_heard_to_its_end_is_none(heard: str, again: str) -> None:
    here = asked_for_leave()
    here.interrupt(heard)
    assert here.act(YES) == [again]
    assert here.calls == []
    here.act(YES)
    assert [call.tool for call in here.calls] == ["book"]


def test_words_of_the_model_before_it_do_not_count_as_heard() -> None:
    here = at_the_model()
    here.wants(BOOK, text=" ".join(["so"] * 40) + ".")
    here.interrupt(" ".join(["so"] * 40))
    here.act(YES)
    assert here.calls == []


def test_a_correction_changes_slots_and_has_the_model_asked_anew() -> None:
    here = asked_for_leave()
    here.act(NO, Act("correct", slot="guests", old=4, new=5))
    assert here.calls == []
    assert here.said == ["Okay, 5."]
    assert (here.asked.prompt, here.asked.steps) == ("Book for 5.", ())
    here.act(YES)  # nothing waits for it any more
    assert here.calls == []
    here.wants(("book", json.dumps({"day": "2026-03-01", "guests": 5, "outside": True})))
    assert "guests 5" in here.said[0]
    here.act(YES)
    assert here.calls[0].arguments["guests"] == 5


def test_a_yes_beside_a_correction_is_none() -> None:
    here = asked_for_leave()
    here.act(YES, Act("correct", slot="guests", old=4, new=5))
    assert here.calls == []
    assert here.asked.prompt == "Book for 5."


def test_another_wish_in_between_comes_back_to_it() -> None:
    here = asked_for_leave()
    here.ask_for("hours")
    assert here.said == ["Always.", "Now, back to where we were.", READ_BACK]
    here.act(YES)
    assert [call.tool for call in here.calls] == ["book"]


@pytest.mark.parametrize("act", [Act("repeat"), Act("wait"), Act("help"), Act("chitchat")])
def test_what_is_about_the_talk_leaves_it_open(act: Act) -> None:
    here = asked_for_leave()
    here.act(act)
    assert here.calls == []
    assert here.listens.expectation.kind == "confirm"
    here.act(YES)
    assert [call.tool for call in here.calls] == ["book"]


@pytest.mark.parametrize("act", [Act("cancel"), Act("goodbye"), Act("human")])
def test_who_leaves_has_nothing_done(act: Act) -> None:
    here = asked_for_leave()
    here.act(act)
    assert here.calls == []
    if here.state.ended is None and here.state.phase == "listening":
        here.act(YES)
        assert here.calls == []


def test_keys_are_answers_too() -> None:
    here = asked_for_leave()
    here.keys("1")
    assert [call.tool for call in here.calls] == ["book"]
    here = asked_for_leave()
    here.keys("2")
    assert here.calls == []
    assert "does not want" in here.asked.steps[0].came
    here = asked_for_leave()
    assert here.keys("5") == ["Sorry, I didn't get that.", READ_BACK]


def test_what_was_written_is_too_late_to_correct() -> None:
    here = asked_for_leave()
    here.act(YES)
    here.returns({})
    here.answers("It is booked. Anything else?")
    assert any(step.committed for frame in here.state.stack for step in frame.path) or here.state.done[-1].wrote


def test_a_write_that_the_model_then_fails_on_is_committed_all_the_same() -> None:
    here = asked_for_leave()
    here.act(YES)
    here.returns({})
    here.send(ModelReturned(here.asked.id, NOW, error="timeout"))
    assert here.said[0] == "No words today."
    assert here.state.done[-1].wrote


class Callers(RuleBasedStateMachine):
    """Models that want to write, and callers who say anything: no write is sent without a yes right before it."""

    def __init__(self) -> None:
        super().__init__()
        self.here = Model(BOT)
        self.agreed = False

    @initialize()
    def begin(self) -> None:
        self.here = at_the_model()

    @rule(
        kinds=st.lists(
            st.sampled_from([
                "affirm", "deny", "refuse", "repeat", "wait", "help", "chitchat", "out_of_scope", "goodbye", "cancel",
            ]),
            min_size=1, max_size=2,
        ),
        more=st.sampled_from([
            None, ("fill", "guests"), ("correct", "guests"), ("correct", None), ("start_flow", "hours"),
            ("start_flow", "table"),
        ]),
    )  # fmt: skip
    def says(self, kinds: list[Any], more: Any) -> None:
        acts = [Act(kind) for kind in kinds]
        match more:
            case ("fill", slot):
                acts.append(Act("fill", slot=slot, value=6))
            case ("correct", None):
                acts.append(Act("correct", slot="guests", old=4))
            case ("correct", slot):
                acts.append(Act("correct", slot=slot, old=4, new=5))
            case ("start_flow", flow):
                acts.append(Act("start_flow", flow=flow))
        before = expectation(self.here.program, self.here.state)
        waits = self.here.state.phase == "listening" and before.kind == "confirm" and before.slot is None
        agreed = waits and set(kinds) == {"affirm"}
        self._sent(lambda: self.here.send(UserSaid(Understanding("…", tuple(acts)), NOW)), agreed and more is None)

    @rule(heard=st.sampled_from(["", "I would", READ_BACK]))
    def interrupts(self, heard: str) -> None:
        self._sent(lambda: self.here.interrupt(heard), False)

    @rule()
    def is_silent(self) -> None:
        self._sent(self.here.silence, False)

    @rule(key=st.sampled_from("123"))
    def presses(self, key: str) -> None:
        self._sent(lambda: self.here.keys(key), key == "1")

    @rule(
        wishes=st.lists(st.sampled_from([BOOK, DROP, ("look", "{}"), ("drop", "{")]), max_size=3),
        text=st.sampled_from(["", "yes"]),
    )
    def model(self, wishes: list[tuple[str, str]], text: str) -> None:
        pending = self.here.state.model
        tools = tuple(ToolWish(f"c-{at}", *wish) for at, wish in enumerate(wishes))
        number = pending.id if pending is not None else "model-1"
        self._sent(lambda: self.here.send(ModelReturned(number, NOW, text, tools=tools)), False)

    @rule(error=st.sampled_from([None, "timeout"]))
    def tool(self, error: str | None) -> None:
        if self.here.state.tool is not None:
            self._sent(lambda: self.here.returns({}, error), False)

    def _sent(self, step: Any, agreed: bool) -> None:
        if self.here.state.ended is not None:
            return
        step()
        for call in self.here.calls:
            assert call.effect == "read" or agreed, (call.tool, self.here.sprint.trace)

    @invariant()
    def one_waits_for_somebody(self) -> None:
        assert self.here.state.phase in ("listening", "tool", "model", "handed_off", "ended")
        if self.here.state.phase == "listening":
            expectation(self.here.program, self.here.state)


Callers.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
TestNoWriteHappensWithoutAYes = Callers.TestCase
