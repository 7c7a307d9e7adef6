"""Words that can mean a value which is known already, whatever they mean most likely."""

from typing import Any

import pytest

from flows.values.setting import Setting
from flows.values.words import Words
from tests.flows.values.tables import slot

NOW = Setting(now="2026-01-05T10:00:00+00:00")


@pytest.mark.parametrize(
    ("kind", "limits", "said", "known", "can"),
    [
        ("money", {}, "eight fifty", 850, True),
        ("money", {}, "eight fifty", 8.5, True),
        ("money", {}, "one twenty", 1.2, True),
        ("money", {}, "eight fifty", 855, False),
        ("money", {}, "fifty euros", 50, False),
        ("number", {}, "two fifty", 2.5, True),
        ("number", {}, "two fifty", 25, False),
        ("integer", {}, "two fifty", 250, True),
        ("time", {}, "eight", "20:00", True),
        ("time", {}, "half past eight", "08:30", True),
        ("time", {}, "eight in the morning", "20:00", False),
        ("date", {}, "friday", "2026-01-16", True),
        ("date", {}, "next friday", "2026-01-09", False),
        ("date", {}, "the sixteenth", "2026-02-16", True),
        ("date", {"past": True}, "the third of may", "1980-05-03", True),
        ("date", {"past": True}, "the third of may 1981", "1980-05-03", False),
        ("date", {}, "tomorrow", "2026-01-07", False),
        ("datetime", {}, "at eight", "2026-01-09T20:00:00+00:00", True),
        ("datetime", {}, "friday", "2026-01-09T20:00:00+00:00", True),
        ("datetime", {}, "saturday at eight", "2026-01-09T20:00:00+00:00", False),
        ("digits", {"length": 4}, "forty two seventy one", "4271", True),
        ("digits", {}, "forty two", "402", True),
        ("digits", {"length": 4}, "four two seven two", "4271", False),
        ("spelled", {"pattern": "[A-Z]{2}[0-9]{2}"}, "a b double one", "AB11", True),
        ("spelled", {"pattern": "[A-Z]{2}[0-9]{2}"}, "a b one two", "AB11", False),
        ("person", {}, "lopez", "Maria Lopez", True),
        ("person", {}, "maria gomez", "Maria Lopez", False),
        ("yes_no", {}, "yes", True, True),
    ],
)
def test_readings(kind: str, limits: dict[str, Any], said: str, known: Any, can: bool) -> None:
    assert slot(kind, **limits).can_mean(Words.of(said, NOW), known) is can


def test_amounts_in_loose_words() -> None:
    assert slot("money").loosely("850 GBP") == 850
    assert slot("money").loosely(12.5) == 12.5
    assert slot("text").loosely("850 GBP") == "850 GBP"
