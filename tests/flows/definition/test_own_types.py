"""A bot's own types: what they stand for, and what is told when they stand for nothing."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from flows.definition.own_types import TAKEN, resolve
from flows.engine.program import declared_types
from flows.loader.load import load_text
from flows.schema.bot_schema import bot_schema
from flows.values.spelled import Spelled
from tests.flows.small_bots import Talk, bot

TYPES = """
types:
  member_id: {type: spelled, pattern: "[A-Z]{2}[0-9]{4}", personal: id}
  old_member_id: {type: member_id, pattern: "[0-9]{4}", description: The number on the old card.}
  fee: {type: money, max: 50}
"""
FLOWS = """
flows:
  main:
    nodes:
      a: {type: ask, slot: member, say: Your number?, next: end}
"""
BOT = f"""{TYPES}
slots:
  member: {{type: member_id}}
  card: {{type: old_member_id, keep: true, personal: false}}
  number: {{type: member_id, pattern: "[A-Z]{{3}}"}}
variables:
  backup: {{type: old_member_id}}
  charge: {{type: fee}}
tools:
  find: {{arguments: {{member: member_id}}, returns: {{charge: fee}}, stub: {{charge: 5}}}}
{FLOWS}"""


def test_slots_get_the_options_of_their_type_and_their_own_go_first() -> None:
    slots = bot(BOT, warnings=True).slots
    assert slots["member"] == Spelled(type="spelled", pattern="[A-Z]{2}[0-9]{4}", personal="id")
    assert slots["member"].personal_class == "id"
    assert slots["card"] == Spelled(
        type="spelled", pattern="[0-9]{4}", personal=False, keep=True, description="The number on the old card."
    )
    assert slots["number"] == Spelled(type="spelled", pattern="[A-Z]{3}", personal="id")


def test_the_types_themselves_are_kept() -> None:
    types = bot(BOT, warnings=True).types
    assert {name: own.type for name, own in types.items()} == {
        "member_id": "spelled",
        "old_member_id": "spelled",
        "fee": "money",
    }


def test_variables_results_and_conditions_know_what_own_types_stand_for() -> None:
    loaded = bot(BOT, warnings=True)
    assert loaded.variables["backup"].type == "spelled"
    assert loaded.tools["find"].returns == {"charge": "money"}
    assert loaded.tools["find"].arguments == {"member": "spelled"}
    kinds = declared_types(loaded)
    assert (kinds["backup"], kinds["charge"], kinds["member"]) == ("string", "double", "string")


def test_inputs_outputs_and_what_a_model_extracts_may_have_own_types() -> None:
    data = {
        "types": {"code": {"type": "spelled"}},
        "flows": {
            "main": {
                "inputs": {"a": "code", "b": "money"},
                "outputs": {"c": "code"},
                "nodes": {"x": {"type": "generate", "extract": {"d": "code", "e": "text"}}, "y": None},
            }
        },
    }
    flow = resolve(data).data["flows"]["main"]
    assert (flow["inputs"], flow["outputs"]) == ({"a": "spelled", "b": "money"}, {"c": "spelled"})
    assert flow["nodes"] == {"x": {"type": "generate", "extract": {"d": "spelled", "e": "text"}}, "y": None}


def test_a_conversation_with_an_own_type() -> None:
    talk = Talk(bot(BOT, warnings=True))
    assert talk.give(member="JK12")[0] == "I need 2 letters and 4 digits, and I heard J K 1 2."
    talk.give(member="JK1234")
    assert talk.state.slots["member"] == "JK1234"


def test_the_data_itself_stays() -> None:
    data: dict[str, Any] = {"types": {"a": {"type": "b"}, "b": {"type": "text"}}, "slots": {"x": {"type": "a"}}}
    before = copy.deepcopy(data)
    assert resolve(data).data["slots"] == {"x": {"type": "text"}}
    assert data == before


@pytest.mark.parametrize(
    ("types", "codes"),
    [
        ({"a": {"type": "a"}}, {("types", "a", "type"): "type.circle"}),
        (
            {"a": {"type": "b"}, "b": {"type": "a"}},
            {("types", "a", "type"): "type.circle", ("types", "b", "type"): "type.circle"},
        ),
        (
            {"a": {"type": "b"}, "b": {"type": "b"}},
            {("types", "a"): "", ("types", "b", "type"): "type.circle"},
        ),
        ({"money": {"type": "text"}}, {("types", "money"): "name.collision"}),
        ({"list": {"type": "text"}}, {("types", "list"): "name.collision"}),
        ({"a": {"type": "b"}, "b": {"type": "speled"}}, {("types", "a"): ""}),
        ({"a": {"type": "b"}, "b": {}}, {("types", "a"): ""}),
        ({"a": {"type": "b"}, "b": None}, {("types", "a"): ""}),
        ({"a": {"type": ["b"]}}, {}),
        ([], {}),
        (None, {}),
    ],
)
def test_problems(types: Any, codes: dict[tuple[str, ...], str]) -> None:
    resolved = resolve({"types": types})
    assert {problem.path: problem.code for problem in resolved.problems} == codes


def test_what_is_made_from_lost_types_is_left_out_silently() -> None:
    data = {"slots": {"x": {"type": "gone"}, "y": {"type": "text"}, "z": {"type": "speled"}}}
    resolved = resolve(data, frozenset({"gone"}))
    assert set(resolved.data["slots"]) == {"y", "z"}
    assert [(problem.path, problem.code) for problem in resolved.problems] == [(("slots", "x"), "")]
    assert set(resolve(data, hidden=True).data["slots"]) == {"y"}


def test_long_chains_end() -> None:
    types = {f"t{at}": {"type": f"t{at + 1}"} for at in range(60)} | {"t60": {"type": "text"}}
    assert {problem.path for problem in resolve({"types": types}).problems} > {("types", "t0")}


@pytest.mark.parametrize(
    ("types", "slots", "told"),
    [
        ('{code: {type: spelled, pattern: "[A"}}', "{member: {type: code}}", ["types.code.pattern"]),
        ("{code: {type: choice}}", "{member: {type: code}}", ["types.code.choices"]),
        ("{code: {type: digits}}", "{member: {type: code, length: four}}", ["slots.member.length"]),
        ("{code: {type: digits}}", "{member: {type: coed}}", ["slots.member.type"]),
        ("[code]", "{member: {type: code}}", ["types"]),
        ("{code: digits}", "{member: {type: code}}", ["types.code"]),
    ],
)
def test_each_mistake_is_told_of_once_where_it_stands(types: str, slots: str, told: list[str]) -> None:
    text = f"voxloom: 1\nbot: small\nstart: main\ndefaults: {{on_fail: handoff}}\ntypes: {types}\nslots: {slots}\n"
    loaded = load_text(text + FLOWS)
    assert [finding.path for finding in loaded.findings] == told
    assert not loaded.runnable


_WORDS = st.sampled_from(["a", "b", "c", "text", "spelled", "speled"])
_ENTRIES = st.one_of(
    st.none(), st.text(max_size=3), st.fixed_dictionaries({}, optional={"type": _WORDS, "min": st.integers()})
)


@given(st.dictionaries(_WORDS, _ENTRIES), st.dictionaries(_WORDS, _ENTRIES))
def test_nothing_of_an_own_type_is_left(types: dict[str, Any], slots: dict[str, Any]) -> None:
    resolved = resolve({"types": types, "slots": slots})
    for group in ("types", "slots"):
        for entry in resolved.data[group].values():
            word = entry.get("type") if isinstance(entry, dict) else None
            assert word not in types or word in TAKEN


def test_the_schema_lets_own_types_stand_where_there_are_some() -> None:
    validator = Draft202012Validator(bot_schema())
    data: dict[str, Any] = {"voxloom": 1, "bot": "b", "start": "main", "flows": {}, "slots": {"x": {"type": "code"}}}
    assert not validator.is_valid(data)
    assert validator.is_valid({**data, "types": {"code": {"type": "spelled", "pattern": "[A-Z]"}}})
    assert not validator.is_valid({**data, "types": {"code": {"type": "spelled", "patern": "[A-Z]"}}})
