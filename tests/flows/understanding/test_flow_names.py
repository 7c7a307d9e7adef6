"""The words that name a flow."""

from flows.understanding.flow_names import flow_names
from tests.flows.understanding.stage import Stage


def test_a_flow_is_named_by_its_own_words_and_by_none_of_others(stage: Stage) -> None:
    names = flow_names(stage.bot)
    among = ["transfer", "check_balance"]
    assert names.named(["transfer"], among) == "transfer"
    assert names.named(["the", "balance"], among) == "check_balance"
    assert names.named(["banana"], among) is None
    assert names.named(["balance"], ["transfer"]) is None
