"""Checks of `flows.checks.tests` beyond the one-fault files of broken/: what must not be told of."""

import pytest

from flows.loader.load import load_text

HEAD = "voxloom: 1\nbot: small\nstart: main\ndefaults: {on_fail: handoff, on_error: handoff}\n"
MAIN = "flows:\n  main:\n    nodes:\n      a: {type: say, say: Hello., next: end}\n"


def codes(text: str) -> list[str]:
    """What is told of a bot."""
    return [finding.code for finding in load_text(HEAD + text).findings]


@pytest.mark.parametrize(
    "turns",
    [
        "{expect: {flow: null, node: null, ended: null}}",
        "{user: hi, expect: {flow: main, node: a, acts: [chitchat], called: [], not_called: [t]}}",
        "{interrupt: Hel, user: hi}",
        "{silence: 3}, {dtmf: '12#'}, {dtmf: 12}, {hangup: true}",
        "{user: hi, expect: {called: [{tool: t, with: {x: 1}}], slots: {n: 1}, variables: {v: 1}, says: [a, b]}}",
    ],
)
def test_good_turns(turns: str) -> None:
    head = "slots: {n: {type: integer}}\nvariables: {v: {type: number}}\ntools: {t: {stub: {}}}\n"
    assert codes(f"{head}{MAIN}tests: {{x: {{now: 2026-01-05T10:00, stubs: {{t: {{}}}}, turns: [{turns}]}}}}\n") == []


@pytest.mark.parametrize(
    ("turns", "code"),
    [
        ("{user: hi, expect: {flow: mian}}", "name.unknown"),
        ("{user: hi, expect: {node: b}}", "name.unknown"),
        ("{user: hi, expect: {acts: [dance]}}", "name.unknown"),
        ("{user: hi, expect: {not_called: [u]}}", "name.unknown"),
        ("{user: hi, expect: {called: [{tool: u}]}}", "name.unknown"),
        ("{user: hi, expect: {ended: bored}}", "schema.value"),
        ("{dtmf: abc}", "schema.value"),
        ("{silence: 0}", "schema.value"),
        ("{silence: 21}", "schema.value"),
        ("{user: hi, dtmf: 1}", "schema.value"),
        ("{user: hi}, {expect: {flow: null}}", "schema.value"),
        ("{}", "schema.value"),
    ],
)
def test_bad_turns(turns: str, code: str) -> None:
    assert codes(f"{MAIN}tests: {{x: {{turns: [{turns}]}}}}\n") == [code]


def test_stubs_of_tools_that_are_not_there() -> None:
    assert codes(f"{MAIN}tests: {{x: {{stubs: {{u: 1}}, turns: [{{user: hi}}]}}}}\n") == ["name.unknown"]
