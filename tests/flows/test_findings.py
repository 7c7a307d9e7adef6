"""Findings: closed codes, an order, one line each."""

import pytest

from flows.findings import Finding, Place, has_errors, in_order


def _finding(line: int, column: int = 1, file: str = "a.yaml", severity: str = "error") -> Finding:
    return Finding("yaml.syntax", "a.b", "It is so.", "Do that.", Place(file, line, column), severity)  # type: ignore[arg-type]


def test_other_codes_cannot_be_told() -> None:
    with pytest.raises(ValueError, match="closed list"):
        Finding("yaml.surprise", "", "", "")


def test_order_is_by_file_and_place_and_each_once() -> None:
    findings = [_finding(2), _finding(1, 5), _finding(1, 2), _finding(9, file="A.yaml"), _finding(2)]
    assert [(item.place.file, item.place.line, item.place.column) for item in in_order(findings)] == [
        ("A.yaml", 9, 1),
        ("a.yaml", 1, 2),
        ("a.yaml", 1, 5),
        ("a.yaml", 2, 1),
    ]


def test_text_is_one_line() -> None:
    assert _finding(2).as_text() == "a.yaml:2:1: error: It is so. Do that. [yaml.syntax]"


def test_text_is_one_line_whatever_is_quoted_in_it() -> None:
    found = Finding("yaml.syntax", "", "`a\rb\x1b[2J\u202e` is none.", "Ünï.", Place("a.yaml"))
    assert found.as_text() == "a.yaml:1:1: error: `a\\rb\\x1b[2J\\u202e` is none. Ünï. [yaml.syntax]"


def test_warnings_are_no_errors() -> None:
    assert not has_errors([_finding(1, severity="warning")])
    assert has_errors([_finding(1, severity="warning"), _finding(1)])
