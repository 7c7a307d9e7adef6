"""Tools that find out who callers are, as they are declared."""

import pytest

from flows.definition.tool_verifies import Verifies
from flows.loader.load import load_text
from tests.flows.checks.small import HEAD, MAIN, told
from tests.flows.small_bots import bot

SLOTS = "slots: {member: {type: digits}}\n"


def _text(verifies: str, more: str = "") -> str:
    return f"{SLOTS}tools: {{t: {{verifies: {verifies}, stub: {{verified: true}}{more}}}}}\n{MAIN}"


def _verifies(written: str) -> Verifies:
    verifies = bot(_text(written)).tools["t"].verifies
    assert verifies is not None
    return verifies


def test_what_is_left_out() -> None:
    verifies = _verifies("{who: '{{ member }}'}")
    assert (verifies.field, verifies.attempts, verifies.lock) == ("verified", 3, 30 * 60_000)


@pytest.mark.parametrize(
    ("written", "ms"),
    [("1m", 60_000), ("60s", 60_000), ("90s", 90_000), ("1.5h", 5_400_000), ("24h", 86_400_000), ("1440m", 86_400_000)],
)
def test_how_long_a_lock_is(written: str, ms: int) -> None:
    assert _verifies(f"{{who: '{{{{ member }}}}', lock: {written}}}").lock == ms


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("lock: 59s", "A lock lasts from one minute, 1m, to one day, 24h."),
        ("lock: 25h", "A lock lasts from one minute, 1m, to one day, 24h."),
        ("lock: 30", "A lock is a number and a unit, such as 90s, 30m or 24h."),
        ("lock: soon", "A lock is a number and a unit, such as 90s, 30m or 24h."),
        ("lock: 1d", "A lock is a number and a unit, such as 90s, 30m or 24h."),
        ("attempts: 0", "It must be 1 or more."),
        ("attempts: 11", "It must be 10 or less."),
        ("field: locked", "`locked` is added to the result; the tool says by another field who they are."),
        ("field: left", "`left` is added to the result; the tool says by another field who they are."),
        ("field: is it", "The result has a field called by one word, not `is it`."),
    ],
)
def test_what_cannot_be(written: str, remedy: str) -> None:
    findings = load_text(HEAD + _text(f"{{who: '{{{{ member }}}}', {written}}}")).findings
    assert [(found.code, found.remedy) for found in findings] == [("schema.value", remedy)]


@pytest.mark.parametrize(
    ("verifies", "code", "path"),
    [
        ("{}", "schema.missing", "tools.t.verifies.who"),
        ("{who: everybody}", "schema.value", "tools.t.verifies"),
        ("true", "schema.type", "tools.t.verifies"),
        ("{who: '{{ nobody }}'}", "name.unknown", "tools.t.verifies.who"),
        ("{who: '{{ member'}", "condition.template", "tools.t.verifies.who"),
        ("{who: '{{ member }}', tries: 3}", "schema.unknown", "tools.t.verifies.tries"),
    ],
)
def test_who_is_needed_and_names_somebody(verifies: str, code: str, path: str) -> None:
    assert told(_text(verifies)) == [(code, path)]


def test_who_may_be_an_argument() -> None:
    assert told(_text("{who: '{{ number }}'}", ", arguments: {number: digits}")) == []


def test_the_field_is_true_or_false() -> None:
    assert told(_text("{who: '{{ member }}'}", ", returns: {verified: boolean}")) == []
    assert told(_text("{who: '{{ member }}'}", ", returns: {verified: text}")) == [("schema.value", "tools.t")]


def _saves(save: str, returns: str = ", returns: {verified: boolean}") -> list[tuple[str, str]]:
    call = f"call: {{type: call, tool: t, save: {{{save}}}, next: end}}"
    text = _text("{who: '{{ member }}'}", returns).replace(MAIN, "")
    return told(
        f"{text}variables: {{n: {{type: number}}, s: {{type: text}}}}\nflows: {{main: {{nodes: {{{call}}}}}}}\n"
    )


def test_its_result_has_two_more_fields() -> None:
    assert _saves("a: result.verified, b: result.locked, n: result.left") == []
    assert _saves("a: result.verified, b: result.locked, n: result.left", "") == []
    assert _saves("a: result.tries") == [("tool.result", "flows.main.nodes.call.save.a")]
    assert _saves("s: result.left") == [("tool.result", "flows.main.nodes.call.save.s")]


def test_whose_attempts_are_counted_is_given_to_nobody() -> None:
    text = "slots: {member: {type: phone}}\ntools: {t: {verifies: {who: '{{ member }}'}, stub: {verified: true}}}\n"
    ask = "ask: {type: ask, slot: member, say: Who?}"
    call = "call: {type: call, tool: t, save: {ok: result.verified}, next: end}"
    assert told(f"{text}flows: {{main: {{nodes: {{{ask}, {call}}}}}}}\n") == []
