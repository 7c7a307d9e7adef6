"""Names of a project become names of a bot, each another one."""

import pytest

from flows.checks.names import SLUG
from flows.exchange.rasa.names import RESERVED_FLOWS, RESERVED_VALUES, Names, Taken, free, slug
from flows.exchange.rasa.report import Report
from tests.flows.exchange.rasa.small import part, told


@pytest.mark.parametrize("text", ["Check Balance-2", "2fast", "", "äöü", "__x__", "a" * 300, "faq/ask_hours", "x.y"])
def test_every_slug_is_a_name(text: str) -> None:
    assert SLUG.match(slug(text))


def test_renames_are_told_and_the_same_name_is_given_again() -> None:
    report = Report()
    names = Names("slot", report, RESERVED_VALUES, "value")
    here = part("a: 1")
    assert names.add("account", here) == "account"
    assert told(report) == []
    assert [names.add(name, here) for name in ("in", "old", "Account", "in")] == [
        "in_value",
        "old_value",
        "account_2",
        "in_value",
    ]
    assert len(told(report)) == 3
    assert "in" in names
    assert names.get("nothing") is None


def test_flows_are_never_called_like_repairs_or_targets() -> None:
    names = Names("flow", Report(), RESERVED_FLOWS, "flow")
    assert [names.add(name, part("a: 1")) for name in ("end", "on_error", "handoff")] == [
        "end_flow", "on_error_flow", "handoff_flow",
    ]  # fmt: skip


def test_free_counts_on() -> None:
    assert free("a", ["a", "a_2", "b"]) == "a_3"


def test_taken_counts_on_and_knows_what_is_taken() -> None:
    taken = Taken()
    assert [taken.take(name) for name in ("a", "a", "a_2", "a")] == ["a", "a_2", "a_2_2", "a_3"]
    assert taken.has("a_3")
    assert not taken.has("b")
