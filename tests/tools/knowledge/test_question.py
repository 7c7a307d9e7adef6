"""A question is searched for by its words, those like them, and those that were misheard."""

import pytest

from tests.tools.knowledge.hashed import POLICY, hashed, index
from tools.knowledge.question import MOST_NEW_WORDS, MOST_TERMS, meant, question_of


def test_words_of_the_base_need_no_vectors() -> None:
    question = question_of("um how many days for gift cards", index())
    assert question.terms == ("day", "gift", "card")
    assert question.to_embed == ("um how many days for gift cards",)
    assert question.kind == "length"


def test_a_word_written_as_two_is_one() -> None:
    question = question_of("do you take under wear back", index())
    assert question.heard["wear"] == {"underwear": 1.0}


def test_a_misheard_word_is_what_is_written_like_it() -> None:
    question = question_of("can i bring back tickts", index())
    assert list(question.heard["tickt"]) == ["ticket"]
    assert "tickts" in question.new
    assert meant(question, hashed(question.to_embed), index()).best("tickt", frozenset({"ticket"})) > 0.8


def test_what_the_base_does_not_have_is_missing() -> None:
    whole = question_of("gift cards", index())
    partly = question_of("gift helicopters", index())
    nothing = question_of("helicopters", index())
    shares = [sum(meant(each, hashed(each.to_embed), index()).lost()) for each in (whole, partly, nothing)]
    assert shares[0] == 0.0
    assert 0.3 < shares[1] < 1.0
    assert shares[2] == 1.0


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("do you sell bicycles", "sell"),
        ("can my son exchange a card", "exchang"),
        ("would you repair it", "repair"),
        ("do you have a piano", ""),
        ("can i take my bike", ""),
        ("how do i sell my card", ""),
        ("what can i buy", ""),
        ("when do you open", ""),
        ("do you", ""),
        ("bicycles", ""),
    ],
)
def test_the_act_that_a_question_of_yes_or_no_asks_for(text: str, act: str) -> None:
    assert question_of(text, index()).act == act


def test_verbs_with_a_particle_are_asked_in_one_word() -> None:
    question = question_of("Can I bring my old things back?", index())
    assert question.text == "can i return my old things"
    assert "return" in question.terms


def test_an_act_of_which_only_another_document_speaks_is_missing() -> None:
    question = question_of("do you exchange tickets", index(POLICY, "# Shop\n\nWe exchange things.\n"))
    understood = meant(question, hashed(question.to_embed), index(POLICY, "# Shop\n\nWe exchange things.\n"))
    assert sum(understood.lost()) == pytest.approx(0.0)
    assert max(understood.lost(1.0)) > 0.3


def test_what_is_covered_is_a_share_of_what_is_asked() -> None:
    question = question_of("gift cards days", index())
    understood = meant(question, hashed(question.to_embed), index())
    assert understood.covered(frozenset({"gift", "card", "day"})) == pytest.approx(1.0)
    assert 0 < understood.covered(frozenset({"gift"})) < 1
    assert understood.covered(frozenset()) == 0.0


def test_a_long_story_has_bounds() -> None:
    story = " ".join(f"xylo{letter}{other}" for letter in "abcdefgh" for other in "abcdefgh")
    question = question_of(story, index())
    assert len(question.terms) == MOST_TERMS
    assert len(question.new) == MOST_NEW_WORDS


def test_without_a_word_that_tells_something_nothing_is_asked() -> None:
    assert question_of("um what is it", index()).terms == ()
