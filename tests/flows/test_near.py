"""What somebody may have meant."""

import pytest

from flows.definition.bot import Bot, Defaults, Variable, Voice
from flows.definition.edges import Branch
from flows.definition.flow import Flow, Intent
from flows.definition.nodes.call import Filler
from flows.definition.nodes.types import NODE_TYPES
from flows.definition.test_case import Expectation, TestCase, TestTurn
from flows.definition.tool import Tool
from flows.loader.shape import field_names
from flows.near import OTHER_WORDS, did_you_mean, nearest, nearest_field
from flows.values.slots import SLOT_TYPES


@pytest.mark.parametrize(
    ("name", "near"), [("promt", "prompt"), ("acount", "account"), ("zebra", None), ("", None), (5, None)]
)
def test_nearest(name: object, near: str | None) -> None:
    assert nearest(name, ["prompt", "account", "say"]) == near


def test_remedies() -> None:
    assert did_you_mean("syy", ["say"], "Delete it.") == "Did you mean `say`?"
    assert did_you_mean("zebra", [], "Delete it.") == "Delete it."


@pytest.mark.parametrize(
    ("name", "fields", "meant"),
    [
        ("on_nomatch", ["say", "reprompts", "no_input"], "reprompts"),
        ("on_nomatch", ["flows", "on_no_match"], "on_no_match"),
        ("no_match", ["reprompts"], "reprompts"),
        ("noInput", ["reprompts", "no_input"], "no_input"),
        ("NO-INPUT", ["no_input"], "no_input"),
        ("goto", ["next", "say"], "next"),
        ("goto", ["go", "if"], "go"),
        ("retries", ["attempts"], "attempts"),
        ("prompt", ["say", "prompt"], "prompt"),
        ("prompt", ["say", "slot"], "say"),
        ("attempst", ["attempts", "say"], "attempts"),
        ("frobnicate", ["say", "next"], None),
        ("goto", [], None),
    ],
)
def test_a_field_is_known_by_other_words_too(name: str, fields: list[str], meant: str | None) -> None:
    assert nearest_field(name, fields) == meant


def test_words_of_other_tools_stand_for_fields_of_the_language() -> None:
    owners = (Bot, Defaults, Voice, Variable, Flow, Intent, Tool, Branch, TestCase, TestTurn, Expectation, Filler)
    fields = {field for owner in (*owners, *NODE_TYPES.values(), *SLOT_TYPES.values()) for field in field_names(owner)}
    assert set(OTHER_WORDS) <= fields
