"""Text to a tree, with what stands between."""

import pytest

from flows.exchange.format.read import read_tree
from flows.exchange.format.refusal import CannotFormat
from flows.exchange.format.tree import Collection, Scalar

TEXT = """\
# head
a: 1  # one
b:  # key
  # above c
  c: "x"

  # below
list:
- - x
-
  # in the item
  k: v
"""


def _key(root: Collection, name: str) -> Collection:
    (found,) = [entry.value for entry in root.items if entry.key is not None and entry.key.raw == name]
    assert isinstance(found, Collection)
    return found


def test_every_comment_has_its_owner() -> None:
    root = read_tree(TEXT)
    a, b, _ = root.items
    assert (a.above, a.beside, b.beside) == (["# head"], "# one", "# key")
    inner = _key(root, "b")
    assert inner.items[0].above == ["# above c"]
    assert inner.below == ["", "# below"]


def test_lists_within_lists_and_dashes_alone() -> None:
    items = _key(read_tree(TEXT), "list").items
    assert isinstance(items[0].value, Collection)
    assert items[0].value.items[0].value == Scalar("x", "")
    assert items[1].above == ["# in the item"]


def test_braces_are_read_and_kept_as_they_are_too() -> None:
    value = _key(read_tree("a: {b: [1, 2 ], c, d: }  # x\n"), "a")
    assert (value.raw, value.is_commented) == ("{b: [1, 2 ], c, d: }", False)
    keys = [entry.key for entry in value.items if entry.key is not None]
    assert [key.colon for key in keys] == [True, False, True]
    assert _key(read_tree("a: {b: 1, # x\n  c: 2}\n"), "a").is_commented


@pytest.mark.parametrize(
    ("text", "raw", "margin"),
    [
        ("a: |\n   x\n\n\nb: 1\n", "|\n   x", 3),
        ("a: |+\n   x\n\n\nb: 1\n", "|+\n   x\n\n", 3),
        ("a: |2\n    x\n   y\nb: 1\n", "|2\n    x\n   y", 2),
        ("a: >-\nb: 1\n", ">-", 3),
        ("a: |\n  x", "|-\n  x", 2),
        ("a: |+\n  x", "|-\n  x", 2),
    ],
)
def test_texts_behind_bars(text: str, raw: str, margin: int) -> None:
    scalar = read_tree(text).items[0].value
    assert isinstance(scalar, Scalar)
    assert (scalar.raw, scalar.margin) == (raw, margin)


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("a: &x 1\n", "yaml.alias", 1, 4),
        ("a: {b: &x 1}\n", "yaml.alias", 1, 8),
        ("a: !!map\n  b: 1\n", "yaml.tag", 1, 4),
        ("? a\n: b\n", "yaml.key", 1, 1),
        ("%YAML 1.1\n---\na: 1\n", "yaml.syntax", 1, 1),
        ("- a\n", "schema.type", 1, 1),
        ("{}\n", "schema.type", 1, 1),
        ("a\n", "schema.type", 1, 1),
        ("# nothing\n", "schema.type", 1, 1),
        ("", "schema.type", 1, 1),
        ("{a: 1, # x\n b: 2}\n", "yaml.syntax", 1, 1),
    ],
)
def test_what_cannot_be_laid_out_is_refused_with_its_place(text: str, code: str, line: int, column: int) -> None:
    with pytest.raises(CannotFormat) as refused:
        read_tree(text, "x.yaml")
    (finding,) = refused.value.findings
    assert (finding.code, finding.place.file, finding.place.line, finding.place.column) == (
        code, "x.yaml", line, column,
    )  # fmt: skip
