"""What callers say about the conversation itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.understanding.cues import cue, flow_left
from flows.values.words import Words


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("sorry could you repeat that please", "repeat"),
        ("um hold on", "wait"),
        ("Hold on a second!", "wait"),
        ("okay but what can I do", "help"),
        ("actually never mind", "cancel"),
        ("an operator", None),
        ("operator", "human"),
        ("thanks, bye", "goodbye"),
        ("gotta go bye bye", "goodbye"),
        ("bye thank you", "goodbye"),
        ("hello how are you", "chitchat"),
        ("hello can I speak to a human", "human"),
        ("I'd rather not say", "refuse"),
        ("look this is silly i want to talk to a person", "human"),
        ("i don't want to talk to a person", None),
        ("what is my balance", None),
        ("please", None),
        ("", None),
        ("goodbye yellow brick road", None),
        ("cancel my reservation", None),
    ],
)
def test_cues(said: str, act: str | None) -> None:
    assert cue(Words.of(said)) == act


@pytest.mark.parametrize(
    ("said", "flow"),
    [
        ("forget the transfer", "transfer"),
        ("oh no forget about the transfer please", "transfer"),
        ("cancel the check balance", "check_balance"),
        ("never mind the balance", "check_balance"),
        ("cancel that", None),
        ("cancel my reservation", None),
        ("forget", None),
        ("the transfer", None),
    ],
)
def test_flows_that_are_left_by_name(said: str, flow: str | None) -> None:
    assert flow_left(Words.of(said), ("transfer", "check_balance")) == flow


@given(st.text(max_size=80))
def test_any_text_has_a_cue_or_none(text: str) -> None:
    cue(Words.of(text))
    flow_left(Words.of(text), ("a_b", "c"))
