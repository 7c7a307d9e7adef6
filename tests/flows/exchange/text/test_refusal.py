"""Refusals say where, why and what to do."""

from dataclasses import fields
from pathlib import Path

from flows.exchange.edits import OPERATIONS
from flows.exchange.text.refusal import CODES, IN_THE_TEXT, Refused


def test_a_refusal_has_its_place() -> None:
    refused = Refused("edit.anchor", "It is shared.", at=6).placed("a: 1\n  b")
    assert refused.as_json() == {
        "code": "edit.anchor", "line": 2, "column": 2, "message": "It is shared.", "remedy": IN_THE_TEXT
    }  # fmt: skip
    assert Refused("edit.path", "Nothing.").placed("a").as_json()["line"] == 1


def test_every_code_says_what_it_means() -> None:
    assert all(code.startswith("edit.") and meaning.endswith(".") for code, meaning in CODES.items())


def test_the_reference_lists_every_code_and_operation() -> None:
    page = (Path(__file__).resolve().parents[4] / "docs/reference/edits.md").read_text(encoding="utf-8")
    assert all(f"| `{code}` | {meaning} |" in page for code, meaning in CODES.items())
    for word, kind in OPERATIONS.items():
        [line] = [line for line in page.splitlines() if line.startswith(f"| `{word}` |")]
        assert [name.strip("[]") for name in line.split("`")[3].split()] == [one.name for one in fields(kind)], word
