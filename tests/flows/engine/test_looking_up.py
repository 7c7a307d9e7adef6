"""A sentence that fits no intent is looked up where a flow answers questions."""

import pytest

from flows.engine.acts import Understanding
from flows.engine.commands import AskModel, LookUp
from flows.engine.events import ModelReturned, UserSaid
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


PHRASED = """
knowledge: {house: {}}
routes: {fast: {model: openai/a, key: k, price: {question: 1, answer: 1}}}
flows:
  main:
    nodes:
      look: {type: answer, knowledge: house, question: when, route: fast, on_unknown: think, on_error: end, next: think}
      think: {type: generate, prompt: Say it., on_error: end, next: end}
"""


@pytest.mark.parametrize(("error", "why"), [(None, "answered"), ("unknown", "answer_unknown")])
def test_what_a_phrased_answer_cost_counts_as_that_of_any_model(error: str | None, why: str) -> None:
    talk = Talk(PHRASED)
    (asked,) = (command for command in talk.commands if isinstance(command, LookUp))
    assert (asked.route, asked.spent_micros) == ("fast", 0)
    came = ModelReturned(asked.id, NOW, "At nine.", route="fast", failed=("slow",), micros=1_200, error=error)
    talk.send(came)
    assert (talk.state.spent_micros, talk.state.failed_routes) == (1_200, {"slow": 1})
    (line,) = (line for line in talk.sprint.trace if line["why"] == why)
    assert (line["route"], line["micros"]) == ("fast", 1_200)
    (next_one,) = (command for command in talk.commands if isinstance(command, AskModel))
    assert next_one.spent_micros == 1_200
    talk.send(ModelReturned(next_one.id, NOW, "Well.", route="fast", micros=300))
    (line,) = (line for line in talk.sprint.trace if line["why"] == "model_returned")
    assert line["micros"] == 300
