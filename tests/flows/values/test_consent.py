"""Consent is plain or it is none: questions, refusals, conditions and mixtures never count as a yes."""

import pytest

from flows.values.words import Words
from flows.values.yes_no import yes_or_no

DOUBTFUL = """are you sure/is that right/yes no/right, no/yeah no/yes actually no/sure hang on no/okay not
I can't say yes
if I say yes what happens/confirm what/go ahead and cancel/fine, forget it/that's fine, keep it/yes but not today
correct me if I'm wrong/please/ok cancel/yes cancel/yes please cancel that/okay wait/please wait/ok hold on/ok leave it
yes forget it/ok thanks bye/could you repeat that yes/fine then don't/definitely don't/sure whatever no no no/ok stop"""
PLAIN_YES = (
    "yes/yeah/um yes please/yes go ahead/that's right/of course/please block it/sure why not/no problem/i think so"
)
PLAIN_NO = (
    "no/nope/no thanks/no don't do that/of course not/absolutely not/i don't think so/not really/no wait/no keep it"
)


@pytest.mark.parametrize("text", [part for line in DOUBTFUL.splitlines() for part in line.split("/")])
def test_what_is_doubtful_is_no_consent(text: str) -> None:
    found = yes_or_no(Words.of(text))
    assert found is None or found.value is False


@pytest.mark.parametrize("text", PLAIN_YES.split("/"))
def test_a_plain_yes(text: str) -> None:
    found = yes_or_no(Words.of(text))
    assert found is not None
    assert found.value is True


@pytest.mark.parametrize("text", PLAIN_NO.split("/"))
def test_a_plain_no(text: str) -> None:
    found = yes_or_no(Words.of(text))
    assert found is not None
    assert found.value is False
