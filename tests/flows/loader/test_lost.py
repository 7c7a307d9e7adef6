"""What could not be read."""

import pytest

from flows.loader.lost import DECLARING, Lost, words_in


def test_around_at_and_below() -> None:
    lost = Lost()
    lost.add(("flows", "main", "nodes", "a"), {})
    for path in [
        (),
        ("flows",),
        ("flows", "main"),
        ("flows", "main", "nodes", "a"),
        ("flows", "main", "nodes", "a", "say"),
    ]:
        assert lost.touches(path)
    for path in [("slots",), ("flows", "main", "nodes", "b"), ("flows", "other")]:
        assert not lost.touches(path)
    assert lost.covers(("flows", "main", "nodes", "a", "say"))
    assert not lost.covers(("flows", "main"))
    assert lost.below(("flows", "main", "nodes")) == ["a"]


def test_names_that_may_be_declared() -> None:
    lost = Lost()
    lost.add(("slots", "n"), 5)
    lost.add(("variables",), {"v": {}, "w": 5})
    lost.add(("flows", "main", "nodes", "a"), {"type": "call", "save": {"x": 1}, "next": "b"})
    assert lost.names("slots") == {"n"}
    assert lost.names("variables", "save") == {"v", "w", "x"}
    assert lost.names("nodes") == {"a"}
    assert lost.words == {"call", "b"}
    assert lost.hidden == set()


@pytest.mark.parametrize(
    ("path", "value", "hidden"),
    [
        (("slots",), 5, {"slots"}),
        (("slots",), ["n"], {"slots"}),
        (("slots",), {"n": 1}, set()),
        (("name",), 5, set()),
        (("flows",), 5, {"flows", "save"}),
        (("flows", "main"), None, {"save"}),
        (("flows", "main", "nodes", "a"), "x", {"save"}),
        (("flows", "main", "nodes", "a", "save"), 5, {"save"}),
        ((), None, set(DECLARING)),
    ],
)
def test_maps_of_which_nothing_is_known(path: tuple[str | int, ...], value: object, hidden: set[str]) -> None:
    lost = Lost()
    lost.add(path, value)
    assert lost.hidden == hidden


def test_entries_keep_the_index_that_they_have_in_the_text() -> None:
    lost = Lost()
    assert lost.original(("x", 1)) == ("x", 1)
    for index in (3, 0, 1):
        lost.remove_entry(("x",), index)
    assert [lost.original(("x", at))[-1] for at in range(4)] == [2, 4, 5, 6]
    lost.remove_entry(("x", 4, "y"), 0)
    assert lost.original(("x", 1, "y", 0)) == ("x", 4, "y", 1)
    assert lost.original(("z", 0)) == ("z", 0)


def test_words_at_any_depth() -> None:
    assert words_in({"a": ["x", {"b": "y"}, 5, None]}) == {"x", "y"}
    assert words_in("x") == {"x"}
    assert words_in(None) == set()
