"""How many calls of one tool may be under way at once."""

import pytest

from tools.bindings.bulkheads import Bulkheads, Full


def test_one_more_than_may_be_is_told_so() -> None:
    bulkheads = Bulkheads()
    with bulkheads.entered("a", 2), bulkheads.entered("a", 2):
        with pytest.raises(Full, match="2 calls of a are under way"), bulkheads.entered("a", 2):
            raise AssertionError
        with bulkheads.entered("b", 1):
            pass  # another tool has lines of its own
    with bulkheads.entered("a", 1):
        pass  # who was turned away counts no more than who is over


def test_who_fails_leaves_too() -> None:
    bulkheads = Bulkheads()
    for _ in range(3):
        with pytest.raises(ValueError, match="x"), bulkheads.entered("a", 1):
            raise ValueError("x")
    with bulkheads.entered("a", 1):
        pass
