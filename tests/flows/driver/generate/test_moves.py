"""What a caller may do at a point."""

import asyncio

from flows.definition.test_case import TestTurn
from flows.driver.generate.moves import CUES
from tests.flows.driver.generate.plain import DOOR, Plain

READ_BACK = DOOR.replace("validate: [", 'confirm: "{{ age }}?"\n        validate: [')
WITH_KEYS = """
slots: {pin: {type: digits, length: 4}}
intents: {log_in: {description: logging in, examples: [log me in]}}
flows:
  main: {nodes: {hello: {type: say, say: Hello., next: end}}}
  log_in:
    triggers: [log_in]
    nodes:
      ask: {type: ask, slot: pin, say: Your code?, dtmf: {1: "1111", finish: "#"}, next: end}
"""


def _prepared(text: str = DOOR) -> Plain:
    plain = Plain(text)
    asyncio.run(plain.moves.prepare(plain.begin()))
    return plain


def _said(steps: list[TestTurn]) -> list[str | None]:
    return [step.user for step in steps]


def test_requests_by_the_shortest_example() -> None:
    plain = _prepared()
    assert _said(plain.tried(plain.begin())) == ["let me in", "let me out"]


def test_a_flow_that_no_example_asks_for_is_not_asked_for() -> None:
    plain = Plain()
    del plain.understander.flow_of["let me out"]
    asyncio.run(plain.moves.prepare(plain.begin()))
    assert _said(plain.tried(plain.begin())) == ["let me in"]


def test_answers_on_both_sides_then_silence_until_the_attempts_are_over() -> None:
    plain = _prepared()
    steps = plain.tried(plain.after("let me in"))
    assert {"seventeen", "eighteen", "one hundred"} <= set(_said(steps))
    assert steps[-1] == TestTurn(silence=3)
    once = plain.after("let me in", TestTurn(silence=1))
    assert plain.tried(once)[-1] == TestTurn(silence=2)


def test_yes_and_no_to_what_is_read_back() -> None:
    plain = _prepared(READ_BACK)
    assert _said(plain.tried(plain.after("let me in", "twenty")))[:2] == ["yes", "no"]


def test_keys_only_where_no_words_are_understood() -> None:
    plain = _prepared(WITH_KEYS)
    point = plain.after("log me in")
    assert all(step.dtmf is None for step in plain.tried(point))
    deaf = Plain(WITH_KEYS)
    deaf.understander.deaf = True
    assert [step.dtmf for step in deaf.tried(point) if step.dtmf] == ["1"]


def test_the_rest_only_where_a_bot_has_its_own_words_for_it() -> None:
    plain = _prepared()
    assert not set(CUES.values()) & set(_said(plain.tried(plain.begin())))
    own = _prepared(f"{DOOR}  on_help: {{nodes: {{h: {{type: say, say: It is a door., next: end}}}}}}\n")
    assert CUES["on_help"] in _said(own.tried(own.begin()))
    assert CUES["on_repeat"] not in _said(own.tried(own.begin()))


def test_corrections_only_where_a_bot_has_its_own_words_for_them() -> None:
    own = f"{DOOR}  on_correction: {{nodes: {{h: {{type: say, say: Right., next: end}}}}}}\n"
    two = own.replace("look: {type: call", "wait: {type: ask, slot: sure, say: Sure?}\n      look: {type: call")
    plain = _prepared(two.replace("{else: look}", "{else: wait}"))
    assert "no, twenty" in _said(plain.tried(plain.after("let me in", "forty")))
    plain = _prepared(two.replace("{else: look}", "{else: wait}").replace("on_correction", "on_repeat"))
    assert "no, twenty" not in _said(plain.tried(plain.after("let me in", "forty")))


def test_digressions_where_a_bot_says_how_it_comes_back() -> None:
    back = f"{DOOR}  on_resume: {{nodes: {{h: {{type: say, say: Back to the door., next: end}}}}}}\n"
    plain = _prepared(back)
    said = _said(plain.tried(plain.after("let me in")))
    assert "let me out" in said
    assert "let me in" not in said
    assert "let me out" not in _said(_prepared().tried(_prepared().after("let me in")))


def test_nothing_after_the_end() -> None:
    plain = _prepared()
    assert plain.tried(plain.after("let me out")) == []
