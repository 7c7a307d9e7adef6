"""Whether words ask for a person."""

import asyncio

import pytest

from flows.understanding.asks_for_person import asks_for_person, hands_over, person_flow, person_words
from tests.flows.small_bots import bot
from tests.flows.understanding.stage import REQUEST, Stage, line


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("could I have a word with a manager", True),
        ("put me through to the back office", True),
        ("I want to talk to the others", True),
        ("somebody from the bank", True),
        ("what on earth do you want me to say", False),
        ("I hate talking to robots", False),
        ("can you speak more slowly", False),
    ],
)
def test_somebody_is_named_or_the_words_are_those_of_being_put_through(stage: Stage, said: str, asks: bool) -> None:
    assert asks_for_person(line(said).tokens, stage.trained.people["person"]) is asks


def test_only_flows_that_do_nothing_else_hand_over(stage: Stage) -> None:
    assert set(person_words(stage.bot)) == {"person"}
    assert not hands_over(stage.bot.flows["out_of_order"]) or not stage.bot.flows["out_of_order"].triggers


@pytest.mark.parametrize("said", ["just tell me what I may say to you", "somebody's at the door"])
def test_what_asks_for_nobody_is_close_to_no_such_request(stage: Stage, said: str) -> None:
    found = asyncio.run(stage.sentence(said, REQUEST, {}).scored())
    assert "person" not in {item.intent for item in found}


@pytest.mark.parametrize(
    ("examples", "flow"),
    [
        ("[talk to a person, can I speak to an agent]", "desk"),
        ("[talk to a person, i have a complaint, my bill is wrong]", None),
        ("[what do you charge]", None),
    ],
)
def test_the_bots_own_way_to_a_person(examples: str, flow: str | None) -> None:
    text = f"""
intents:
  desk: {{examples: {examples}}}
  hours: {{examples: [when are you open]}}
flows:
  main: {{nodes: {{hello: {{type: say, say: Hello., next: end}}}}}}
  hours: {{triggers: [hours], nodes: {{tell: {{type: say, say: At nine., next: end}}}}}}
  desk: {{triggers: [desk], nodes: {{tell: {{type: say, say: I'll get somebody., next: handoff}}}}}}
"""
    assert person_flow(bot(text, warnings=True)) == flow
