"""Generated tests: they pass, they reach what was not reached, and they fail when an edge is turned."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flows.definition.bot import Bot
from flows.driver.coverage import VISIT, Edge, edges_of
from flows.driver.generate.generator import Generated
from flows.loader.load import load_path
from flows.understanding.in_process import InProcessEmbedder
from tests.flows.driver.generate.house import House, with_tests, without_tests
from tests.flows.small_bots import bot

NAMES = ("riverbank", "table_booking", "everything")
Made = tuple[House, Generated]


@pytest.fixture(scope="module", params=NAMES)
def made(request: pytest.FixtureRequest, starter_bots: dict[str, Bot], embedder: InProcessEmbedder) -> Made:
    """A bot without tests, and what was written for it."""
    known = starter_bots.get(request.param) or load_path(Path(__file__).parent / f"{request.param}.yaml").bot
    assert known is not None
    house = House(without_tests(known), embedder)
    return house, house.generate()


def test_they_pass_and_reach_what_is_told(made: Made) -> None:
    house, generated = made
    report = house.run(with_tests(house.bot, generated.tests))
    assert report.failed == 0
    assert report.coverage == generated.coverage
    assert generated.coverage.edges[0] >= 0.95 * generated.coverage.edges[1]
    missing = generated.coverage.edges[1] - generated.coverage.edges[0]
    assert missing == sum(edge.field != VISIT for edge in generated.unreached)


def test_every_edge_that_is_turned_fails_a_test(made: Made) -> None:
    """The bots are turned here in their own way, in the data that the YAML gives, and not as the generator does it."""
    house, generated = made
    tested = with_tests(house.bot, generated.tests)
    assert house.run(tested).failed == 0
    alive = []
    for edge in edges_of(house.bot):
        if edge in generated.unreached or edge in generated.not_testable:
            continue
        for what, turned in _turned(tested, edge):
            if not house.fails(turned, edge.flow) and what not in generated.not_told.get(edge, ()):
                alive.append((edge.as_text(), what))
    assert alive == []
    assert not generated.not_testable


def _turned(made: Bot, edge: Edge) -> Iterator[tuple[str, Bot]]:
    """The end, a person, and a node elsewhere in the flow: through the definition, as if it stood in the file."""
    before = edges_of(made)[edge]
    nodes = list(made.flows[edge.flow].nodes)
    far = nodes[(nodes.index(edge.node) + 2) % len(nodes)]
    if edge.field in ("validate", "confirm"):
        fields: dict[str, Any] = {"confirm": None} if edge.field == "confirm" else {"refuse": _but(made, edge)}
        yield "does not read back" if edge.field == "confirm" else "does not refuse", _with(made, edge, fields)
        return
    for target in ("end", "handoff", far):
        if target != before:
            yield f"leads to `{target}`", _with(made, edge, {edge.field: _to(made, edge, target)})


def _but(made: Bot, edge: Edge) -> tuple[Any, ...]:
    refusals: tuple[Any, ...] = made.flows[edge.flow].nodes[edge.node].refuse  # type: ignore[union-attr]
    return tuple(refusal for at, refusal in enumerate(refusals) if at != edge.branch)


def _to(made: Bot, edge: Edge, target: str) -> Any:
    own = getattr(made.flows[edge.flow].nodes[edge.node], edge.field)
    leads_to = own if own is not None else getattr(made.defaults, edge.field, None)
    if edge.branch is None or leads_to is None or isinstance(leads_to, str):
        return target
    branches = [copy.copy(branch) for branch in leads_to]
    field = "otherwise" if branches[edge.branch].condition is None else "go"
    object.__setattr__(branches[edge.branch], field, target)
    return tuple(branches)


def _with(made: Bot, edge: Edge, fields: dict[str, Any]) -> Bot:
    turned = copy.deepcopy(made)
    for name, value in fields.items():
        object.__setattr__(turned.flows[edge.flow].nodes[edge.node], name, value)
    return turned


def test_what_cannot_be_reached_is_told(made: Made) -> None:
    house, generated = made
    told = generated.as_json()
    assert set(told["generated"]) == set(generated.tests)
    unreached = ["ask.look.on_error[0]", "plan.adult.next[0]"] if house.bot.bot == "everything" else []
    edges = [edge.as_text() for edge in generated.unreached if edge.field != VISIT]
    assert edges == unreached
    assert told["unreached"] == [{**edge.as_json(), "reason": why} for edge, why in generated.unreached.items()]
    assert all(generated.unreached.values())
    assert told["faults"] == []


def test_nothing_is_written_where_nothing_is_missing(starter_bots: dict[str, Bot], embedder: InProcessEmbedder) -> None:
    house = House(without_tests(starter_bots["riverbank"]), embedder)
    full = House(with_tests(house.bot, house.generate().tests), embedder)
    again = full.generate()
    assert again.tests == {}
    assert all(edge.field == VISIT for edge in again.unreached)


def test_only_what_the_bots_own_tests_leave_out(starter_bots: dict[str, Bot], embedder: InProcessEmbedder) -> None:
    house = House(starter_bots["riverbank"], embedder)
    generated = house.generate()
    own = house.run(house.bot)
    assert 0 < len(generated.tests) <= own.coverage.edges[1] - own.coverage.edges[0]
    assert not set(generated.tests) & set(house.bot.tests)
    assert generated.coverage.edges[0] == generated.coverage.edges[1]


def test_the_same_bot_gives_the_same_tests(starter_bots: dict[str, Bot], embedder: InProcessEmbedder) -> None:
    house = House(starter_bots["riverbank"], embedder)
    assert house.generate() == House(starter_bots["riverbank"], embedder).generate()


def test_the_hour_of_the_call(embedder: InProcessEmbedder) -> None:
    text = """
slots: {}
flows:
  main:
    nodes:
      when: {type: decide, next: [{if: 'now < "2026-01-01"', go: old}, {else: new}]}
      old: {type: say, say: Last year., next: end}
      new: {type: say, say: This year., next: end}
"""
    generated = House(bot(text), embedder).generate()
    assert generated.unreached == {}
    assert any("now" in test for test in generated.tests.values())
