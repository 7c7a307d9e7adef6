"""What is known when a sentence is understood."""

from flows.values.words import Words
from tests.flows.understanding.stage import AMOUNT, READ_BACK, REQUEST, Stage


def test_what_is_asked_and_what_may_be_corrected(stage: Stage) -> None:
    asked, read_back, idle = stage.situation(AMOUNT), stage.situation(READ_BACK), stage.situation(REQUEST)
    assert (asked.asked, asked.reads_back, asked.asks_freely) == ("amount", False, False)
    assert (asked.filled, asked.others) == (("payee",), ("payee",))
    assert (read_back.asked, read_back.reads_back) == ("amount", True)
    assert idle.asked is None


def test_values_and_whether_they_fit(stage: Stage) -> None:
    situation, words = stage.situation(), Words.of("sixty thousand")
    (found, *_) = situation.find("amount", words, asked=True)
    assert found.value == 60_000
    assert not situation.fits("amount", found, words)
    assert situation.find("amount", words, asked=True) is situation.find("amount", words, asked=True)
