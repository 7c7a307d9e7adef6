import pytest

from flows.expressions.fixed_parts import MAX_WAYS, Stretch, stretches
from flows.expressions.templates import TemplateProblem

FEW = {"card": ("debit", "gold_credit"), "ok": (True, False), "day": tuple("abcdefg")}


def head(text: str) -> Stretch:
    return Stretch(text, head=True, tail=False)


def tail(text: str) -> Stretch:
    return Stretch(text, head=False, tail=True)


def whole(text: str) -> Stretch:
    return Stretch(text, head=True, tail=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Good morning.", [whole("Good morning.")]),
        ("Your code is {{ code | digits }}. Goodbye.", [head("Your code is "), tail(". Goodbye.")]),
        ("{{ code }}", []),
        ("{{ code }}.", []),
        (
            "A {{ size }} and {{ name }}, right?",
            [head("A "), Stretch(" and ", head=False, tail=False), tail(", right?")],
        ),
        ("Your {{ card }} card.", [whole("Your debit card."), whole("Your gold credit card.")]),
        ("Your {{ card }}, {{ card | upper }}", [whole("Your debit, DEBIT"), whole("Your gold credit, GOLD_CREDIT")]),
        ("Your {{ card }} ends in {{ code }}", [head("Your debit ends in "), head("Your gold credit ends in ")]),
        ("{{ 'Yes' if ok else 'No' }}, {{ ok }}", [whole(f"{a}, {b}") for a in ("Yes", "No") for b in ("yes", "no")]),
        ("Okay{% if new %}, {{ new }}{% endif %}.", [head("Okay, "), whole("Okay.")]),
        (
            "{% if new %}New.{% elif ok %}Old.{% else %}None.{% endif %} Bye.",
            [whole(f"{which} Bye.") for which in ("New.", "Old.", "None.")],
        ),
        ("Hello {{ 1 + 1 }} of you", [whole("Hello 2 of you")]),
        ("Hello {{ card.name | round }} of you", [head("Hello "), tail(" of you")]),
        ("{{ '{{' }} is a brace", [whole("{{ is a brace")]),
        ("{# nothing #}Hello", [whole("Hello")]),
    ],
)
def test_what_is_always_the_same(text: str, expected: list[Stretch]) -> None:
    assert list(stretches(text, FEW)) == expected


def test_too_many_wordings_are_taken_for_any() -> None:
    assert len(stretches("On {{ day }}", FEW)) == 7
    assert stretches("On {{ day }} by {{ card }}", FEW) == tuple(head(f"On {day} by ") for day in FEW["day"])
    assert 7 < MAX_WAYS < 14
    branches = "{% if a %}1{% else %}2{% endif %}" * 5
    assert all(len(stretch.text) < 5 for stretch in stretches(branches))


def test_a_text_that_cannot_be_read() -> None:
    with pytest.raises(TemplateProblem):
        stretches("Your {{ code")
