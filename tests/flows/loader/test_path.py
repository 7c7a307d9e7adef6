"""Paths and how people call them."""

import pytest

from flows.loader.path import Path, called, capital, dotted, thing


@pytest.mark.parametrize(
    ("path", "as_dotted", "as_called", "as_thing"),
    [
        ((), "", "the bot", "the bot"),
        (("name",), "name", "`name`", "`name`"),
        (("flows", "main"), "flows.main", "`main`", "the flow `main`"),
        (("flows", "main", "nodes", "a"), "flows.main.nodes.a", "`a`", "the node `a`"),
        (("flows", "main", "nodes", "a", "say"), "flows.main.nodes.a.say", "`say`", "`say` of the node `a`"),
        (("slots", "n"), "slots.n", "`n`", "the slot `n`"),
        (("knowledge", "b", "sources", 1), "knowledge.b.sources.1", "the second entry of `sources`",
         "the second entry of `sources` of the knowledge base `b`"),
        (("intents", "i", "examples", 11), "intents.i.examples.11", "the 12th entry of `examples`",
         "the 12th entry of `examples` of the intent `i`"),
        (("defaults", "on_fail"), "defaults.on_fail", "`on_fail`", "`on_fail`"),
        (("x", 0, 1), "x.0.1", *("the second entry of the first entry of `x`",) * 2),
    ],
)  # fmt: skip
def test_names_of_places(path: Path, as_dotted: str, as_called: str, as_thing: str) -> None:
    assert (dotted(path), called(path), thing(path)) == (as_dotted, as_called, as_thing)


def test_a_sentence_begins_with_a_capital() -> None:
    assert capital("the first") == "The first"
    assert capital("") == ""
