"""A sentence that fits no intent is looked up where a flow answers questions."""

import pytest

from flows.engine.acts import Understanding
from flows.engine.commands import LookUp
from flows.engine.events import UserSaid
from tests.flows.small_bots import NOW, Talk

LOOKS_UP = """
knowledge: {house: {}}
intents: {ask: {description: questions, examples: [i have a question]}}
flows:
  main: {nodes: {a: {type: say, say: Hello., next: end}}}
  ask: {triggers: [ask], nodes: {look: {type: answer, knowledge: house, on_unknown: end, on_error: end, next: end}}}
"""


def test_what_fits_no_intent_is_looked_up() -> None:
    talk = Talk(LOOKS_UP)
    talk.send(UserSaid(Understanding("where is the tram stop"), NOW))
    (command,) = talk.commands
    assert isinstance(command, LookUp)
    assert command.question == "where is the tram stop"


@pytest.mark.parametrize("node", ["question: '{{ now }}'", ""])
def test_a_few_words_are_not_and_nowhere_else_than_in_what_the_caller_said(node: str) -> None:
    talk = Talk(LOOKS_UP.replace("knowledge: house,", f"knowledge: house, {node}{',' if node else ''}"))
    talk.send(UserSaid(Understanding("tram" if not node else "where is the tram stop"), NOW))
    assert "Sorry, I didn't get that." in talk.said[0]


def test_a_flow_that_nobody_asks_for_is_not_begun_by_a_question() -> None:
    talk = Talk(LOOKS_UP.replace("triggers: [ask], ", ""))
    talk.send(UserSaid(Understanding("where is the tram stop"), NOW))
    assert "Sorry, I didn't get that." in talk.said[0]
