"""Nodes as sentences; what is missing is left out."""

from typing import Any

import pytest

from flows.exchange.canvas.sentences import MAX_CHARACTERS, sentence, words


@pytest.mark.parametrize(
    ("node", "told"),
    [
        ({"type": "say", "say": "Hello  there.\nWell?"}, "Says: Hello there. Well?"),
        ({"type": "say"}, "Says: …"),
        ({"type": "ask", "slot": "first_name", "say": "Who?"}, "Asks for first name: Who?"),
        ({"type": "decide", "next": [{"if": "a > 1", "go": "big_one"}, {"else": "end"}]},
         "Decides: if a > 1, big one; else end"),
        ({"type": "decide", "next": "end"}, "Decides …"),
        ({"type": "set", "set": {"a_b": 1, "c": None, "d": {"expr": "a + 1"}}},
         "Sets a b to 1, forgets c, sets d to a + 1"),
        ({"type": "set"}, "Sets …"),
        ({"type": "call", "tool": "pay", "with": {"sum": 1}, "save": {"number": "result.no"}},
         "Calls pay with sum, keeps number"),
        ({"type": "flow", "flow": "sign_in"}, "Runs sign in"),
        ({"type": "generate", "prompt": "Sum up.", "extract": {"day": "date"}},
         "A model takes day from what was said and speaks: Sum up."),
        ({"type": "generate", "speak": False}, "A model is asked: …"),
        ({"type": "answer", "knowledge": "house", "question": "{{ q }}"}, "Answers from house: {{ q }}"),
        ({"type": "handoff", "say": "One moment."}, "Hands over to a person: One moment."),
        ({"type": "handoff"}, "Hands over to a person"),
        ({"type": "end", "say": "Bye."}, "Ends the call: Bye."),
        ({"type": "end"}, "Ends the call"),
        ({}, "Has no type yet"),
        ({"type": "jump"}, "Is of a type that is not known: jump"),
        (["no"], "Cannot be read as a node"),
    ],
)  # fmt: skip
def test_a_node_reads_as_a_sentence(node: Any, told: str) -> None:
    assert sentence(node) == told


def test_long_texts_are_cut() -> None:
    told = sentence({"type": "say", "say": "word " * 100})
    assert len(told) <= MAX_CHARACTERS
    assert told.endswith("…")


def test_names_are_words() -> None:
    assert (words("get_the-balance"), words(None), words("")) == ("get the balance", "…", "…")
