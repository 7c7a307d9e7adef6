"""Expectations that hold a conversation to what it is."""

from dataclasses import replace
from typing import Any

import pytest

from flows.definition.test_case import TestTurn
from flows.driver.expectations import Seen, misses
from flows.driver.generate.draft import Draft, read_expectation
from flows.driver.generate.pins import MAX_PART_CHARACTERS, add_difference, part_of, plain_expectations, tells_apart

GREETED = Seen(None, None, {}, {}, (), ("Hello.",), (), None)
ASKED = Seen("pay", "who", {}, {}, (), ("Who gets it?",), ("start_flow",), None)
PAID = Seen(
    None,
    None,
    {"who": "anna"},
    {"id": 4},
    ({"tool": "pay", "with": {"to": "anna"}, "result": {}},),
    ("Done.", "Is there anything else?"),
    ("fill",),
    None,
)
BASE = (GREETED, ASKED, PAID)


def _draft() -> Draft:
    steps = (TestTurn(user="pay"), TestTurn(user="anna"))
    draft = Draft(steps, {}, None, [{}, {}, {}])
    plain_expectations(draft, BASE)
    return draft


def test_what_a_person_would_write() -> None:
    assert _draft().data()["turns"] == [
        {"user": "pay", "expect": {"flow": "pay", "node": "who"}},
        {"user": "anna", "expect": {"flow": None, "slots": {"who": "anna"}, "called": ["pay"], "says": "Done"}},
    ]


def test_after_silence_the_last_words_tell() -> None:
    draft = Draft((TestTurn(silence=3),), {}, None, [{}, {}])
    ended = replace(PAID, ended="handoff", slots={}, called=())
    plain_expectations(draft, (GREETED, ended))
    assert draft.expected[1] == {"ended": "handoff", "says": "Is there anything else?"}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"ended": "handoff"}, {"ended": None}),
        ({"called": ({"tool": "pay", "with": {"to": "john"}},)}, {"called": [{"tool": "pay", "with": {"to": "anna"}}]}),
        ({"variables": {"id": 5}}, {"variables": {"id": 4}}),
        ({"variables": {}}, {"variables": {"id": 4}}),
        ({"slots": {"who": "anna", "more": 1}}, {"slots": {"who": "anna", "more": None}}),
        ({"said": ("Done.", "Sent.", "Is there anything else?")}, {"says": "Done. Is there anything else?"}),
        ({"said": ("First.", "Done.", "Is there anything else?")}, {"not_says": "First"}),
        ({"acts": ("affirm",)}, {"acts": ["fill"]}),
    ],
)
def test_one_more_expectation_tells_the_difference(changed: dict[str, Any], expected: dict[str, Any]) -> None:
    draft = _draft()
    turned = (GREETED, ASKED, replace(PAID, **changed))
    assert not tells_apart(draft, turned)
    assert add_difference(draft, BASE, turned)
    assert draft.expected[2].items() >= expected.items()
    assert tells_apart(draft, turned)
    assert not tells_apart(draft, BASE)
    assert all(not misses(at, read_expectation(draft.expected[at]), seen) for at, seen in enumerate(BASE))


def test_the_difference_is_expected_where_it_begins() -> None:
    draft = _draft()
    assert add_difference(draft, BASE, (GREETED, replace(ASKED, said=("To whom?",)), PAID))
    assert draft.expected[1] == {"flow": "pay", "node": "who", "says": "Who gets it?"}


def test_the_same_is_the_same() -> None:
    draft = _draft()
    before = [dict(expected) for expected in draft.expected]
    assert not add_difference(draft, BASE, BASE)
    assert draft.expected == before


def test_a_call_that_is_over_too_early_is_told_apart() -> None:
    assert tells_apart(_draft(), BASE[:2])


def test_parts_are_short() -> None:
    assert part_of("Yes.") == "Yes"
    assert part_of("Which account, savings or checking?") == "Which account, savings or checking?"
    long = "Our branches are open Monday to Friday from nine to five, and on Saturday from ten to one."
    assert part_of(long) == "Our branches are open Monday to Friday from nine"
    assert part_of("It's booked. Your code is 3 9 2 0. See you then, and bring good friends.") == (
        "It's booked. Your code is 3 9 2 0. See you then"
    )
    assert len(part_of("word " * 50)) <= MAX_PART_CHARACTERS
    assert part_of("x" * 200) == "x" * (MAX_PART_CHARACTERS + 1)


def test_texts_that_overlap_become_one() -> None:
    said = ("Your card is blocked now.", "A new one is on its way.", "Is there anything else?")
    base = (GREETED, ASKED, replace(PAID, said=said))
    draft = Draft((TestTurn(user="pay"), TestTurn(user="anna")), {}, None, [{}, {}, {}])
    plain_expectations(draft, base)
    assert draft.expected[2]["says"] == "Your card is blocked now"
    assert add_difference(draft, base, (GREETED, ASKED, replace(PAID, said=(said[0], said[2]))))
    assert draft.expected[2]["says"] == "Your card is blocked now. A new one is on its way."
    assert not tells_apart(draft, base)


def test_joints_are_whole_sentences_where_those_are_short() -> None:
    long = "This is a long way of saying very little at all about whatever it was that you asked"
    for first, second, joint in (
        ("Fine. Done.", "Which one? There are two.", "Done. Which one?"),
        (f"{long}.", f"{long}?", "was that you asked. This is a long"),
    ):
        draft = Draft((TestTurn(user="pay"),), {}, None, [{}, {}])
        seen = (GREETED, replace(ASKED, said=(first, second)))
        between = (GREETED, replace(ASKED, said=(first, "Hm.", second)))
        assert add_difference(draft, seen, between)
        assert draft.expected[1]["says"] == joint
