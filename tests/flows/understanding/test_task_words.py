"""Words around what is said of a task."""

import pytest

from flows.understanding.task_words import asks_for_more, ends, is_own, stripped
from tests.flows.understanding.done_tasks import BLOCKED, SENT, after
from tests.flows.understanding.stage import Stage, line


def test_what_stands_before_and_behind_is_taken_away_phrase_by_phrase() -> None:
    assert ("cancel", "that") in stripped(("no", "cancel", "that", "please"))
    assert ("nothing", "else") in stripped(("nothing", "else", "dear"))
    assert stripped(("thanks",)) == [("thanks",)]


def test_every_end_of_a_sentence() -> None:
    assert ends(("i", "found", "it", "please")) == [("i", "found", "it"), ("found", "it"), ("it",)]


@pytest.mark.parametrize(
    ("text", "more"), [("send another ten", True), ("and john as well", True), ("well yes", False)]
)
def test_one_more(text: str, more: bool) -> None:
    assert asks_for_more(line(text)) is more


def test_the_verb_of_a_task(stage: Stage) -> None:
    sentence = stage.sentence("send it", after(SENT), {})
    assert is_own(sentence, SENT, ["send"])
    assert is_own(sentence, BLOCKED, ["block"])
    assert not is_own(sentence, BLOCKED, ["send"])
    assert is_own(sentence, BLOCKED, ["do"])
