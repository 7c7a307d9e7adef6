"""What stood in the way of an edge that no conversation came over."""

import asyncio

import pytest

from flows.driver.coverage import Edge, edges_of, last_nodes_of
from flows.driver.generate import search as search_module
from flows.driver.generate.sameness import Sameness
from flows.driver.generate.search import Search
from flows.driver.generate.why import Told, reasons, told_faults
from tests.flows.driver.generate.plain import DOOR, Plain

CALLER = """
variables: {first: {type: text, from: caller}}
flows:
  main:
    nodes:
      fork: {type: decide, next: [{if: 'CONDITION', go: known}, {else: hello}]}
      known: {type: say, say: "Hello {{ first }}.", next: end}
      hello: {type: say, say: Hello., next: end}
"""


def _why(
    text: str, *, deaf: bool = False, taken_for: dict[str, str] | None = None
) -> tuple[dict[str, str], tuple[Told, ...]]:
    plain = Plain(text)
    plain.understander.flow_of |= taken_for or {}
    search = Search(
        plain.world, plain.moves, Sameness(plain.program), (*edges_of(plain.bot), *last_nodes_of(plain.bot))
    )
    asyncio.run(plain.moves.prepare(plain.begin()))
    if deaf:
        plain.moves._said = _nothing  # type: ignore[method-assign, assignment]
    asyncio.run(search.run())
    return {edge.as_text(): why for edge, why in reasons(plain.bot, search, plain.moves).items()}, told_faults(search)


async def _nothing(*_: object) -> None:
    return None


def test_nothing_where_everything_is_reached() -> None:
    assert _why(DOOR) == ({}, ())


def test_a_condition_that_is_never_true() -> None:
    told, _ = _why(DOOR.replace("if: free, go: come", "if: free and age < 5, go: come"))
    assert told == {
        "enter.fork.next[0]": "`free and age < 5` was never true",
        "enter.come.next": "no call that was tried came there",
    }


@pytest.mark.parametrize(("condition", "name"), [('first != ""', "first"), ('channel == "voice"', "channel")])
def test_what_comes_with_the_call(condition: str, name: str) -> None:
    told, _ = _why(CALLER.replace("CONDITION", condition))
    assert f"hangs on `{name}`" in told["main.fork.next[0]"]
    assert "main.known.next" in told


def test_a_refusal_that_no_answer_meets() -> None:
    told, _ = _why(DOOR.replace("if: age > 99, say", "if: age > 200, say"))
    assert told == {"enter.old.validate[0]": "`age > 200` was never true"}


def test_a_flow_that_no_example_asks_for() -> None:
    told, _ = _why(DOOR, taken_for={"let me out": "enter"})
    assert told == {
        "leave.bye.visit": 'no example of its intents asks for `leave`: "let me out" is taken for `start_flow`'
    }


def test_answers_that_are_not_understood() -> None:
    told, _ = _why(DOOR, deaf=True)
    assert told["enter.old.next[0]"] == "no answer for `age` that was tried is understood"
    assert told["enter.look.next"] == "no call that was tried came there"


def test_a_bot_that_breaks_on_the_way() -> None:
    told, (fault,) = _why(DOOR.replace("say: Come in.", 'say: "{{ sure }}"'))
    assert told["enter.come.next"].startswith("no call came there; calls break at `enter.come`")
    assert told["enter.fork.next[0]"].startswith("calls break on it, at `enter.come`")
    assert fault.as_json()["turns"] == [{"user": "let me in"}, {"user": "twenty"}]
    assert (fault.as_json()["flow"], fault.as_json()["node"]) == ("enter", "come")


def test_a_search_that_was_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "MAX_TURNS", 2)
    told, _ = _why(DOOR)
    assert told["enter.come.next"] == "no call came there before the bound on the search was reached"
    assert Edge("enter", "come", "next").as_text() in told
