"""Consent is plain or it is none: questions, refusals, conditions and mixtures never count as a yes."""

import pytest

from flows.values.words import Words
from flows.values.yes_no import yes_or_no

DOUBTFUL = """are you sure/is that right/yes no/right, no/yeah no/yes actually no/sure hang on no/okay not
I can't say yes
if I say yes what happens/confirm what/go ahead and cancel/fine, forget it/that's fine, keep it/yes but not today
correct me if I'm wrong/please/ok cancel/yes cancel/yes please cancel that/okay wait/please wait/ok hold on/ok leave it
right now i'm busy/good morning/great but no/sure i have no idea/ok so what happens now/okay let me ask my wife
yes let me check/i want to cancel/please help/please tell me more/please explain/can you confirm/confirm my name is bob
she said yes/is it okay/yes maybe/yes probably/i'm not sure/sure about that/correct it to fifty/do that again
i'm in a hurry/i agree to disagree/i have a problem/i am calling about a card/it is wrong/you can stop/cool down
that doesn't sound right/i haven't said yes/yes change the name/yes i'm not sure/up to you/deal with it later
yes forget it/ok thanks bye/could you repeat that yes/fine then don't/definitely don't/sure whatever no no no/ok stop"""
PLAIN_YES = """i said yes
great thank you very much/i do/we are/i'm sure/sounds good to me/yes i do/yes/yeah/um yes please
yes go ahead/that's right/of course/please block it/sure why not/no problem/i think so"""
PLAIN_NO = """not today thanks/i'm afraid not/don't go ahead/that's incorrect/no i'm good/no/nope/no thanks/no wait
no don't do that/of course not/absolutely not/i don't think so/not really/no keep it"""


def phrases(text: str) -> list[str]:
    """The phrases of a list."""
    return [part for line in text.splitlines() for part in line.split("/")]


@pytest.mark.parametrize("text", phrases(DOUBTFUL))
def test_what_is_doubtful_is_no_consent(text: str) -> None:
    found = yes_or_no(Words.of(text))
    assert found is None or found.value is False


@pytest.mark.parametrize("text", phrases(PLAIN_YES))
def test_a_plain_yes(text: str) -> None:
    found = yes_or_no(Words.of(text))
    assert found is not None
    assert found.value is True


@pytest.mark.parametrize("text", phrases(PLAIN_NO))
def test_a_plain_no(text: str) -> None:
    found = yes_or_no(Words.of(text))
    assert found is not None
    assert found.value is False
