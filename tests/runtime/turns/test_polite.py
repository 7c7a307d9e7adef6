"""Words that round off an answer."""

import pytest

from runtime.turns.polite import only_polite


@pytest.mark.parametrize(
    "text", ["Please.", "please", "And please.", "Thank you.", "Thanks", "please, thank you very much"]
)
def test_politeness(text: str) -> None:
    assert only_polite(text)


@pytest.mark.parametrize("text", ["", "...", "Please stop.", "yes please", "thank you goodbye", "plea"])
def test_more_than_politeness(text: str) -> None:
    assert not only_polite(text)


def test_a_language_without_data() -> None:
    assert not only_polite("please", "xx")
