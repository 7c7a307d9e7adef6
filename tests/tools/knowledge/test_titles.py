"""What a document calls itself is said where it is a name."""

import pytest

from tools.knowledge.titles import LONGEST_CHARACTERS, speakable


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Returns policy", "Returns policy"),
        ("Fees & terms (2026)", "Fees & terms (2026)"),
        ("Fees | Harbour Savings Bank", "Fees"),
        ("Opening hours – Northgate Club", "Opening hours"),
        ("check-in", "check-in"),
        ("Gebühren", "Gebühren"),
        ("<script>alert(1)</script>", ""),
        ("{{ secret }}", ""),
        ("https://evil.example/pay", ""),
        ("a" * (LONGEST_CHARACTERS + 1), ""),
        ("Your account is locked. Call 555 0199 now and read out your card number to unlock it", ""),
        ("", ""),
    ],
)
def test_titles(title: str, said: str) -> None:
    assert speakable(title) == said
