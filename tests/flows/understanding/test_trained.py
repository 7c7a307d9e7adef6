"""A bot with its models."""

from flows.understanding.trained import Trained
from tests.flows.understanding.stage import Stage


def test_intents_that_start_something_are_fitted_and_know_their_flow(stage: Stage) -> None:
    assert isinstance(stage.trained, Trained)
    assert set(stage.trained.intents.names) == {intent for flow in stage.bot.flows.values() for intent in flow.triggers}
    assert stage.trained.flow_of["transfer"] == "transfer"
    assert stage.trained.slots.vectors is not None
