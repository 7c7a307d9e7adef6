"""What is said in other words."""

from typing import Any

from flows.exchange.diff.compare import compare
from flows.exchange.diff.prompts import prompts


def bot(**node: Any) -> dict[str, Any]:
    asks = {"type": "ask", "slot": "x", "say": "Which one?", "reprompts": ["Sorry?", "Again?"], "attempts": 3, **node}
    return {"flows": {"f": {"nodes": {"a": asks, "b": {"type": "say", "say": "Bye."}}}}}


def test_each_text_that_changed_is_told_word_by_word() -> None:
    new = bot(say="Which one, please?", reprompts=["Sorry?", "Once again?"], attempts=2)
    [said, again] = prompts(compare(bot(), new))
    assert said.as_json() == {
        "flow": "f", "node": "a", "path": "say", "old": "Which one?", "new": "Which one, please?",
        "words": [["=", "Which one"], ["+", ", please"], ["=", "?"]],
    }  # fmt: skip
    assert (again.path, again.old, again.new) == (("reprompts", 1), "Again?", "Once again?")


def test_nothing_is_told_of_texts_that_are_the_same_or_new() -> None:
    assert list(prompts(compare(bot(), bot(slot="y")))) == []
    assert list(prompts(compare({"flows": {}}, bot()))) == []
