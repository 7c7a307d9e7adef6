"""Checks of `flows.checks.structure` beyond the one-fault files of broken/: what must not be told of."""

import pytest

from flows.loader.load import load_text
from tests.flows.checks.small import WITHOUT_VALUES

HEAD = "voxloom: 1\nbot: small\nstart: main\ndefaults: {on_fail: handoff, on_error: handoff}\n"
MAIN = "flows:\n  main:\n    nodes:\n      a: {type: say, say: Hello., next: end}\n"


def codes(text: str) -> list[str]:
    """What is told of a bot."""
    return [finding.code for finding in load_text(HEAD + text).findings if finding.code != WITHOUT_VALUES]


@pytest.mark.parametrize(
    "nodes",
    [
        "a: {type: ask, slot: n, say: N?, ask_again: true}, b: {type: say, say: B., next: a}",
        "a: {type: call, tool: t}, b: {type: say, say: B., next: a}",
        "a: {type: handoff}",
        "a: {type: end}",
        "a: {type: decide, next: [{if: n > 1, go: c}, {else: b}]}, b: {type: end}, c: {type: end}",
    ],
)
def test_good_shapes(nodes: str) -> None:
    head = "slots: {n: {type: integer}}\ntools: {t: {stub: {}}}\n"
    assert codes(f"{head}flows: {{main: {{nodes: {{{nodes}}}}}}}\n") == []


def test_two_circles_are_told_of_once_each() -> None:
    nodes = "a: {type: say, say: A.}, b: {type: say, say: B., next: a}"
    other = "c: {type: say, say: C.}, d: {type: decide, next: [{if: 'true', go: c}, {else: c}]}"
    flows = f"flows: {{main: {{nodes: {{{nodes}}}}}, other: {{triggers: [i], nodes: {{{other}}}}}}}"
    assert codes(f"{flows}\nintents: {{i: {{description: x, examples: [x]}}}}\n") == ["flow.loop", "flow.loop"]


def test_what_on_fail_leads_to_is_reached() -> None:
    nodes = "a: {type: ask, slot: n, say: N?, on_fail: b, next: end}, b: {type: end}"
    assert codes(f"slots: {{n: {{type: integer}}}}\nflows: {{main: {{nodes: {{{nodes}}}}}}}\n") == []


@pytest.mark.parametrize(
    ("nodes", "told"),
    [
        ("a: {type: ask, slot: n, say: N?, ask_again: true, next: end}", []),
        ("a: {type: say, say: A., next: end}", ["flow.loop"]),
        ("a: {type: ask, slot: n, say: N?, next: end, on_fail: b}, b: {type: say, say: B., next: end}", []),
        (
            "a: {type: decide, next: [{if: n > 3, go: b}, {else: end}]}, b: {type: ask, slot: n, say: N?, next: end}",
            ["flow.loop"],
        ),
    ],
)  # fmt: skip
def test_a_circle_over_a_sub_flow_turns_only_where_that_asks_nothing(nodes: str, told: list[str]) -> None:
    main = "run: {type: flow, flow: sub}, fork: {type: decide, next: [{if: n > 5, go: run}, {else: end}]}"
    found = codes(
        f"slots: {{n: {{type: number}}}}\nflows: {{main: {{nodes: {{{main}}}}}, sub: {{nodes: {{{nodes}}}}}}}\n"
    )
    assert [code for code in found if code == "flow.loop"] == told
