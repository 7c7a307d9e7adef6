"""Which addresses can be read."""

import pytest

from tools.knowledge.addresses import LONGEST_CHARACTERS, checked_address
from tools.knowledge.reading.blocks import CannotRead


def test_one_of_a_page_is_itself() -> None:
    assert checked_address("https://shop.example:8443/a?b=c") == "https://shop.example:8443/a?b=c"


@pytest.mark.parametrize(
    "address",
    [
        "shop.example",
        "file:///etc/passwd",
        "https://",
        "https://me:word@shop.example/",
        "http://a:99999/",
        "http://[",
        "x" * 9,
    ],
)
def test_others_are_refused(address: str) -> None:
    with pytest.raises(CannotRead, match="begins with"):
        checked_address(address)


def test_so_are_endless_ones() -> None:
    with pytest.raises(CannotRead):
        checked_address("https://shop.example/" + "a" * LONGEST_CHARACTERS)
