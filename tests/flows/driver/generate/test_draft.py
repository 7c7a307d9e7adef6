"""A test in the making: what the caller did, what the tools gave, what is expected, as it stands in YAML."""

from flows.definition.test_case import Expectation, TestTurn
from flows.driver.generate.draft import Draft, read_expectation
from flows.driver.generate.world import Given, Point
from flows.engine.state import State

HELLO, PAY = TestTurn(user="hello"), TestTurn(user="pay")


def _point(*given: Given, now: str | None = None) -> Point:
    return Point(State("door"), now, (HELLO, PAY), ((), (), ()), given)


def test_there_is_an_expectation_for_the_greeting_and_for_each_step() -> None:
    draft = Draft.of(_point())
    assert draft.expected == [{}, {}, {}]
    assert draft.data() == {"turns": [{"user": "hello"}, {"user": "pay"}]}


def test_only_what_the_bots_own_stubs_do_not_give_is_stubbed() -> None:
    own, other = Given("look", {"free": True}, own=True), Given("look", {"free": False}, own=False)
    assert Draft.of(_point(own, own)).stubs == {}
    assert Draft.of(_point(other, other)).stubs == {"look": {"free": False}}
    assert Draft.of(_point(own, other)).stubs == {"look": [{"free": True}, {"free": False}]}
    assert Draft.of(_point(own, Given("buy", {"error": "timeout"}, own=False))).stubs == {"buy": {"error": "timeout"}}


def test_the_moment_of_the_call() -> None:
    assert Draft.of(_point(now="2026-02-01T10:00")).data()["now"] == "2026-02-01T10:00"
    assert "now" not in Draft.of(_point()).data()


def test_expectations_stand_in_the_order_of_the_reference() -> None:
    draft = Draft((HELLO,), {}, None, [{}, {"says": "Hi", "node": "who", "flow": "pay"}])
    assert list(draft.data()["turns"][0]["expect"]) == ["flow", "node", "says"]


def test_the_greeting_is_a_turn_only_where_something_is_expected_of_it() -> None:
    draft = Draft((HELLO,), {}, None, [{"says": "Welcome"}, {}])
    assert draft.data()["turns"] == [{"expect": {"says": "Welcome"}}, {"user": "hello"}]
    assert Draft((), {}, None, [{}]).data()["turns"] == [{"expect": {}}]


def test_steps_as_people_write_them() -> None:
    steps = (TestTurn(silence=1), TestTurn(silence=3), TestTurn(dtmf="12#"), TestTurn(interrupt="which", user="no"))
    assert Draft(steps, {}, None, [{}] * 5).data()["turns"] == [
        {"silence": True}, {"silence": 3}, {"dtmf": "12#"}, {"user": "no", "interrupt": "which"},
    ]  # fmt: skip
    once = Draft((TestTurn(silence=1),), {}, None, [{}, {}]).data()["turns"][0]
    assert once["silence"] is True


def test_a_copy_is_changed_by_itself() -> None:
    draft = Draft((HELLO,), {}, None, [{}, {"slots": {"a": 1}}])
    copied = draft.copy()
    copied.expected[1]["slots"]["a"] = 2
    assert draft.expected[1] == {"slots": {"a": 1}}


def test_as_the_runner_takes_it() -> None:
    draft = Draft((HELLO, PAY), {"look": {"free": False}}, None, [{}, {"flow": None}, {"called": ["look"]}])
    case = draft.case()
    assert [turn.user for turn in case.turns] == ["hello", "pay"]
    assert case.turns[0].expect is not None
    assert case.turns[0].expect.flow is None
    assert case.stubs == {"look": {"free": False}}
    assert all(turn.expect is None for turn in draft.conversation.turns)
    assert [turn.user for turn in draft.conversation.turns] == ["hello", "pay"]


def test_an_expectation_by_itself() -> None:
    assert read_expectation({"says": "Hi"}) == Expectation(says="Hi")
    assert read_expectation({"flow": None}).flow is None
