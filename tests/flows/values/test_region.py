"""Whose country counts."""

import pytest

from flows.values.region import is_region, region_of
from flows.values.setting import Setting


@pytest.mark.parametrize(("text", "usable"), [("US", True), ("us", False), ("USA", False), (1, False), ("ÄÖ", False)])
def test_a_region_is_two_capitals(text: object, usable: bool) -> None:
    assert is_region(text) is usable


def test_the_slots_own_comes_before_the_bots() -> None:
    assert region_of("GB", Setting(region="DE")) == "GB"
    assert region_of(None, Setting(region="de")) == "DE"
