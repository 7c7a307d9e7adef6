"""The JSON Schema of the language agrees with the loader."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from flows.loader.document import read_document
from flows.loader.load import load_path
from flows.schema.bot_schema import bot_schema, duration

ROOT = Path(__file__).resolve().parents[3]
BROKEN = ROOT / "tests" / "flows" / "broken"
EXPECTED = json.loads((BROKEN / "expected.json").read_text(encoding="utf-8"))
BY_CHECKS = {
    "schema_duration_huge", "type_circle", "yaml_empty", "yaml_only_dashes", "yaml_list_root", "yaml_scalar_root",
}  # fmt: skip
"""Told of by the reader; a schema cannot say them, or sees no data. What the checks tell it cannot say either."""
VALIDATOR = Draft202012Validator(bot_schema())


def _data(path: Path) -> Any:
    document, _ = read_document(path.read_bytes(), path.name)
    assert document is not None
    return json.loads(json.dumps(document.data))


def test_is_a_schema() -> None:
    Draft202012Validator.check_schema(bot_schema())


@pytest.mark.parametrize("slug", ["service_desk", "riverbank", "table_booking", "verified_caller"])
def test_starter_bots_are_valid(slug: str) -> None:
    errors = list(VALIDATOR.iter_errors(_data(ROOT / "templates" / "bots" / f"{slug}.yaml")))
    assert errors == []


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, findings in EXPECTED.items()
        if name not in BY_CHECKS
        and (BROKEN / f"{name}.yaml").is_file()
        and load_path(BROKEN / f"{name}.yaml").bot is None
        and any(finding["code"].split(".")[0] in ("schema", "type") for finding in findings)
    ],
)
def test_what_the_loader_refuses_is_not_valid(name: str) -> None:
    assert not VALIDATOR.is_valid(_data(BROKEN / f"{name}.yaml"))


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, findings in EXPECTED.items()
        if (BROKEN / f"{name}.yaml").is_file()
        and all(finding["code"].split(".")[0] not in ("schema", "type", "yaml", "choice") for finding in findings)
    ],
)
def test_what_only_the_checks_refuse_is_valid(name: str) -> None:
    assert VALIDATOR.is_valid(_data(BROKEN / f"{name}.yaml"))


def test_durations_are_texts_with_a_unit() -> None:
    filler = bot_schema()["$defs"]["Filler"]["properties"]["after"]
    assert (filler["type"], filler["default"]) == ("string", "500ms")
    assert [duration(ms) for ms in (500, 4000, 1500)] == ["500ms", "4s", "1500ms"]


def test_unknown_fields_are_refused_everywhere() -> None:
    for name, definition in bot_schema()["$defs"].items():
        assert definition.get("additionalProperties") is False, name


@pytest.mark.parametrize(("types", "valid"), [({}, False), ({"types": {"pin": {"type": "digits"}}}, True)])
def test_what_a_tool_takes_and_gives_may_be_of_an_own_type(types: dict[str, Any], valid: bool) -> None:
    flows = {"main": {"nodes": {"a": {"type": "say", "say": "Hi.", "next": "end"}}}}
    tool = {"arguments": {"pin": "pin"}, "returns": {"pin": "pin"}, "stub": {}}
    bot = {"voxloom": 1, "bot": "b", "start": "main", "flows": flows, "tools": {"t": tool}, **types}
    assert VALIDATOR.is_valid(bot) is valid
