"""What callers want."""

import pytest

from flows.understanding.intents import Scored
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


def test_of_two_that_are_nearly_sure_either_is_offered(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def scored(first: float, second: float) -> list[Scored]:
        return [Scored("transfer", first), Scored("check_balance", second), Scored("card_lost", 0.1)]

    for scores, told in (
        ((0.45, 0.38), [("clarify", ["transfer", "check_balance"])]),
        ((0.45, 0.3), [("out_of_scope",)]),
        ((0.4, 0.38), [("out_of_scope",)]),
        ((0.55, 0.5), [("clarify", ["transfer", "check_balance"])]),
    ):
        monkeypatch.setattr(stage.trained.intents, "scores", lambda _vector, these=scores: scored(*these))
        made = acts(wish(stage.sentence("something to do with paying a sum", REQUEST, {}))) or [("out_of_scope",)]
        assert made == told


def test_words_that_are_only_like_a_wish_for_a_person_are_none(stage: Stage) -> None:
    assert acts(talk(stage.sentence("could you send an electrician to my flat", REQUEST, {}), 0.3)) == []
    assert acts(talk(stage.sentence("transfer me to one of your agents", REQUEST, {}), 0.3)) == [("human",)]


def test_one_request_is_not_two(stage: Stage) -> None:
    assert acts(two_requests(stage.sentence("what's my balance", REQUEST, {}))) == []


def test_a_word_is_no_talk(stage: Stage) -> None:
    assert acts(talk(stage.sentence("banana"), 0.5)) == []


@pytest.mark.parametrize(("text", "kinds"), [("yes", ["affirm"]), ("no", ["deny"]), ("yes my balance is too low", [])])
def test_only_a_plain_yes_or_no(text: str, kinds: list[str]) -> None:
    words = Words.of(text)
    assert [act.act for act in yes_or_no_only(words, yes_or_no(words))] == kinds
