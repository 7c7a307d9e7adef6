"""Comments, blank lines, and to whom they belong."""

from flows.exchange.format.gaps import Beside, Line, Strange, find_dash, parts, share_out, without_repeats
from flows.exchange.format.tree import Collection


def _block(column: int) -> Collection:
    return Collection(is_map=True, is_flow=False, column=column)


def test_a_gap_is_comments_and_blank_lines() -> None:
    text = "a: 1  # one\n\n  # two \n\n\nb"
    assert list(parts(text, 4, len(text) - 1)) == [Beside("# one"), Line(""), Line("# two", 2), Line(""), Line("")]


def test_the_first_line_of_a_text_may_be_blank() -> None:
    assert list(parts("\n# x\na", 0, 5)) == [Line(""), Line("# x", 0)]


def test_punctuation_says_nothing_and_all_else_is_told() -> None:
    assert list(parts("--- \n- ,: ...\n", 0, 13)) == []
    assert list(parts("? a", 0, 2)) == [Strange("?", 0)]


def test_the_dash_is_not_one_in_a_comment() -> None:
    assert find_dash("a  # b - c\n - d", 1, 14) == 12
    assert find_dash("a  # b - c\n", 1, 11) == 11


def test_comments_go_to_the_block_that_they_stand_in() -> None:
    deep, middle = _block(4), _block(2)
    lines = [Line("# deep", 4), Line(""), Line("# middle", 3), Line("# next", 0), Line("# deeper again", 4), Line("")]
    assert share_out(lines, [deep, middle], 0) == ["# next", "# deeper again", ""]
    assert (deep.below, middle.below) == (["# deep"], ["", "# middle"])


def test_comments_no_deeper_than_what_follows_go_with_it() -> None:
    before = _block(2)
    assert share_out([Line(""), Line("# x", 2)], [before], 2) == ["", "# x"]
    assert share_out([Line("# x", 9)], [], 2) == ["# x"]
    assert before.below == []


def test_blank_lines_alone_go_with_what_follows() -> None:
    assert share_out([Line(""), Line("")], [_block(2)], 0) == [""]
    assert share_out([], [], 0) == []


def test_one_blank_line_at_a_time() -> None:
    assert without_repeats(["", "", "# a", "", "", "# b", ""]) == ["", "# a", "", "# b", ""]
