"""Every mutant differs from the bot in the one edge, and in nothing else."""

import pytest

from flows.definition.bot import Bot
from flows.driver.coverage import Edge, edges_of
from flows.driver.generate.mutants import MAX_OTHER_NODES, mutants
from tests.flows.engine.shop import SHOP
from tests.flows.small_bots import bot

FORK = """
slots: {n: {type: integer}, sure: {type: yes_no}}
flows:
  main:
    nodes:
      a:
        type: ask
        slot: n
        say: N?
        validate: [{if: n > 9, say: Much.}, {if: n < 1, say: Little.}]
        confirm: "{{ n }}?"
      b: {type: decide, next: [{if: n == 1, go: c}, {if: n == 2, go: end}, {else: d}]}
      c: {type: say, say: C., next: d}
      d: {type: say, say: D., next: handoff}
"""


def _done(text: str, *edge: object) -> list[str]:
    return [mutant.what for mutant in mutants(bot(text), Edge(*edge))]  # type: ignore[arg-type]


def test_all_that_is_done_to_an_edge() -> None:
    others = ["leads to `end`", "leads to `handoff`", "leads to `a`", "leads to `b`"]
    assert _done(FORK, "main", "c", "next") == [*others[:2], "leads to `c`", others[3], others[2]]
    assert set(_done(FORK, "main", "b", "next", 0)) == {
        *others, "leads to `d`", "is left out", "is taken in the opposite case",
    }  # fmt: skip
    assert "is left out" not in _done(FORK, "main", "b", "next", 2)
    assert _done(FORK, "main", "a", "validate", 1) == ["does not refuse", "refuses the opposite"]
    assert _done(FORK, "main", "a", "confirm") == ["does not read back"]
    assert _done(FORK, "main", "c", "visit") == ["is passed over"]


def test_left_out_only_where_that_leads_elsewhere() -> None:
    assert "is left out" not in _done(FORK, "main", "c", "next")  # `d` is the next node of the file
    assert "is left out" not in _done(FORK, "main", "d", "next")  # the last node has to say where it leads
    assert "is left out" in _done(FORK.replace("next: d}", "next: end}"), "main", "c", "next")


def test_defaults_are_turned_for_the_node() -> None:
    made = bot(FORK)
    turned = {mutant.what: mutant.bot for mutant in mutants(made, Edge("main", "a", "on_fail"))}
    assert edges_of(turned["leads to `c`"])[Edge("main", "a", "on_fail")] == "c"
    assert "leads to `handoff`" not in turned


@pytest.mark.parametrize("text", [FORK, SHOP])
def test_each_differs_in_its_edge_alone(text: str) -> None:
    made = bot(text)
    before = edges_of(made)
    for edge, target in before.items():
        found = mutants(made, edge)
        assert len({mutant.what for mutant in found}) == len(found) > 0
        for mutant in found:
            _differs_in(made, mutant.bot, edge)
            if mutant.what.startswith("leads to"):
                after = edges_of(mutant.bot)
                assert after.pop(edge) != target
                assert after == {other: name for other, name in before.items() if other != edge}
    assert bot(text) == made


def _differs_in(made: Bot, turned: Bot, edge: Edge) -> None:
    for flow_name, flow in made.flows.items():
        for name, node in flow.nodes.items():
            same = turned.flows[flow_name].nodes[name] == node
            assert same != ((flow_name, name) == (edge.flow, edge.node))


def test_a_large_flow_has_no_more_than_the_bound() -> None:
    nodes = "\n".join(f"      n{at}: {{type: say, say: Hi.}}" for at in range(60))
    text = f"flows:\n  main:\n    nodes:\n{nodes}\n      last: {{type: say, say: Bye., next: end}}\n"
    assert len(_done(text, "main", "n30", "next")) <= MAX_OTHER_NODES + 2
