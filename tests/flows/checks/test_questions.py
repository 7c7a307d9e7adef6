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


@pytest.mark.parametrize(
    ("slot", "told"),
    [
        ('{type: time, min: "18:00", max: "21:00"}', []),
        ('{type: time, min: "21:00", max: "18:00"}', ["schema.value"]),
        ("{type: date, min: today, max: 2020-01-01}", []),
        ("{type: date, min: today+9d, max: today+5d}", ["schema.value"]),
        ('{type: datetime, earliest: "09:00", latest: "08:00"}', ["schema.value"]),
        ("{type: duration, min: 90m, max: 1h}", ["schema.value"]),
        ("{type: duration, min: 90m, max: 2h}", []),
        ("{type: date, min: tomorrow}", ["schema.value"]),
    ],
)
def test_limits_of_days_and_times(slot: str, told: list[str]) -> None:
    assert codes(f"slots: {{when: {slot}}}\n{MAIN}") == told
