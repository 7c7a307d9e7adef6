"""No cue is an answer: what tables of values and of everyday answers hold is never taken for "goodbye" or "cancel"."""

from pathlib import Path
from typing import Any

import pytest

from flows.understanding.cues import cue
from flows.understanding.line import Line
from flows.values.setting import Setting
from flows.values.words import Words
from tests.flows.values.tables import DATA, rows

TABLES = sorted(path.stem for path in Path(DATA).glob("*.yaml"))
ENDS = ("goodbye", "cancel", "human", "refuse")
SHORT = (
    "a week", "the week", "a day", "the day", "the afternoon", "an evening", "a night", "two nights", "the weekend",
    "one", "the one", "time", "any time", "the time", "a good one", "the other one", "the last one", "another one",
    "both", "all of them", "none of them", "neither", "either", "a bit", "a lot", "half", "twice", "once", "soon",
    "today", "tonight", "tomorrow", "next week", "in a week", "me", "us", "just me", "my wife", "nobody", "everybody",
    "the first", "the second", "the middle one", "the big one", "red", "left", "right now", "as soon as possible",
    "asap", "at noon", "in the morning", "first thing", "whenever", "monday", "may", "march",
)  # fmt: skip


def _cue(text: str) -> str | None:
    return cue(Line.of(Words.of(text, Setting())))


@pytest.mark.parametrize("table", TABLES)
def test_values_of_the_tables(table: str) -> None:
    told: list[Any] = [row for row in rows(table) if isinstance(row, dict) and row.get("is") is not None]
    taken = {str(row["say"]): act for row in told if (act := _cue(str(row["say"]))) is not None}
    if table == "yes_no":  # a no may be the end of a flow or of a call; which one it is depends on the question
        assert not [
            say for say, act in taken.items() if act in ENDS and any(row["say"] == say and row["is"] for row in told)
        ]
    else:
        assert taken == {}


@pytest.mark.parametrize("text", SHORT)
def test_short_answers(text: str) -> None:
    assert _cue(text) not in ENDS
