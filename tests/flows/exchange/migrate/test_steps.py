"""The steps that there are."""

from flows.definition.bot import LANGUAGE_VERSION, OLDEST_VERSION
from flows.exchange.migrate.steps import STEPS


def test_every_version_that_can_be_read_leads_to_the_present_one() -> None:
    assert sorted(STEPS) == list(range(OLDEST_VERSION, LANGUAGE_VERSION))
    assert all(step.told for step in STEPS.values())
