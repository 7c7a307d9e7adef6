"""Words that the recogniser wrote down wrongly are put right in answers, and read back."""

from time import perf_counter

import pytest

from flows.values.misheard import MAX_WORDS, SURE, TABLE
from flows.values.setting import Setting
from flows.values.words import Words
from tests.flows.values.tables import slot

SETTING = Setting(now="2026-01-05T10:00+01:00", timezone="Europe/Berlin")
FEW = {"min": 1, "max": 12}


@pytest.mark.parametrize(
    ("kind", "options", "heard", "value"),
    [
        ("integer", FEW, "Ate.", 8),
        ("integer", FEW, "Do adults and 3 kids.", 5),
        ("number", {}, "Have some million", 500_000),
        ("number", {}, "A million under half.", 1_500_000),
        ("time", {}, "Order to 8.", "07:45"),
        ("time", {}, "A quarter pass two", "14:15"),
        ("time", {}, "Into hours", "12:00"),
        ("datetime", {}, "Tomorrow would have past three", "2026-01-06T15:30:00+01:00"),
        ("date", {}, "To Friday from now.", "2026-01-16"),
        ("duration", {}, "And our 20.", 4800),
        ("duration", {}, "A day in the half", 129_600),
        ("duration", {}, "The night", 86_400),
        ("datetime", {}, "Past free tomorrow", "2026-01-06T15:30:00+01:00"),
        ("date", {}, "The last Friday on the month.", "2026-01-30"),
        ("email", {}, "JOHN at male.com", "john@gmail.com"),
        ("email", {}, "My emails, Maria, at example.com.", "maria@example.com"),
        ("postcode", {"region": "GB"}, "Sw1a1a8", "SW1A1AA"),
        ("phone", {}, "212, I'm 55, 0123", "+12125550123"),
    ],
)
def test_what_was_misheard_is_read_and_read_back(
    kind: str, options: dict[str, object], heard: str, value: object
) -> None:
    best = slot(kind, **options).find(Words.of(heard, SETTING), asked=True)[0]
    assert (best.value, best.doubtful) == (value, True)
    assert best.confidence <= SURE


@pytest.mark.parametrize("kind", ["integer", "number", "time", "date", "datetime", "phone"])
@pytest.mark.parametrize(
    "text",
    ["it", "do it", "who is it", "well", "not now", "i hate it", "it's for free", "the night"]
    + ["i have it", "for me", "is it free", "i ate already", "too late", "or not"],
)
def test_what_makes_no_sense_as_a_value_is_none(kind: str, text: str) -> None:
    assert slot(kind).find(Words.of(text, SETTING), asked=True) == []


@pytest.mark.parametrize(("kind", "text"), [("time", "order to 8"), ("integer", "ate"), ("duration", "and our 20")])
def test_nothing_is_put_right_in_a_sentence_that_is_no_answer(kind: str, text: str) -> None:
    assert slot(kind).find(Words.of(text, SETTING), asked=False) == []


def test_the_place_of_the_value_is_that_of_the_words_as_they_were_heard() -> None:
    [best, *_] = slot("time").find(Words.of("um order to 8 please", SETTING), asked=True)
    assert (best.start, best.end) == (1, 4)


@pytest.mark.parametrize(("kind", "text"), [("date", "not 25"), ("number", "not 25"), ("integer", "not for me")])
def test_what_the_caller_does_not_want_is_not_taken(kind: str, text: str) -> None:
    assert slot(kind).find(Words.of(text, SETTING), asked=True) == []


def test_what_is_read_as_a_whole_stays_as_it_is() -> None:
    [best, *_] = slot("integer", **FEW).find(Words.of("for 4 people", SETTING), asked=True)
    assert (best.value, best.doubtful) == (4, False)


@pytest.mark.parametrize("count", [MAX_WORDS, MAX_WORDS + 1, 200])
def test_many_misheard_words_take_no_long_time(count: int) -> None:
    words = Words.of(" ".join(["to", "for", "ate", "half", "free"][at % 5] for at in range(count)), SETTING)
    begin = perf_counter()
    for kind in ("integer", "time", "datetime", "spelled", "iban", "phone"):
        slot(kind).find(words, asked=True)
    assert perf_counter() - begin < 5, TABLE


def test_data_are_never_put_right() -> None:
    assert slot("integer").read("4,200 and 71") is None or slot("integer").read("4,200 and 71") != 4271
    assert slot("time").read("order to 8") != "19:45"


def test_what_was_put_right_agrees_to_nothing() -> None:
    words = Words.of("order to eight")
    (found, *_) = slot("time").find(words, asked=True)
    assert found.mended
    assert not slot("time").can_mean(words, found.value)
