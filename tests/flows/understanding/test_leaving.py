"""Clauses that leave a flow."""

import pytest

from flows.understanding.leaving import answers_no, leave, leaving
from tests.flows.understanding.stage import AMOUNT, READ_BACK, Stage, acts, line, told


@pytest.mark.parametrize("text", ["forget the transfer", "i don't want to send it", "never mind about the transfer"])
def test_a_flow_in_progress_is_left_by_its_name(stage: Stage, text: str) -> None:
    found = leaving(line(text), stage.situation(), stage.trained.flows)
    assert found is not None
    assert found.act is not None
    assert told(found.act)[0] == "cancel"


@pytest.mark.parametrize("text", ["don't cancel", "sixty", "to anna"])
def test_nothing_is_left(stage: Stage, text: str) -> None:
    found = leaving(line(text), stage.situation(), stage.trained.flows)
    assert found is None or found.act is None
    assert acts(leave(stage.sentence(text))) == []


def test_leave_this_and_do_that(stage: Stage) -> None:
    assert acts(leave(stage.sentence("stop the transfer and tell me my balance"))) == [
        ("cancel", "transfer"),
        ("start_flow", "check_balance"),
    ]


def test_only_a_yes_or_no_question_takes_unwillingness_for_a_no(stage: Stage) -> None:
    assert not answers_no(stage.situation(AMOUNT))
    assert not answers_no(stage.situation(READ_BACK))
