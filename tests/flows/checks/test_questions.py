"""Checks of `flows.checks.questions` beyond the one-fault files of broken/: what must not be told of."""

import pytest

from flows.loader.load import load_text

HEAD = "voxloom: 1\nbot: small\nstart: main\ndefaults: {on_fail: handoff, on_error: handoff}\n"
MAIN = "flows:\n  main:\n    nodes:\n      a: {type: say, say: Hello., next: end}\n"


def codes(text: str) -> list[str]:
    """What is told of a bot."""
    return [finding.code for finding in load_text(HEAD + text).findings]


@pytest.mark.parametrize("dtmf", ["{1: 5, 2: 7}", "{12: 5}", "{finish: '*'}", '{"*": 1, "#": 2}', "{0: nine}"])
def test_good_keys(dtmf: str) -> None:
    node = f"a: {{type: ask, slot: n, say: N?, dtmf: {dtmf}, next: end}}"
    assert codes(f"slots: {{n: {{type: integer, max: 9}}}}\nflows: {{main: {{nodes: {{{node}}}}}}}\n") == []


@pytest.mark.parametrize("dtmf", ["{1: 12}", "{1: x}", "{finish: 12}", '{"": 1}', "{a: 1}"])
def test_bad_keys(dtmf: str) -> None:
    node = f"a: {{type: ask, slot: n, say: N?, dtmf: {dtmf}, next: end}}"
    assert codes(f"slots: {{n: {{type: integer, max: 9}}}}\nflows: {{main: {{nodes: {{{node}}}}}}}\n") == ["ask.dtmf"]


def test_defaults_are_a_way_out() -> None:
    assert codes(f"tools: {{t: {{stub: {{}}}}}}\n{MAIN.replace('type: say, say: Hello.', 'type: call, tool: t')}") == []


def test_a_writing_tool_with_a_key_is_fine() -> None:
    assert codes(f"tools: {{t: {{effect: write, idempotency_key: auto, stub: {{}}}}}}\n{MAIN}") == []
