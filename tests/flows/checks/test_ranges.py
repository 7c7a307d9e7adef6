"""Domains in pieces: within one every comparison comes out the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.checks.formulas import compared
from flows.checks.ranges import ANY, BOOLEAN, OPERATORS, Constant, Domain, Piece, pieces

LACKING, OTHER, UNORDERED = (Piece(None, None, note) for note in ("lacking", "other", "unordered"))


def spans(domain: Domain, *constants: Constant) -> list[tuple[Constant | None, Constant | None]]:
    """The ends of the pieces that have a value."""
    return [(piece.low, piece.high) for piece in pieces(domain, constants) if not piece.note]


def test_constants_cut_into_points_and_gaps() -> None:
    assert spans(Domain(), 5.0, 2.0) == [(None, 2.0), (2.0, 2.0), (2.0, 5.0), (5.0, 5.0), (5.0, None)]


def test_without_constants_there_is_one_piece() -> None:
    assert spans(Domain()) == [(None, None)]


def test_limits_leave_out_what_is_beyond() -> None:
    assert spans(Domain(low=1.0, high=9.0), 0.0, 9.0) == [(1.0, 1.0), (1.0, 9.0), (9.0, 9.0)]
    assert spans(Domain(low="09:00", high="18:00"), "20:00") == [
        ("09:00", "09:00"), ("09:00", "18:00"), ("18:00", "18:00"),
    ]  # fmt: skip


def test_whole_numbers_have_gaps_without_anything() -> None:
    assert spans(Domain(whole=True), 1.0, 2.0, 3.5, 5.0) == [
        (None, 1.0), (1.0, 1.0), (2.0, 2.0), (2.0, 3.5), (3.5, 5.0), (5.0, 5.0), (5.0, None),
    ]  # fmt: skip


def test_gaps_may_be_empty_in_other_ways() -> None:
    domain = Domain(between=lambda low, high: (low, high) != ("a", "b"))
    assert spans(domain, "a", "b", "c") == [
        (None, "a"), ("a", "a"), ("b", "b"), ("b", "c"), ("c", "c"), ("c", None),
    ]  # fmt: skip


def test_refused_constants_are_no_piece() -> None:
    assert spans(Domain(refuses=lambda value: value == 2.0), 2.0) == [(None, 2.0), (2.0, None)]


def test_points_are_all_there_is() -> None:
    assert spans(BOOLEAN, True) == [(False, False), (True, True)]
    assert spans(Domain(points=("a", "b")), "c") == [("a", "a"), ("b", "b")]


def test_what_is_no_value_is_a_piece_of_its_own() -> None:
    assert pieces(Domain(points=()), ()) == [LACKING]
    assert pieces(Domain(points=(), lacking=False), ()) == []
    assert pieces(ANY, ())[1:] == [OTHER, UNORDERED, LACKING]


@pytest.mark.parametrize("operator", OPERATORS)
def test_nothing_compares_without_a_value(operator: str) -> None:
    assert LACKING.compare(operator, 1.0) is None


def test_another_type_is_unlike_and_has_no_order() -> None:
    assert [OTHER.compare(operator, 1.0) for operator in OPERATORS] == [False, True, None, None, None, None]
    assert [UNORDERED.compare(operator, 1.0) for operator in OPERATORS] == [False, True, False, False, False, False]


@given(st.floats(-50, 50), st.sets(st.integers(-50, 50).map(float), min_size=1), st.sampled_from(OPERATORS))
def test_every_value_is_in_one_piece_that_compares_as_it_does(
    value: float, constants: set[float], operator: str
) -> None:
    (own,) = (
        piece
        for piece in pieces(Domain(lacking=False), constants)
        if (piece.low == value if piece.point else _between(piece, value))
    )
    for constant in constants:
        assert own.compare(operator, constant) is compared(operator, value, constant)


def _between(piece: Piece, value: float) -> bool:
    above = piece.low is None or float(piece.low) < value
    return above and (piece.high is None or value < float(piece.high))


@pytest.mark.parametrize(
    ("piece", "example"),
    [
        (Piece(50.0, 100.0), 75),
        (Piece(1.0, 2.0), 1.5),
        (Piece(None, 3.0), 2),
        (Piece(3.0, None), 4),
        (Piece(None, None), 0),
        (Piece("a", "a"), "a"),
        (Piece("a", "b"), None),
        (LACKING, None),
    ],
)
def test_examples_lie_inside(piece: Piece, example: Constant | None) -> None:
    assert piece.example() == example
