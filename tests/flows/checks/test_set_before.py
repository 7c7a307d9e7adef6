"""Which nodes have just set a name."""

import pytest

from flows.checks.set_before import SetBefore
from tests.flows.checks.small import look, nodes

HEAD = "slots: {s: {type: text}, b: {type: yes_no}}\nvariables: {n: {}, m: {}}\n"
SET, SAY = '{type: set, set: {n: "x"}}', "{type: say, say: Hi.}"
END = ["z: {type: say, say: Bye., next: end}", 'other: {type: set, set: {n: "y"}, next: z}']


@pytest.mark.parametrize(
    ("written", "setters"),
    [
        ([f"a: {SET}"], ["a"]),
        (["o: {type: ask, slot: s, say: Q}", f"a: {SET}", f"c: {SAY}"], ["a"]),
        ([f"a: {SET}", "c: {type: ask, slot: s, say: Q}"], None),
        ([f"a: {SAY}"], None),
        ([f"a: {SET}", "c: {type: set, set: {m: 1}}"], ["a"]),
        (
            [
                f"a: {SET}", "c: {type: decide, next: [{if: b, go: d}, {else: e}]}",
                'd: {type: set, set: {n: "z"}, next: z}', f"e: {SAY}",
            ],
            ["a", "d"],
        ),
        (["c: {type: decide, next: [{if: b, go: d}, {else: z}]}", 'd: {type: set, set: {n: "z"}}'], None),
        ([f"a: {SET}", *(f"c{number}: {SAY}" for number in range(40))], None),
    ],
)  # fmt: skip
def test_setters(written: list[str], setters: list[str] | None) -> None:
    before = SetBefore(look(HEAD + nodes(*written, *END[:1], END[1].replace("next: z", "next: end"))))
    found = before.setters(("main", "z"), "n")
    assert (sorted(node for _, node in found) if found is not None else None) == setters


def test_a_name_that_one_node_sets_is_not_looked_for() -> None:
    before = SetBefore(look(HEAD + nodes(f"a: {SET}", "z: {type: say, say: Bye., next: end}")))
    assert before.setters(("main", "z"), "n") is None


def test_to_where_the_defaults_lead_callers_come_from_anywhere() -> None:
    written = nodes(f"a: {SET}", f"handed: {SET}", "z: {type: say, say: Bye., next: end}")
    assert SetBefore(look(HEAD + written)).setters(("main", "z"), "n") == [("main", "handed")]
    found = SetBefore(look(HEAD + nodes(f"a: {SET}", f"b: {SET}", "handoff: {type: say, say: Bye., next: end}")))
    assert found.setters(("main", "handoff"), "n") is None
