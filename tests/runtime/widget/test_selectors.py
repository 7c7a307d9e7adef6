"""The bots that the page offers, and the sentences it teaches."""

import logging
import os
from pathlib import Path

import pytest

from runtime.widget import selectors
from runtime.widget.selectors import EXAMPLE_MAX_CHARS, EXAMPLES_MAX, example_sentences, published_bots

BANK = """
voxloom: 1
bot: bank
name: the Bank
description: Tells balances.
language: en
intents:
  balance: {examples: ["what's my balance", "how much do I have"]}
  card: {examples: ["I lost my card"]}
"""


@pytest.fixture
def bots_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(selectors, "_bots_folder", lambda: tmp_path)
    return tmp_path


def test_a_bot_is_read_with_examples_of_every_intent_first(bots_folder: Path) -> None:
    (bots_folder / "bank.yaml").write_text(BANK)
    (card,) = published_bots()
    assert (card.slug, card.name, card.language) == ("bank", "the Bank", "en")
    assert card.examples == ("What's my balance", "I lost my card", "How much do I have")


def test_bots_are_ordered_by_slug_and_a_changed_file_is_read_again(bots_folder: Path) -> None:
    (bots_folder / "a.yaml").write_text("bot: z\nname: Zebra\n")
    (bots_folder / "b.yaml").write_text(BANK)
    assert [bot.name for bot in published_bots()] == ["the Bank", "Zebra"]
    (bots_folder / "a.yaml").write_text("bot: z\nname: Zebra, longer\n")
    os.utime(bots_folder / "a.yaml", ns=(1, 1))  # a clock too coarse to see the change must not decide the test
    assert [bot.name for bot in published_bots()] == ["the Bank", "Zebra, longer"]


@pytest.mark.parametrize("text", ["bot: [", "- a list", "name: no slug", "bot: ''"])
def test_a_file_that_is_no_bot_is_left_out(bots_folder: Path, text: str, caplog: pytest.LogCaptureFixture) -> None:
    (bots_folder / "broken.yaml").write_text(text)
    with caplog.at_level(logging.WARNING):
        assert published_bots() == ()


def test_no_folder_means_no_bots(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(selectors, "_bots_folder", lambda: tmp_path / "none")
    assert published_bots() == ()


@pytest.mark.parametrize(
    "intents", [None, [], {"a": None}, {"a": {}}, {"a": {"examples": "text"}}, {"a": {"examples": [7]}}]
)
def test_intents_without_examples_teach_nothing(intents: object) -> None:
    assert example_sentences(intents) == ()


def test_examples_are_few_short_and_told_once() -> None:
    many = {f"i{n}": {"examples": ["same", f"sentence {n}"]} for n in range(9)}
    assert example_sentences(many)[:2] == ("Same", "Sentence 0")
    assert len(example_sentences(many)) == EXAMPLES_MAX
    assert example_sentences({"i": {"examples": ["x" * (EXAMPLE_MAX_CHARS + 1), "ok"]}}) == ("Ok",)
