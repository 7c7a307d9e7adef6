"""What a model is asked."""

import json

from flows.engine.expectation import Expectation
from flows.understanding.model.question import answer_schema, asked_about, startable
from tests.flows.understanding.stage import AMOUNT, OFFER, READ_BACK, REQUEST, Stage


def _told(stage: Stage, expectation: Expectation) -> dict[str, object]:
    text = asked_about(stage.bot, stage.situation(expectation))
    told: dict[str, object] = json.loads(text[text.index("\n{") :])
    return told


def test_the_bot_and_its_state_are_told(stage: Stage) -> None:
    told = _told(stage, AMOUNT)
    assert set(told["flows"]) == set(startable(stage.bot))  # type: ignore[call-overload]
    state: dict[str, object] = told["state"]  # type: ignore[assignment]
    assert state["slot in question"] == "amount"
    assert state["known"] == {"payee": "john"}
    assert len(asked_about(stage.bot, stage.situation(AMOUNT))) < 6_000


def test_only_names_that_there_are_can_be_answered(stage: Stage) -> None:
    one = answer_schema(stage.bot, stage.situation(REQUEST, {}))["properties"]["acts"]["items"]["properties"]
    assert set(one["flow"]["enum"]) == {*startable(stage.bot), None}
    assert set(one["slot"]["enum"]) == {*stage.bot.slots, None}


def test_consent_cannot_be_answered(stage: Stage) -> None:
    def acts(expectation: Expectation) -> list[str]:
        schema = answer_schema(stage.bot, stage.situation(expectation))
        found: list[str] = schema["properties"]["acts"]["items"]["properties"]["act"]["enum"]
        return found

    assert "affirm" not in acts(READ_BACK)
    assert "affirm" not in acts(AMOUNT)
    assert "affirm" in acts(OFFER)
