"""English made of names and descriptions."""

import pytest

from flows.exchange.rasa.words import ability, doing, examples_for, in_words, listed, what_it_does


@pytest.mark.parametrize(
    ("description", "core"),
    [
        ("This flow lets users send money to friends.", "send money to friends"),
        ("This flow let's users send money.", "send money"),
        ("the user needs to replace their card", "replace their card"),
        ("Send money to somebody. Ask for the amount first.", "send money to somebody"),
        ("", ""),
    ],
)
def test_the_core_of_a_description(description: str, core: str) -> None:
    assert what_it_does(description) == core


@pytest.mark.parametrize(
    ("text", "said"),
    [("transfer money", "transferring money"), ("replace a card", "replacing a card"), ("see it", "seeing it"),
     ("cancel it", "cancelling it"), ("opening hours", "opening hours"), ("order status", "order status")],
)  # fmt: skip
def test_what_is_done(text: str, said: str) -> None:
    assert doing(text) == said


@pytest.mark.parametrize(
    ("name", "description", "said"),
    [
        ("transfer_money", "This flow lets users send money to friends.", "sending money to friends"),
        ("check_balance", "Tell the user the balance.", "checking balance"),
        ("opening_hours", "", "opening hours"),
    ],
)
def test_abilities_fit_behind_i_can_help_you_with(name: str, description: str, said: str) -> None:
    assert ability(name, description) == said


def test_examples_are_sentences_of_callers() -> None:
    made = examples_for("check_balance", "Tell the user the balance of their account.")
    assert made[:2] == ["check balance", "I want to check balance"]
    assert not any("user" in text for text in made)
    assert "tell me about the opening hours" in examples_for("opening hours", "Say when we are open.")
    assert "I want to replace my card" in examples_for("x", "the user needs to replace their card")


def test_lists_and_names() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b or c"
    assert in_words("faq/ask_hours-x") == "faq ask hours x"
