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


def said_and_looked_up(talk: Talk, words: str = "purple monkey dish", error: str | None = "unknown") -> list[str]:
    """A sentence that fits no intent, and what the base makes of it."""
    talk.send(UserSaid(Understanding(words), NOW))
    (command,) = [each for each in talk.commands if isinstance(each, LookUp)]
    return talk.send(ModelReturned(command.id, NOW, "" if error else "By the gate.", error=error))


SAYS_SO = "not_known: {type: say, say: I do not know that., next: end}"
KNOWS_NOT = LOOKS_UP.replace("on_unknown: end", "on_unknown: not_known").replace(
    "on_error: end, next: end}", f"on_error: end, next: end}}, {SAYS_SO}"
)


def test_what_no_document_answers_has_led_nowhere_and_the_third_time_the_bot_cannot_help() -> None:
    talk = Talk(KNOWS_NOT)
    assert said_and_looked_up(talk)[0] == "I do not know that."
    assert talk.state.idle_failures == 1
    assert said_and_looked_up(talk)[0] == "I do not know that."
    assert said_and_looked_up(talk)[0] == "I'm sorry, I can't help you with that."
    assert talk.state.idle_failures == 0


def test_words_that_are_too_few_to_be_looked_up_count_beside_them() -> None:
    talk = Talk(KNOWS_NOT)
    said_and_looked_up(talk)
    talk.mumble()
    assert talk.state.idle_failures == 2
    assert said_and_looked_up(talk)[0] == "I'm sorry, I can't help you with that."


def test_an_answer_leads_somewhere_and_one_that_cannot_be_had_now_is_not_the_callers_fault() -> None:
    talk = Talk(KNOWS_NOT)
    said_and_looked_up(talk)
    said_and_looked_up(talk, error="unavailable")
    assert talk.state.idle_failures == 1
    assert said_and_looked_up(talk, error=None)[0] == "By the gate."
    assert talk.state.idle_failures == 0


def test_a_question_that_was_asked_for_is_a_request_like_any_other() -> None:
    talk = Talk(KNOWS_NOT)
    for _ in range(2):
        talk.mumble()
    talk.ask_for("ask")
    (command,) = [each for each in talk.commands if isinstance(each, LookUp)]
    assert talk.send(ModelReturned(command.id, NOW, "", error="unknown"))[0] == "I do not know that."
    assert talk.state.idle_failures == 0
