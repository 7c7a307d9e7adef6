"""What becomes of what guardrails found: in the caller's words, in a model's, in what tools are given and give."""

from dataclasses import replace
from typing import Any

import pytest

from flows.engine.acts import Act, Understanding
from flows.engine.events import ModelReturned, ToolReturned, UserSaid
from flows.engine.trips import Trip
from flows.engine.turn import expectation
from tests.flows.engine.model_bots import Model
from tests.flows.small_bots import NOW, Talk

BOT = """
slots: {n: {type: integer}}
tools: {t: {stub: {}}}
guardrails:
  quiet: {type: topic, examples: [x], say: "Not that, {{ n | default('caller') }}."}
  rude: {type: abuse, action: refuse}
flows:
  main: {nodes: {a: {type: ask, slot: n, say: How many?, next: b}, b: {type: call, tool: t, next: end}}}
  other: {triggers: [other], nodes: {a: {type: say, say: Other., next: end}}}
intents: {other: {examples: [something else, another thing]}}
"""
MODEL = """
guardrails: {short: {type: length, words: 3, action: refuse, say: In short.}}
flows:
  main:
    nodes:
      hello: {type: say, say: An automated assistant.}
      a: {type: generate, prompt: p, next: b}
      b: {type: say, say: Done., next: end}
"""


def trip(action: Any, rule: str = "quiet", on: Any = "input") -> Trip:
    return Trip(rule, "topic", on, action, "x", 0.9)


def say(talk: Talk, *trips: Trip, acts: tuple[Act, ...] = ()) -> list[str]:
    return talk.send(UserSaid(Understanding("…", acts, trips=trips), NOW))


def noted(talk: Talk) -> list[dict[str, Any]]:
    return [line for line in talk.sprint.trace if line["why"] == "guardrail"]


def test_what_is_refused_is_not_dealt_with_and_the_question_is_put_again() -> None:
    talk = Talk(BOT)
    said = say(talk, trip("refuse"), acts=(Act("fill", slot="n", value=3),))
    assert said == ["Not that, caller.", "How many?"]
    assert talk.state.slots.get("n") is None
    assert noted(talk) == [
        {"flow": "main", "node": "a", "why": "guardrail", "rule": "quiet", "type": "topic", "on": "input",
         "action": "refuse", "evidence": "x", "score": 0.9}
    ]  # fmt: skip
    assert say(talk, trip("refuse", "rude")) == ["I'm sorry, I can't talk about that.", "How many?"]


def test_a_flag_is_noted_and_nothing_else() -> None:
    talk = Talk(BOT)
    say(talk, trip("flag"), acts=(Act("fill", slot="n", value=3),))
    assert talk.state.slots["n"] == 3
    assert len(noted(talk)) == 1


def test_a_hand_over_is_one_with_the_words_of_the_rule() -> None:
    talk = Talk(BOT)
    assert say(talk, trip("handoff")) == ["Not that, caller."]
    assert talk.handoff.summary is not None


@pytest.mark.parametrize(
    ("act", "said", "phase"),
    [
        ("affirm", ["I'll put you through to a colleague. One moment, please."], "handed_off"),
        ("deny", ["I understand.", "How many?"], "listening"),
        ("out_of_scope", ["Sorry, I didn't get that.", "How many?"], "listening"),
    ],
)
def test_a_person_who_is_offered_may_be_taken(act: Any, said: list[str], phase: str) -> None:
    talk = Talk(BOT)
    assert say(talk, trip("offer")) == ["Not that, caller."]
    assert talk.act(Act(act)) == said
    assert talk.state.phase == phase
    assert not talk.state.offered_person


def test_a_yes_to_the_offer_is_none_to_the_question_below() -> None:
    text = BOT.replace("n: {type: integer}", "n: {type: yes_no}").replace("How many?", "Shall I?")
    talk = Talk(text)
    say(talk, trip("offer"))
    assert expectation(talk.program, talk.state).kind == "anything_else"
    talk.keys("1")
    assert talk.state.offered_person
    assert talk.silence()[-1] == "Shall I?"
    assert not talk.state.offered_person
    assert expectation(talk.program, talk.state).slot == "n"


def test_another_request_is_no_answer_to_the_offer() -> None:
    talk = Talk(BOT)
    say(talk, trip("offer"))
    assert talk.ask_for("other")[0] == "Other."


def test_a_limit_is_told_of_once() -> None:
    rule = "  enough: {type: limit, turns: 1, action: offer, say: Shall a person help?}\n"
    talk = Talk(BOT.replace("guardrails:\n", f"guardrails:\n{rule}"))
    assert talk.mumble() == ["Sorry, I didn't get that.", "How many?"]
    assert talk.mumble() == ["Shall a person help?"]
    assert talk.mumble() == ["Sorry, I didn't get that.", "How many?"]


def test_a_limit_of_time_counts_from_the_beginning() -> None:
    text = BOT.replace("guardrails:", "guardrails:\n  late: {type: limit, time: 1m, action: handoff, say: It is late.}")
    talk = Talk(text)
    later = NOW.replace("10:00:00", "10:01:01")
    assert talk.send(UserSaid(Understanding("…", (Act("out_of_scope"),)), later)) == ["It is late."]


def test_a_limit_of_spend_is_what_all_models_of_the_call_have_cost() -> None:
    rule = "  dear: {type: limit, max_spend: 0.05, action: handoff, say: That was dear.}\n"
    talk = Talk(BOT.replace("guardrails:\n", f"guardrails:\n{rule}"))
    talk.state = replace(talk.state, spent_micros=49_999)
    talk.mumble()
    assert noted(talk) == []
    talk.state = replace(talk.state, spent_micros=50_000)
    assert talk.mumble() == ["That was dear."]
    (line,) = noted(talk)
    assert (line["rule"], line["type"], line["evidence"]) == ("dear", "limit", "spend")


def test_a_models_words_end_where_a_rule_stops_them() -> None:
    talk = Talk(MODEL)
    assert talk.state.model is not None
    stop = Trip("short", "length", "output", "refuse", "5 words")
    said = talk.send(ModelReturned(talk.state.model.id, NOW, "As far as this.", trips=(stop,)))
    assert said == ["As far as this.", "In short.", "Done."]
    assert noted(talk)[0]["rule"] == "short"


def test_a_models_words_may_lead_to_a_person() -> None:
    talk = Talk(MODEL)
    assert talk.state.model is not None
    stop = Trip("short", "length", "output", "handoff", "5 words")
    assert "In short." in talk.send(ModelReturned(talk.state.model.id, NOW, trips=(stop,)))
    assert talk.state.phase == "handed_off"


def test_a_tool_that_is_refused_takes_its_way_out() -> None:
    talk = Talk(BOT)
    talk.give(n=3)
    assert talk.state.tool is not None
    talk.send(ToolReturned(talk.state.tool.id, NOW, error="refused", trips=(trip("refuse", "quiet", "tools"),)))
    assert [line["why"] for line in talk.sprint.trace][:2] == ["guardrail", "tool_failed"]
    assert talk.state.phase == "handed_off"


@pytest.mark.parametrize("of_model", [False, True])
def test_a_tool_may_lead_to_a_person(of_model: bool) -> None:
    found = (trip("handoff", "quiet", "tools"),)
    if of_model:
        talk: Talk = (model := Model())
        model.wants(("look", '{"day": "2026-03-01", "count": 2}'))
    else:
        talk = Talk(BOT)
        talk.give(n=3)
    assert talk.state.tool is not None
    talk.send(ToolReturned(talk.state.tool.id, NOW, error="refused", trips=found))
    assert talk.state.phase == "handed_off"
