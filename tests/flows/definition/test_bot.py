"""A bot and what it may leave out."""

import pytest

from flows.definition.config import milliseconds
from tests.flows.small_bots import bot


def test_what_is_left_out_has_a_sensible_value() -> None:
    small = bot("voxloom: 1\nbot: small\nstart: main\nflows: {main: {nodes: {a: {type: say, say: A., next: end}}}}\n")
    assert (small.language, small.region, small.timezone, small.voice.engine) == ("en", "US", "UTC", "piper")
    assert (small.defaults.attempts, small.defaults.no_input_after, small.defaults.barge_in) == (3, 6000, True)


@pytest.mark.parametrize(
    ("text", "ms"), [("500ms", 500), ("4s", 4000), ("1.5s", 1500), ("2m", 120_000), ("0s", 0), ("60m", 3_600_000)]
)
def test_durations(text: str, ms: int) -> None:
    assert milliseconds(text) == ms


@pytest.mark.parametrize("value", ["5", "s", "1h", "1,5s", "-1s", "1e3s", "..s", "61m", 5, "9" * 1000 + "s", "٣s"])
def test_no_durations(value: object) -> None:
    with pytest.raises(ValueError, match="a duration"):
        milliseconds(value)


def test_amounts_without_a_currency_are_in_that_of_the_region() -> None:
    slots = "slots: {due: {type: money}, fee: {type: money, currency: EUR}}\n"
    british = bot("region: GB\n" + slots + "flows: {main: {nodes: {a: {type: say, say: Hi, next: end}}}}\n")
    assert [british.slots[name].say(5) for name in ("due", "fee")] == ["£5", "€5"]


def test_variables_may_say_that_they_hold_personal_data_or_none() -> None:
    nodes = "flows: {main: {nodes: {a: {type: say, say: Hi, next: end}}}}\n"
    written = "variables: {a: {personal: health}, b: {type: person, personal: false}, c: {}}\n"
    found = bot(written + nodes).variables
    assert [found[name].personal for name in "abc"] == ["health", False, None]
