"""The forms of postcodes by country."""

import pytest

from flows.values.postcode_forms import known_regions, postcode_form
from flows.values.words import Words
from tests.flows.values.tables import slot


@pytest.mark.parametrize("region", known_regions())
def test_the_example_of_a_country_is_one_of_its_postcodes(region: str) -> None:
    definition = slot("postcode", region=region)
    (found,) = definition.find(Words.of(postcode_form(region).example), asked=True)
    assert definition.problem(found.value) is None
    assert definition.say(found.value) == postcode_form(region).example


def test_an_unknown_country_takes_letters_and_digits() -> None:
    form = postcode_form("KY")
    assert form.matches("KY11001")
    assert not form.matches("KYKY")
    assert form.groups("KY1-1001") == ["KY1", "1001"]
