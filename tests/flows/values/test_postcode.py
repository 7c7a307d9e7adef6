"""The slot type `postcode`: by the form of its country."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.setting import Setting
from flows.values.words import Words
from tests.flows.values.tables import best, rows, slot

BY_REGION = {
    "US": r"[0-9]{5}(-[0-9]{4})?", "GB": r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][ABD-HJLNP-UW-Z]{2}",
    "CA": r"[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z][0-9][ABCEGHJ-NPRSTV-Z][0-9]", "DE": r"[0-9]{5}",
    "PL": r"[0-9]{2}-[0-9]{3}",
}  # fmt: skip


@pytest.mark.parametrize("row", rows("postcode"), ids=lambda row: f"{row['say']} {row.get('region', '')}")
def test_answers(row: dict[str, Any]) -> None:
    found = best("postcode", row)
    if row["is"] is None:
        assert found is None
        return
    assert found is not None
    assert (found.value, found.doubtful) == (row["is"], row.get("doubtful", False))
    refused = slot("postcode", **row.get("slot", {})).problem_at(found.value, Setting(region=row.get("region", "US")))
    assert (refused is not None) is row.get("refused", False)


@pytest.mark.parametrize(
    ("region", "value", "problem"),
    [
        ("US", "9021", "I need a postcode such as 9 0 2 1 0, and I heard 9 0 2 1."),
        ("GB", "90210", "I need a postcode such as S W 1 A, 1 A, A, and I heard 9 0 2 1 0."),
        ("GB", "SW1A1AC", "I need a postcode such as S W 1 A, 1 A, A, and I heard S W 1 A 1 A, C."),
        ("GB", "SW1A1AA", None),
        ("KY", "AB", "I need a postcode."),
        ("US", 90210, "I need a postcode."),
        (None, "SW1A1AA", None),
        (None, "springfield", "I need a postcode."),
        (None, 90210, "I need a postcode."),
    ],
)
def test_refuses(region: str | None, value: Any, problem: str | None) -> None:
    assert slot("postcode", region=region).problem(value) == problem


@given(st.data())
def test_what_is_said_reads_back(data: st.DataObject) -> None:
    region = data.draw(st.sampled_from(sorted(BY_REGION)))
    value = data.draw(
        st.from_regex(BY_REGION[region], fullmatch=True, alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
    )
    definition = slot("postcode", region=region)
    assert definition.problem(value) is None
    assert definition.read(definition.say(value)) == value
    assert definition.read(value) == value


def test_is_never_taken_unasked() -> None:
    assert slot("postcode").find(Words.of("my zip code is 90210"), asked=False) == []


def test_is_personal() -> None:
    assert slot("postcode").personal_class == "postcode"


def test_a_bots_region_is_the_home_of_its_postcodes() -> None:
    assert slot("postcode").at_home("GB").problem("90210") is not None
    assert slot("postcode", region="US").at_home("GB").problem("90210") is None
