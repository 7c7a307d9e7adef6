"""Texts and conditions read at a node."""

import pytest

from flows.checks.given import Given
from flows.checks.items import Item
from flows.checks.reads import Read, Reads
from tests.flows.checks.small import look

BOT = """variables: {a: {type: yes_no}, n: {type: number}}
texts: {de: {"It is {{ n }}.": "Es ist {{ n }}, {{ a }}."}}
flows:
  main:
    nodes:
      s: {type: say, say: "It is {{ n }}.", translations: {fr: "{{ a }}"}, next: [{if: a, go: t}, {else: end}]}
      t: {type: say, say: x, next: end}
"""


def _reads(**known: bool) -> tuple[Reads, Item]:
    """`known`: names that have a value, and whether they surely have."""
    given = Given(look(BOT))
    world = sum(at.set if known.get(name) else at.unset for name, at in given.fields.everywhere.items())
    return Reads(given), Item(None, ("main", "s"), world)


def _paths(reads: Reads) -> set[tuple[str, str]]:
    return {(".".join(str(part) for part in path[-2:]), name) for path, name in reads.missing}


def test_a_text_that_cannot_be_filled_stops_the_flow() -> None:
    reads, item = _reads(a=True)
    assert reads.text(item, ("say",), "It is {{ n }}.", item.world) == 0
    (found,) = reads.missing.values()
    assert (found.path, found.name, found.stops, found.is_template) == (
        ("flows", "main", "nodes", "s", "say"), "n", True, True
    )  # fmt: skip
    assert reads.given.listened  # `on_error` has ended, and the caller may ask for something


def test_a_text_in_all_languages() -> None:
    reads, item = _reads(n=True)
    assert reads.said(item, ("say",), "It is {{ n }}.", item.world) == item.world
    assert _paths(reads) == {("de.It is {{ n }}.", "a"), ("translations.fr", "a")}


@pytest.mark.parametrize("stops", [True, False])
def test_an_expression(stops: bool) -> None:
    reads, item = _reads(a=True)
    assert reads.expression(item, ("set", "n", "expr"), "n + 1", item.world, stops=stops) == 0
    assert [found.stops for found in reads.missing.values()] == [stops]
    assert reads.given.listened is stops


def test_conditions_of_branches() -> None:
    reads, item = _reads(n=True)
    node = reads.given.ways.nodes["main", "s"]
    reads.leave(item, "next", node.next, item.world)
    assert _paths(reads) == {("0.if", "a")}
    reads, item = _reads(n=True, a=True)
    reads.leave(item, "next", node.next, item.world)
    assert not reads.missing
    assert [entry.spot for entry in reads.given._waiting] == [("main", "t")]


def test_the_first_reading_of_a_name_at_a_place_counts() -> None:
    reads, item = _reads()
    read = Read(("say",), "{{ n }}")
    reads.tell(item, read, {"n"}, stops=True)
    reads.tell(Item(None, ("main", "s"), 0), read, {"n"}, stops=True)
    (found,) = reads.missing.values()
    assert found.item is item
