"""What a question asks for, and what tells it."""

import pytest

from tools.knowledge.kinds import Kind, has, kind_of


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("how much is the gold card", "price"),
        ("what does it cost", "price"),
        ("what happens if the price drops", None),
        ("how long does it take", "length"),
        ("how many days do i have", "length"),
        ("when do you open", "when"),
        ("when was the club founded", "date"),
        ("until when may i come", "when"),
        ("how many people may come", "number"),
        ("where can i park", "place"),
        ("what interest do i get", "share"),
        ("can i bring a dog", None),
        ("what number do i call", "phone"),
        ("how old must i be", "number"),
    ],
)
def test_what_is_asked_for(question: str, kind: Kind | None) -> None:
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("price", "It costs 4 euros.", True),
        ("price", "It is free.", True),
        ("price", "It is large.", False),
        ("length", "Within 30 days.", True),
        ("length", "At the desk.", False),
        ("when", "On Mondays.", True),
        ("when", "From 2 in the afternoon.", True),
        ("when", "The water has 27 degrees.", False),
        ("date", "In March.", True),
        ("date", "Within 60 days.", False),
        ("number", "Only two visitors.", True),
        ("number", "Some visitors.", False),
        ("place", "On the second floor.", True),
        ("share", "9.9 percent a year.", True),
        ("phone", "Call 555 0199.", True),
    ],
)
def test_what_tells_it(kind: Kind, text: str, told: bool) -> None:
    assert has(kind, text) is told
