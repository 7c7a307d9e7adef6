"""The tree of a condition."""

from flows.exchange.rasa.predicate import And, Compare, Contains, IsSet, Matches, Not, Or, Ref, Truth, slots_in


def test_slots_are_found_in_every_part() -> None:
    tree = And(
        Or(Truth(Ref("a")), Not(IsSet(Ref("b")))),
        And(Compare(Ref("c"), "<", Ref("d")), Or(Contains(("x",), Ref("e")), Matches(Ref("f"), "x"))),
    )
    assert list(slots_in(tree)) == ["a", "b", "c", "d", "e", "f"]
