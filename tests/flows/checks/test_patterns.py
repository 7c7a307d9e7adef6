"""Patterns that fit nothing are told of, where they stand; no accepted pattern takes long, whatever is said."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.loader.load import load_text
from flows.values.pattern_reader import PatternProblem
from flows.values.safe_pattern import safe_pattern
from flows.values.spelled import Spelled
from flows.values.words import Words
from tests.flows.checks.small import HEAD, nodes, told

ASKED = nodes("a: {type: ask, slot: s, say: Well?, next: end}")
SAID_ONLY = nodes("a: {type: say, say: 'It is {{ s }}.', next: end}")
SPELLED = "{type: spelled, pattern: '%s'}"


@pytest.mark.parametrize(
    "pattern",
    [
        "[A-Z]{2}[0-9]{4}", "(a+)+$", "^[a-z]{3}$", "[A-Z]{40}", "[A-Z]{1,90}", "x?", "[A-Z]#?", "(A|B%)C", "[+_./-]A",
        "[^A-Z0-9]", "a*", "\\d+", "[%1]",
    ],
)  # fmt: skip
def test_good_patterns(pattern: str) -> None:
    assert told(f"slots: {{s: {SPELLED % pattern}}}\n{ASKED}") == []


@pytest.mark.parametrize(
    "pattern",
    [
        "[A-Z", "(?R)", "(?=A)B", "(A)\\1", "A++", "A{2", "A{500}", "é", "A B", "*", "(A", "A)", "((A{50}){50}){50}",
        "[A-Z]{41}", "(AB){21}", "", "[^!-~]", "A[^\\w\\W]", "A%", "#[0-9]{3}", "(%|!)", "A{0}",
    ],
)  # fmt: skip
def test_patterns_that_nothing_fits(pattern: str) -> None:
    assert told(f"slots: {{s: {SPELLED % pattern}}}\n{ASKED}") == [("slot.pattern", "slots.s.pattern")]


def test_a_pattern_of_100_kilobytes_is_refused_in_few_words() -> None:
    long = "(a+)+" * 20_000
    loaded = load_text(f"{HEAD}slots: {{s: {SPELLED % long}}}\n{ASKED}")
    assert [(one.code, len(one.message + one.remedy) < 200) for one in loaded.findings] == [("slot.pattern", True)]


@pytest.mark.parametrize(
    ("slot", "field"),
    [
        ("pattern: '[A-Z]{2}', length: 4", "length"),
        ("length: 4, pattern: '[A-Z]{2}'", "length"),
        ("pattern: '[A-Z]{2,5}', min: 6", "min"),
        ("pattern: '[A-Z]{4,}', max: 3", "max"),
        ("pattern: '([A-Z]{3})+', min: 4, max: 5", "min"),
        ("pattern: '[A-Z]{2}', length: 44", "length"),
    ],
)
def test_lengths_that_nothing_of_the_pattern_has(slot: str, field: str) -> None:
    assert told(f"slots: {{s: {{type: spelled, {slot}}}}}\n{ASKED}") == [("slot.pattern", f"slots.s.{field}")]


@pytest.mark.parametrize(
    "slot",
    [
        "pattern: '[A-Z]{2,5}', length: 4", "pattern: '[A-Z]{2,5}', min: 5", "pattern: '[A-Z]*', max: 3",
        "pattern: '([A-Z]{3})+', min: 4, max: 6",
    ],
)  # fmt: skip
def test_lengths_that_fit(slot: str) -> None:
    assert told(f"slots: {{s: {{type: spelled, {slot}}}}}\n{ASKED}") == []


@pytest.mark.parametrize("slot", ["min: 5, max: 2", "length: 0", "length: 4, min: 3"])
def test_lengths_that_are_wrong_themselves_are_told_of_as_that(slot: str) -> None:
    findings = told(f"slots: {{s: {{type: spelled, pattern: '[A-Z]', {slot}}}}}\n{ASKED}")
    assert {code for code, _ in findings} == {"schema.value"}


@pytest.mark.parametrize(
    ("code", "slot", "path"),
    [
        ("pattern: '[A-Z]{41}'", "{type: code}", "types.code.pattern"),
        ("pattern: '[A-Z]%'", "{type: code}", "types.code.pattern"),
        ("pattern: '[A-Z'", "{type: code}", "types.code.pattern"),
        ("pattern: '[A-Z]{2}', length: 3", "{type: code}", "types.code.length"),
        ("pattern: '[A-Z]{2}'", "{type: code, length: 3}", "slots.s.length"),
        ("length: 3", "{type: code, pattern: '[A-Z]{2}'}", "slots.s.pattern"),
        ("pattern: '[A-Z]{41}'", "{type: code, pattern: '[A-Z]%'}", "types.code.pattern slots.s.pattern"),
    ],
)
def test_own_types_are_told_of_where_they_stand(code: str, slot: str, path: str) -> None:
    findings = told(f"types: {{code: {{type: spelled, {code}}}}}\nslots: {{s: {slot}}}\n{ASKED}")
    assert findings == [("slot.pattern", one) for one in path.split()]


def test_what_nobody_is_asked_for_need_not_be_said() -> None:
    assert told(f"slots: {{s: {SPELLED % 'A%'}}}\n{SAID_ONLY}") == []


def test_the_message_names_the_sign_that_is_in_the_way() -> None:
    (finding,) = load_text(f"{HEAD}slots: {{s: {SPELLED % '[A-Z]%[#1]'}}}\n{ASKED}").findings
    assert finding.message == "Callers cannot say the % that `pattern` of the slot `s` asks for."


HOSTILE = (
    "(a+)+$", "(a|a)*b", "(A|B)*A(A|B){50}", ".*A.{90}", "((((A*)*)*)*)*B", "(.?){90}", "([A-Z]*[0-9]*)*X",
    "(.*.*.*.*.*.*.*.*)*X", "((A|AA)+)+B", "(A?){60}A{40}", "(a*)*" * 20 + "b", "[^b]*[^a]*" * 12 + "c",
)  # fmt: skip
"""Each makes an engine that goes back and tries again take years."""
SAID = (
    "a" * 40 + "b", "A" * 40 + "!", "AB" * 20, "A 1 " * 75, "double a " * 70, "oh to you see are " * 30, "a" * 100_000,
    "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 6, "alpha as in alpha " * 40, "0 o " * 300,
)  # fmt: skip
MATCH_S, ANSWER_S = 0.05, 2.0
"""To match a value; to read an answer of a minute, which takes 0.2 s for the plainest of patterns."""


@pytest.mark.parametrize("text", HOSTILE)
def test_no_accepted_pattern_takes_long(text: str) -> None:
    pattern, slot = safe_pattern(text), Spelled(type="spelled", pattern=text)
    for said in SAID:
        begin = time.process_time()
        pattern.matches(said[:41])
        slot.problem(said)
        assert time.process_time() - begin < MATCH_S
        words = Words.of(said)
        for asked in (True, False):
            begin = time.process_time()
            slot.find(words, asked=asked)
            assert time.process_time() - begin < ANSWER_S, said[:20]


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="AB01.[]()|?*+{}29,", min_size=30, max_size=200), st.text(alphabet="AB01!", max_size=40))
def test_no_text_makes_a_pattern_that_takes_long(text: str, value: str) -> None:
    begin = time.process_time()
    with suppress(PatternProblem):
        safe_pattern(text).matches(value)
    assert time.process_time() - begin < 0.5
