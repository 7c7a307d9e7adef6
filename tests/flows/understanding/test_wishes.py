"""What callers want."""

import pytest

from flows.understanding.wishes import talk, two_requests, wish, yes_or_no_only
from flows.values.words import Words
from flows.values.yes_no import yes_or_no
from tests.flows.understanding.stage import REQUEST, Stage, acts


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("what's my balance", [("start_flow", "check_balance")]),
        ("block my card and then tell me my balance", [("start_flow", "card_lost"), ("start_flow", "check_balance")]),
        ("yes", [("affirm",)]),
    ],
)
def test_wishes(stage: Stage, text: str, told: list[tuple[str, ...]]) -> None:
    assert acts(wish(stage.sentence(text, REQUEST, {}))) == told


def test_one_request_is_not_two(stage: Stage) -> None:
    assert acts(two_requests(stage.sentence("what's my balance", REQUEST, {}))) == []


def test_a_word_is_no_talk(stage: Stage) -> None:
    assert acts(talk(stage.sentence("banana"), 0.5)) == []


@pytest.mark.parametrize(("text", "kinds"), [("yes", ["affirm"]), ("no", ["deny"]), ("yes my balance is too low", [])])
def test_only_a_plain_yes_or_no(text: str, kinds: list[str]) -> None:
    words = Words.of(text)
    assert [act.act for act in yes_or_no_only(words, yes_or_no(words))] == kinds
