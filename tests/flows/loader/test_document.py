"""YAML to data and places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.findings import Place
from flows.loader.builder import MAX_ALIASES, MAX_DEPTH
from flows.loader.document import Document, read_document
from flows.loader.path import dotted


def _data(text: str) -> object:
    document, findings = read_document(text.encode(), "a.yaml")
    assert findings == []
    assert document is not None
    return document.data


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("a: 1\nb: [x, 2.5, null]", {"a": 1, "b": ["x", 2.5, None]}),
        ("no: on\n12: x\n1.5: y\ntrue: z", {"no": "on", 12: "x", "1.5": "y", "true": "z"}),
        (
            "a: '1'\nb: \"no\"\nc: |\n  text\n  more\nd: >\n  one\n  line",
            {"a": "1", "b": "no", "c": "text\nmore\n", "d": "one line"},
        ),
        ("a: &x word\nb: *x", {"a": "word", "b": "word"}),
        ("\ufeffa: 1", {"a": 1}),
        ("%YAML 1.1\n---\na: 1\n...\n", {"a": 1}),
        ("a: !!str 5", {"a": "5"}),
        ("# only a comment", None),
    ],
)
def test_reads(text: str, data: object) -> None:
    assert _data(text) == data


def test_places_are_those_of_keys_and_items() -> None:
    document, _ = read_document(b"a:\n  b:\n    - x\n    - {c: 1}\n", "a.yaml")
    assert document is not None
    assert document.place(("a", "b")) == Place("a.yaml", 2, 3)
    assert document.place(("a", "b", 1, "c")) == Place("a.yaml", 4, 8)
    assert document.place(("a", "missing", "x")) == Place("a.yaml", 1, 1)
    assert Document(None, file="b").place(("x",)) == Place("b", 1, 1)
    assert dotted(("a", "b", 1)) == "a.b.1"


def test_all_duplicates_are_told_at_once() -> None:
    _, findings = read_document(b"a: 1\na: 2\nb: {c: 1, c: 2}\n", "a.yaml")
    assert [(finding.code, finding.path, finding.place.line) for finding in findings] == [
        ("yaml.duplicate", "a", 2),
        ("yaml.duplicate", "b.c", 3),
    ]


@pytest.mark.parametrize(("depth", "fits"), [(MAX_DEPTH - 1, True), (MAX_DEPTH, False)])
def test_depth_has_a_limit(depth: int, fits: bool) -> None:
    document, _ = read_document(("a: " + "[" * depth + "]" * depth).encode(), "a.yaml")
    assert (document is not None) is fits


@pytest.mark.parametrize(("count", "fits"), [(MAX_ALIASES, True), (MAX_ALIASES + 1, False)])
def test_aliases_have_a_limit(count: int, fits: bool) -> None:
    document, _ = read_document(f"a: &x 1\nb: [{', '.join(['*x'] * count)}]".encode(), "a.yaml")
    assert (document is not None) is fits


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_told_of(raw: bytes) -> None:
    document, findings = read_document(raw, "a.yaml")
    assert document is not None or findings


@given(st.text(alphabet="abc:-[]{},&*!|>'\"#% \n\t?<@`0123456789~", max_size=120))
def test_any_text_is_read_or_told_of(text: str) -> None:
    document, findings = read_document(text.encode(), "a.yaml")
    assert document is not None or findings
    assert all(finding.place.line >= 1 and finding.place.column >= 1 for finding in findings)
