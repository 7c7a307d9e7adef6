"""Splices: put together, taken back, counted in other units."""

from hypothesis import given
from hypothesis import strategies as st

from flows.exchange.text.splices import Growing, Splice, in_utf16, inverse, spliced

SOME = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6), st.text("abc\n", max_size=4)), max_size=6)


@given(st.text("abcdef\n", max_size=30), SOME)
def test_changes_one_after_the_other_are_one(text: str, changes: list[tuple[int, int, str]]) -> None:
    growing, now = Growing(text), text
    for start, length, insert in changes:
        at = min(start, len(now))
        splice = Splice(at, min(at + length, len(now)), insert)
        now = spliced(now, [splice])
        growing.change([splice])
    assert growing.text == now
    splices = growing.splices()
    assert spliced(text, splices) == now
    assert spliced(now, inverse(text, splices)) == text
    assert all(one.end <= other.start for one, other in zip(splices, splices[1:], strict=False))


def test_nothing_more_is_replaced_than_must_be() -> None:
    growing = Growing("say: one two\nb: 1\n")
    growing.change([Splice(5, 12, "one too")])
    assert growing.splices() == [Splice(10, 11, "o")] or growing.splices() == [Splice(11, 12, "o"), Splice(10, 11, "o")]
    growing.change([Splice(5, 12, "one two")])
    assert spliced("say: one two\nb: 1\n", growing.splices()) == "say: one two\nb: 1\n"


def test_browsers_count_two_for_what_is_beyond_the_first_plane() -> None:
    text = "\U0001f600a\U0001f600b"
    splices = [Splice(1, 2, "x"), Splice(3, 4, "\U0001f600")]
    assert in_utf16(text, splices) == [Splice(2, 3, "x"), Splice(5, 6, "\U0001f600")]
    assert Splice(1, 2, "x").moved(1) == Splice(2, 3, "x")
