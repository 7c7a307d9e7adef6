"""Refusals say where, why and what to do."""

from flows.exchange.text.refusal import CODES, IN_THE_TEXT, Refused


def test_a_refusal_has_its_place() -> None:
    refused = Refused("edit.anchor", "It is shared.", at=6).placed("a: 1\n  b")
    assert refused.as_json() == {
        "code": "edit.anchor", "line": 2, "column": 2, "message": "It is shared.", "remedy": IN_THE_TEXT
    }  # fmt: skip
    assert Refused("edit.path", "Nothing.").placed("a").as_json()["line"] == 1


def test_every_code_says_what_it_means() -> None:
    assert all(code.startswith("edit.") and meaning.endswith(".") for code, meaning in CODES.items())
