"""Texts line by line and sentences word by word: nothing is lost, and what is shown is where it says."""

from hypothesis import given
from hypothesis import strategies as st

from flows.exchange.diff.lines import AROUND, COME, GONE, MOST_ALIGNED, SAME, hunks, words

LINES = st.lists(st.sampled_from(["a", "b", "c", "", "  d"]), max_size=40)


@given(LINES, LINES)
def test_hunks_lead_from_one_text_to_the_other(old: list[str], new: list[str]) -> None:
    before, after = "\n".join(old).splitlines(), "\n".join(new).splitlines()
    made: list[str] = []
    at = 0
    for hunk in hunks("\n".join(old), "\n".join(new)):
        made += before[at : hunk.old_line - 1]
        assert hunk.new_line - 1 == len(made)
        taken = [line for sign, line in hunk.lines if sign != COME]
        assert before[hunk.old_line - 1 : hunk.old_line - 1 + len(taken)] == taken
        made += [line for sign, line in hunk.lines if sign != GONE]
        at = hunk.old_line - 1 + len(taken)
        assert any(sign != SAME for sign, _ in hunk.lines)
    assert made + before[at:] == after


def test_only_lines_around_a_change_are_shown() -> None:
    old = [f"line {number}" for number in range(100)]
    new = [*old[:20], "new", *old[20:60], "other", *old[61:]]
    found = hunks("\n".join(old), "\n".join(new))
    assert [(hunk.old_line, hunk.new_line, len(hunk.lines)) for hunk in found] == [
        (21 - AROUND, 21 - AROUND, 2 * AROUND + 1),
        (61 - AROUND, 62 - AROUND, 2 * AROUND + 2),
    ]
    near = hunks("\n".join(old), "\n".join([*old[:20], "new", *old[20:25], "other", *old[26:]]))
    assert len(near) == 1


@given(st.text(max_size=60), st.text(max_size=60))
def test_words_hold_both_sentences(old: str, new: str) -> None:
    pieces = words(old, new)
    assert "".join(text for sign, text in pieces if sign != COME) == old
    assert "".join(text for sign, text in pieces if sign != GONE) == new


def test_texts_that_have_nothing_in_common_are_shown_as_replaced() -> None:
    many = MOST_ALIGNED + 1
    old, new = "\n".join(f"a{n}" for n in range(many)), "\n".join(f"b{n}" for n in range(many))
    [hunk] = hunks(old, new)
    assert [sign for sign, _ in hunk.lines] == [GONE] * many + [COME] * many
