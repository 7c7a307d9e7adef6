"""The tree of a text: values as the loader reads them, and places that are right."""

import pytest

from flows.exchange.text.refusal import Refused
from flows.exchange.text.tree import Group, Leaf, Link, read_tree, same
from tests.flows.exchange.bots import data_of, generated, real_bots


@pytest.mark.parametrize("text", [*real_bots().values(), *(generated(seed) for seed in range(40))])
def test_the_data_is_that_of_the_loader(text: str) -> None:
    tree = read_tree(text)
    assert same(tree.data(), data_of(text))


@pytest.mark.parametrize("text", real_bots().values())
def test_every_plain_word_stands_where_the_tree_says(text: str) -> None:
    def walk(node: object) -> None:
        if (
            isinstance(node, Leaf)
            and not node.style
            and "\n" not in text[node.start : node.end]
            and isinstance(node.value, str)
        ):
            assert text[node.start : node.end] == node.value
        for entry in node.entries if isinstance(node, Group) else []:
            assert entry.start <= entry.end <= node.end  # type: ignore[union-attr]
            walk(entry.key)
            walk(entry.value)

    walk(read_tree(text).root)


def test_blocks_end_where_the_last_thing_in_them_does() -> None:
    text = "a:\n  b: 1  # why\n  # more\n\nc: |\n  t\n\nd: |+\n  t\n\ne:\nf:\n- \n"
    root = read_tree(text).root
    assert isinstance(root, Group)
    ends = [text[: entry.end] for entry in root.entries]
    assert [end[-4:] for end in ends] == ["b: 1", "\n  t", " t\n\n", "\ne:"[-4:].rjust(4, "\n"), "f:\n-"]


def test_an_alias_has_its_own_place() -> None:
    text = "a: &x one\nb: *x\nc: &y {d: 1}\ne: *y\n"
    tree = read_tree(text)
    assert tree.data() == {"a": "one", "b": "one", "c": {"d": 1}, "e": ("alias", "y")}
    link = tree.root.entries[1].value  # type: ignore[union-attr]
    assert isinstance(link, Link)
    assert text[link.start : link.end] == "*x"
    assert tree.aliases == {"x": 1, "y": 1}


def test_keys_are_texts_or_whole_numbers() -> None:
    assert list(read_tree("1: a\nyes: b\ntrue: c\n1.50: d\n~: e\n").data()) == [1, "yes", "true", "1.50", "~"]
    assert read_tree("a: 1\na: 2\n? [b]\n: 3\n").data() == {"a": 1, ("a", "again"): 2, ("key", "['b']"): 3}


def test_a_key_that_stands_twice_is_refused() -> None:
    root = read_tree("a: 1\n'a': 2\n").root
    with pytest.raises(Refused):
        root.index("a")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "code"), [("", "edit.path"), ("a: 1\n---\nb: 2\n", "yaml.documents"), ("[" * 70, "yaml.depth")]
)
def test_what_is_no_bot(text: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        read_tree(text)
    assert caught.value.code == code


def test_sameness_knows_types_and_order() -> None:
    assert same({"a": [1, "x"]}, {"a": [1, "x"]})
    assert not same({"a": 1, "b": 2}, {"b": 2, "a": 1})
    assert not same(1, True)
    assert not same(1, 1.0)
    assert not same([1], [1, 2])
