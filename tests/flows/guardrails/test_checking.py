"""One text put to rules, and what is left of it."""

from flows.definition.guardrails.guardrail import Guardrail
from flows.definition.guardrails.length import Length
from flows.definition.guardrails.pattern import Pattern
from flows.guardrails.checking import Checked, Context, by_words, checked
from flows.guardrails.reading import read

TEXT = "Go to acme today."
PATTERN = Pattern(type="pattern", phrases=("acme",), action="redact")
LENGTH = Length(type="length", words=2, action="refuse")


def look(**rules: Guardrail) -> Checked:
    return checked("output", rules, TEXT, lambda rule: by_words(rule, TEXT, read(TEXT), Context()))


def test_what_is_taken_out_is_out_and_the_rest_is_left() -> None:
    found = look(rivals=PATTERN)
    assert (found.text, found.stop) == ("Go to today.", None)
    assert [(trip.rule, trip.type, trip.on, trip.action) for trip in found.trips] == [
        ("rivals", "pattern", "output", "redact")
    ]


def test_the_rule_that_stops_is_told() -> None:
    found = look(rivals=PATTERN, short=LENGTH)
    assert found.stop is not None
    assert found.stop.rule == "short"


def test_what_is_found_without_a_place_takes_all_of_it() -> None:
    assert look(short=Length(type="length", words=2)).text == ""


def test_nothing_found_changes_nothing() -> None:
    assert look(long=Length(type="length", words=50)) == Checked(TEXT)
