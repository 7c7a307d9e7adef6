"""Texts cut at their margins, and those that cannot be."""

import pytest

from flows.exchange.text.outline import outline

TEXT = """# first
voxloom: 1
slots:
  # of a
  a: {type: text}
  # of b
  "b": {type: text}  # why
    # deeper

  'c':
    type: text
flows:
  one:
    # of the nodes
    nodes:
      # of x

      # of y
      y:
        say: |
          nodes:
           z: 1
      z: {}
    outputs: {}
"""


def test_parts_and_names() -> None:
    found = outline(TEXT)
    assert found is not None
    found.cut_flow("one")
    assert found.names == {
        (): ["voxloom", "slots", "flows"],
        ("slots",): ["a", "b", "c"],
        ("flows",): ["one"],
        ("flows", "one", "nodes"): ["y", "z"],
    }
    assert "".join(TEXT[part.start : part.end] for part in found.parts) == TEXT
    texts = {part.path: TEXT[part.start : part.end] for part in found.parts}
    assert texts["slots", "b"] == '  # of b\n  "b": {type: text}  # why\n    # deeper\n\n'
    assert texts["flows", "one", "nodes", "z"] == "      z: {}\n"
    assert found.is_readable(set())
    assert found.is_readable(set(range(len(found.parts))))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only\n",
        "- a\n",
        "a: 1\na: 2\n",
        "---\na: 1\n",
        "{a: 1}\n",
        "a: &x 1\nb: *x\n",
        "a:\tb\n",
        "a: 1\rb: 2\n",
        "a: '\u2028'\n",
        "? a\n: b\n",
        "%YAML 1.1\n",
    ],
)
def test_texts_that_are_read_as_a_whole(text: str) -> None:
    assert outline(text) is None


@pytest.mark.parametrize(
    "field",
    [
        "slots: {a: 1,\n  b: 2}\n",
        "slots: []\n",
        "slots:\n",
        "slots:\n  a: {\n}\n",
        "slots:\n  - a\n",
        "slots:\n  a: 1\n  a: 2\n",
        "slots: |\n  a: 1\n",
    ],
)
def test_fields_that_stay_whole(field: str) -> None:
    found = outline(field + "bot: b\n")
    assert found is None or ("slots",) not in found.names


@pytest.mark.parametrize(
    "text",
    [
        'a: "x\nslots:\n  b: 1\n"\nc: 1\n',
        "a: {x: [\nslots:\n  b: 1\n]}\n",
        "slots:\n  a: 'x\n  b: y'\n  c: 1\n",
        "slots:\n  a: 1\n   b: 2\n",
        "slots:\n  a: [1\n  b: 2\n",
    ],
)
def test_a_cut_through_something_is_seen(text: str) -> None:
    found = outline(text)
    assert found is None or not found.is_readable(set(range(len(found.parts))))


def test_ampersands_in_words_are_no_anchors() -> None:
    assert outline("a: Olive & Thyme\nb: x && y\nc: 2*3\n") is not None


def test_a_flow_that_cannot_be_cut_stays_whole() -> None:
    found = outline("flows:\n  one: {nodes: {a: {}}}\n  two:\n    nodes: {a: {}}\n  three:\n    triggers: []\n")
    assert found is not None
    for name in ("one", "two", "three", "four"):
        found.cut_flow(name)
    assert [part.path for part in found.parts] == [("flows",), ("flows", "one"), ("flows", "two"), ("flows", "three")]


def test_the_layout_of_a_flow_is_cut_at_its_places() -> None:
    text = "layout:\n  # two: of the first\n  one:\n    a: [1, 2]\n    b: {x: 1}\n  two: {}\n"
    found = outline(text)
    assert found is not None
    for name in ("one", "two"):
        found.cut_layout(name)
    assert found.names["layout", "one"] == ["a", "b"]
    assert ("layout", "two") not in found.names
    assert [text[part.start : part.end] for part in found.parts][2:] == [
        "    a: [1, 2]\n",
        "    b: {x: 1}\n",
        "  two: {}\n",
    ]
    assert found.is_readable({3})
