"""What callers take back within a sentence, and what they leave open."""

import pytest

from flows.values.corrections import is_corrected, settled, standing, surest
from flows.values.words import Found, Words


def letters(said: str) -> tuple[Words, list[Found]]:
    """A sentence in which single letters are the values."""
    words = Words.of(said)
    return words, [Found(token, at, at + 1) for at, token in enumerate(words.tokens) if token in ("b", "c", "d")]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("b no c", "c"), ("b sorry c", "c"), ("b uh actually c", "c"), ("b, i mean c", "c"), ("b make that c", "c"),
        ("b c no d", "d"), ("b not c", "b"), ("not b c", "c"), ("not b but c", "c"), ("c instead of b", "c"),
        ("it's not the b it's c", "c"), ("b or c", "bc"), ("b and c", "bc"), ("not b", ""), ("no b", "b"),
        ("why not b", "b"), ("no longer b c", "c"), ("from b to c", "bc"), ("change it from b to c", "c"),
        ("i don't want b i want c", "c"),
    ],
)  # fmt: skip
def test_what_was_taken_back_is_gone(said: str, left: str) -> None:
    assert "".join(str(item.value) for item in standing(*letters(said))) == left


@pytest.mark.parametrize(
    ("said", "spans"),
    [("b no c", [(0, 3)]), ("b or c", [(0, 3), (0, 3)]), ("b with a c", [(0, 1), (3, 4)]), ("c not b", [(0, 3)])],
)
def test_what_belongs_together_is_one_span(said: str, spans: list[tuple[int, int]]) -> None:
    assert [(item.start, item.end) for item in standing(*letters(said))] == spans


@pytest.mark.parametrize(
    ("said", "fitting", "best", "doubtful"),
    [
        ("b", "b", "b", False), ("b or c", "bc", "c", True), ("b or c", "b", "b", False), ("b b", "b", "b", False),
        ("more than b", "b", "b", True), ("b or more", "b", "b", True), ("b no wait", "b", "b", True),
        ("b or c", "", "c", False), ("b no problem", "b", "b", False),
    ],
)  # fmt: skip
def test_what_is_left_open_is_doubtful(said: str, fitting: str, best: str, doubtful: bool) -> None:
    words, found = letters(said)
    first = settled(words, standing(words, found), lambda item: str(item.value) in fitting)[0]
    assert (first.value, first.doubtful) == (best, doubtful)


def test_the_surest_come_with_what_stands_against_them() -> None:
    found = [Found("b", 0, 3, 0.9), Found("c", 0, 3, 0.5), Found("d", 5, 6, 0.5)]
    assert [item.value for item in surest(found)] == ["b", "c"]
    assert surest([]) == []


def test_a_correction_is_near() -> None:
    assert is_corrected(Words.of("b no c"), 1, 2)
    assert not is_corrected(Words.of("b " + "x " * 12 + "no c"), 1, 14)
    assert not is_corrected(Words.of("b and c"), 1, 2)
