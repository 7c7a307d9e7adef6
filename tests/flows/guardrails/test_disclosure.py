"""Callers are told that they speak with a machine."""

import pytest

from flows.guardrails.disclosure import disclosed, needs_disclosure, texts_of_the_beginning
from tests.flows.small_bots import Talk, bot

ASKS = "{type: generate, prompt: Say something., stub: Hello., on_error: handoff, next: end}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Riverbank, an automated assistant speaking.", True),
        ("Hi, I'm the AI of Box shop.", True),
        ("This is Bobby from Box shop. I said so.", False),
        ("Your robotics course", False),
    ],
)
def test_it_is_told_by_words(text: str, told: bool) -> None:
    assert disclosed(text) is told


def test_a_bot_whose_model_speaks_says_so_where_its_author_does_not() -> None:
    silent = f"flows: {{main: {{nodes: {{a: {ASKS}}}}}}}\n"
    assert Talk(silent).said[0] == "You are speaking with an automated assistant."
    told = f"flows: {{main: {{nodes: {{hi: {{type: say, say: A bot speaking.}}, a: {ASKS}}}}}}}\n"
    assert Talk(told).said == ["A bot speaking."]
    own = f"flows: {{on_start: {{nodes: {{a: {{type: say, say: Hi., next: end}}}}}}, main: {{nodes: {{a: {ASKS}}}}}}}\n"
    assert Talk(own).said[0] == "Hi."
    assert not needs_disclosure(bot("flows: {main: {nodes: {a: {type: say, say: Hello., next: end}}}}\n"))


def test_the_beginning_ends_with_the_first_question() -> None:
    text = """
slots: {n: {type: integer}}
flows:
  on_start: {nodes: {a: {type: say, say: One., next: end}}}
  main: {nodes: {a: {type: say, say: Two.}, b: {type: ask, slot: n, say: Three?}, c: {type: end, say: Four.}}}
"""
    assert list(texts_of_the_beginning(bot(text, warnings=True))) == ["One.", "Two.", "Three?"]
