"""What a model wants done is read back in the bot's words, with values as callers hear them."""

from typing import Any

import pytest

from flows.definition.tool import Tool
from flows.engine.asking_leave import needs_leave
from flows.engine.events import ModelReturned, ToolWish
from tests.flows.small_bots import NOW, Talk

BOT = """
slots: {day: {type: date}, when: {type: choice, choices: {am: [morning], pm: [evening]}}}
tools:
  book:
    effect: write
    idempotency_key: auto
    description: Books a table.
    arguments: {day: date, guests: number, inside: boolean, note: text}
    stub: {}
flows:
  main:
    nodes:
      think: {type: generate, prompt: Book., tools: [book], on_error: end, next: end}
"""


def read_back(arguments: str, text: str = BOT) -> str:
    talk = Talk(text)
    pending = talk.state.model
    assert pending is not None
    talk.send(ModelReturned(pending.id, NOW, "", tools=(ToolWish("c-1", "book", arguments),)))
    assert talk.state.phase == "listening"
    return talk.said[-1]


def test_the_description_and_the_arguments_are_said_as_the_bot_says_values() -> None:
    said = read_back('{"day": "2026-03-01", "guests": 4, "inside": true, "note": "by the window"}')
    assert said.startswith("I would do this: Books a table")
    assert "March 1st" in said
    assert "guests 4" in said
    assert "inside yes" in said
    assert "note by the window" in said
    assert said.endswith("Shall I?")


def test_a_tool_may_say_it_in_its_own_words() -> None:
    own = BOT.replace("description: Books a table.", 'confirm: "A table on {{ day | date }}, shall I?"')
    assert read_back('{"day": "2026-03-01", "guests": 4, "inside": true, "note": "x"}', own).startswith("A table on")


@pytest.mark.parametrize(
    ("tool", "needs"),
    [
        ({"effect": "write", "idempotency_key": "auto"}, True), ({"effect": "read"}, False),
        ({"effect": "write", "idempotency_key": "auto", "confirmed": True}, False),
    ],
)  # fmt: skip
def test_who_has_to_be_asked(tool: dict[str, Any], needs: bool) -> None:
    assert needs_leave(Tool(**tool)) is needs
