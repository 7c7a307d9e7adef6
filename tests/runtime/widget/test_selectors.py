"""The bots that the page offers, and the sentences it teaches."""

import pytest

from flows.catalogue import publish
from flows.models import Bot, Release
from runtime.widget.selectors import EXAMPLE_MAX_CHARS, EXAMPLES_MAX, example_sentences, published_bots

BANK = """
voxloom: 1
bot: bank
name: The Bank
description: Tells balances.
language: en
start: welcome
intents:
  balance: {examples: ["what's my balance", "how much do I have"]}
  card: {examples: ["I lost my card"]}
flows:
  welcome:
    description: Greets.
    nodes:
      hello: {type: say, say: Hello., next: end}
  balance:
    description: Tells the balance.
    triggers: [balance, card]
    nodes:
      tell: {type: say, say: You have nothing., next: end}
"""


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
def test_a_published_bot_has_examples_of_every_intent_first() -> None:
    publish(BANK)
    (card,) = published_bots()
    assert (card.slug, card.name, card.description, card.language) == ("bank", "The Bank", "Tells balances.", "en")
    assert card.examples == ("What's my balance", "I lost my card", "How much do I have")


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
def test_bots_are_ordered_by_slug() -> None:
    publish(BANK.replace("bot: bank", "bot: zebra").replace("The Bank", "Aardvark"))
    publish(BANK)
    assert [bot.slug for bot in published_bots()] == ["bank", "zebra"]


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
def test_a_new_version_brings_its_own_examples() -> None:
    publish(BANK)
    assert "I lost my card" in published_bots()[0].examples
    publish(BANK.replace("I lost my card", "my card is gone"))
    assert "My card is gone" in published_bots()[0].examples
    assert "I lost my card" not in published_bots()[0].examples


@pytest.mark.usefixtures("main")
@pytest.mark.django_db
def test_a_bot_without_a_release_or_only_in_another_environment_cannot_be_called() -> None:
    version = publish(BANK, environment="staging")
    Bot.objects.create(slug="draft", name="Draft")
    assert published_bots() == ()
    Release.objects.create(bot=version.bot, version=version)
    assert [bot.slug for bot in published_bots()] == ["bank"]


@pytest.mark.parametrize("intents", [[], [[]], [[""]], [[], []]])
def test_intents_without_examples_teach_nothing(intents: list[list[str]]) -> None:
    assert example_sentences(intents) == ()


def test_examples_are_few_short_and_told_once() -> None:
    many = [["same", f"sentence {n}"] for n in range(9)]
    assert example_sentences(many)[:2] == ("Same", "Sentence 0")
    assert len(example_sentences(many)) == EXAMPLES_MAX
    assert example_sentences([["x" * (EXAMPLE_MAX_CHARS + 1), "ok"]]) == ("Ok",)
