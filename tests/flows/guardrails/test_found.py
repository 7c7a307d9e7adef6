"""What was found: told in short, and taken out."""

from flows.guardrails.found import MOST_CHARACTERS, shown, without


def test_evidence_is_short() -> None:
    assert shown("  a   b ") == "a b"
    assert len(shown("x" * 500)) == MOST_CHARACTERS


def test_what_is_taken_out_leaves_no_hole() -> None:
    text = "My card 4242 is here, 4242 again."
    assert without(text, ((8, 12), (22, 26))) == "My card is here, again."
    assert without(text, ((0, 12), (3, 7))) == "is here, 4242 again."
