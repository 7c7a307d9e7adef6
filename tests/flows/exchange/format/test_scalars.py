"""Texts over several lines at another indentation."""

import pytest

from flows.exchange.format.scalars import in_one_line, moved
from flows.exchange.format.tree import Scalar


def test_lines_behind_a_bar_keep_their_own_indentation() -> None:
    scalar = Scalar("|  \n     x\n\n       y\n      ", "|", margin=5)
    assert moved(scalar, 2) == ["|", "    x", "", "      y", "     "]


def test_an_asked_for_indentation_is_kept() -> None:
    assert moved(Scalar("|1\n    x", "|", margin=3, digit=1), 4) == ["|1", "      x"]


def test_quoted_lines_are_set_below_each_other() -> None:
    assert moved(Scalar('"a \n\n  b\\\n c"', '"'), 2) == ['"a', "", "    b\\", '    c"']


def test_a_space_that_is_written_to_count_stays() -> None:
    assert moved(Scalar('"a\\ \n b"', '"'), 0) == ['"a\\ ', '  b"']


@pytest.mark.parametrize(("raw", "line"), [("a", "a"), ("a\n   b", "a b"), ('"a\n\n b"', None), ('"a\\\n b"', None)])
def test_line_breaks_that_mean_a_space_can_go(raw: str, line: str | None) -> None:
    assert in_one_line(Scalar(raw)) == line
