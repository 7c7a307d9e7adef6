"""Insults at whoever answers; swearing at nobody is none."""

import pytest

from flows.guardrails.kinds.abuse import find
from flows.guardrails.reading import read


@pytest.mark.parametrize(("text", "found"), [
    ("you are a useless piece of shit", True),
    ("I'll come down there and smash your office", True),
    ("where is my bloody parcel", False),
    ("sorry I'm such an idiot, it's number four", False),
])  # fmt: skip
def test_who_is_meant_decides(text: str, found: bool) -> None:
    assert (find(read(text)) is not None) is found
