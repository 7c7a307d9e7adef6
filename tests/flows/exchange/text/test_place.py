"""Places in the tree."""

import pytest

from flows.exchange.text.place import Place
from flows.exchange.text.refusal import Refused
from flows.exchange.text.tree import Leaf, Path, read_tree

TEXT = "a:\n  - b: 1\n    c:   x\n  -\n    d\ne: {f: [g]}\nh: &k {i: 1}\nj: *k\nm:\n  <<: *k\n  n: 1\n"


@pytest.mark.parametrize(
    ("path", "behind", "column"),
    [(("a", 0, "c"), "c:", 4), (("a", 1), "-", 2), (("a", 0), "-", 2), (("e", "f"), "f:", None), (("e",), "e:", 0)],
)
def test_what_stands_around_a_value(path: Path, behind: str, column: int | None) -> None:
    place = Place(read_tree(TEXT), path)
    assert TEXT[: place.behind].endswith(behind)
    assert place.column == column
    assert place.in_braces == (column is None)


def test_merges_are_refused_but_for_names() -> None:
    with pytest.raises(Refused) as caught:
        Place(read_tree(TEXT), ("m", "n"))
    assert caught.value.code == "edit.merge"
    assert isinstance(Place(read_tree(TEXT), ("m", "n"), merged=True).node, Leaf)


@pytest.mark.parametrize(
    ("path", "code"),
    [(("j", "i"), "edit.anchor"), (("e", "x"), "edit.path"), (("a", 9), "edit.path"), (("a", 1, "x"), "edit.path")],
)
def test_no_way_leads_there(path: Path, code: str) -> None:
    with pytest.raises(Refused) as caught:
        Place(read_tree(TEXT), path)
    assert caught.value.code == code


def test_what_is_used_elsewhere_is_shared() -> None:
    place = Place(read_tree(TEXT), ("h",))
    with pytest.raises(Refused):
        place.refuse_shared(place.node)
    merging = Place(read_tree(TEXT), ("m",))
    with pytest.raises(Refused):
        merging.refuse_shared(merging.node)
