"""What is said in the voice benchmark fits the bots that it is said to."""

from collections import Counter

import pytest

from benchmarks._pauses import beginnings
from benchmarks.voice import corpus, house
from flows.loader.load import load_text


def test_the_mix_is_half_requests_a_quarter_choices_a_quarter_digits() -> None:
    turns = [turn for dialogue in corpus.mix() for turn in dialogue.turns]
    kinds = Counter(kind for kind, _ in turns)
    assert len(turns) >= 50
    assert (kinds["open"] / len(turns), kinds["choice"], kinds["digits"]) == (0.5, len(turns) / 4, len(turns) / 4)


def test_nothing_is_said_twice_nor_is_it_an_example_of_a_bot() -> None:
    said = [text.lower().strip(".?") for dialogue in corpus.mix() for text in dialogue.said]
    assert len(set(said)) == len(said)
    for bot in house.BOTS:
        loaded = load_text(house.text_of(bot)).bot
        assert loaded is not None
        examples = {example.lower() for intent in loaded.intents.values() for example in intent.examples}
        assert not examples & set(said)


def test_every_sentence_with_pauses_has_an_opener_and_there_are_enough() -> None:
    entries = [entry for group in corpus.hesitations().values() for entry in group]
    assert 2 * sum(len(beginnings(entry["say"])) for entry in entries) >= 120
    assert all(bool(corpus.opener(entry)) == ("asked" in entry) for entry in entries)


@pytest.mark.parametrize("bot", house.BOTS)
def test_a_bot_without_speculation_is_the_same_bot(bot: str) -> None:
    before, after = load_text(house.text_of(bot)), load_text(house.without_speculation(house.text_of(bot)))
    assert before.bot is not None
    assert after.bot is not None
    assert after.runnable
    assert after.bot.bot == before.bot.bot + house.UNSPECULATED
    assert (before.bot.defaults.speculate, after.bot.defaults.speculate) == (True, False)
    assert after.bot.flows == before.bot.flows
