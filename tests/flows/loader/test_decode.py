"""Data to definition classes: whatever is in the file, only findings come of it."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.definition.bot import Bot
from flows.findings import Finding
from flows.loader.decode import decode_bot
from flows.loader.document import Document
from flows.loader.load import load_text
from flows.loader.path import dotted

ROOT = Path(__file__).resolve().parents[3]
RIVERBANK: dict[str, Any] = yaml.load(
    (ROOT / "templates/bots/riverbank.yaml").read_text(encoding="utf-8"), Loader=yaml.SafeLoader
)
JUNK = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.sampled_from(["say", "ask", "end", "choice"])
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["type", "say", "if", "go", "else", "x", "next"]), inner, max_size=3)
    ),
    max_leaves=5,
)


def _paths(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(found for key, value in inner for found in _paths(value, (*path, key)))]


PATHS = [path for path in _paths(RIVERBANK) if path]


def _decoded(data: Any) -> tuple[Bot | None, list[Finding]]:
    decoded = decode_bot(Document(data))
    return decoded.bot, decoded.findings


@settings(max_examples=300)
@given(st.sampled_from(PATHS), JUNK)
def test_junk_anywhere_is_told_of_at_its_place_or_taken(path: tuple[Any, ...], junk: Any) -> None:
    data = copy.deepcopy(RIVERBANK)
    here = data
    for part in path[:-1]:
        here = here[part]
    here[path[-1]] = junk
    loaded = load_text(json.dumps(data))
    if loaded.bot is None:
        assert loaded.findings
    for finding in loaded.findings:
        assert finding.message
        assert finding.remedy


@pytest.mark.parametrize("path", [path for path in PATHS if len(path) <= 2 or path[0] == "flows"], ids=dotted)
def test_a_list_in_place_of_anything_is_told_of_there(path: tuple[Any, ...]) -> None:
    data = copy.deepcopy(RIVERBANK)
    here = data
    for part in path[:-1]:
        here = here[part]
    here[path[-1]] = [[]]
    bot, findings = _decoded(data)
    if bot is None:
        assert all(
            finding.path.startswith(dotted(path)[: len(finding.path)]) or dotted(path) in finding.path
            for finding in findings
        )


def test_all_misfits_come_at_once() -> None:
    data = copy.deepcopy(RIVERBANK)
    data["name"] = 5
    data["flows"]["transfer"]["nodes"]["who"]["promt"] = "x"
    del data["flows"]["card_lost"]["nodes"]["which"]["slot"]
    _, findings = _decoded(data)
    assert {finding.path for finding in findings} == {
        "name",
        "flows.transfer.nodes.who.promt",
        "flows.card_lost.nodes.which.slot",
    }


@pytest.mark.parametrize("version", [0, 2, 1.5, "1", True, None, [], {}])
def test_other_versions_are_refused(version: object) -> None:
    bot, findings = _decoded({**RIVERBANK, "voxloom": version})
    assert bot is None
    assert [finding.code for finding in findings] == ["schema.version"]


def test_a_version_that_can_be_migrated_is_told_of_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.loader.decode.LANGUAGE_VERSION", 3)
    decoded = decode_bot(Document({"bot": "x", "voxloom": 2, "nodes": []}, file="bot.yaml"))
    assert (decoded.bot, decoded.rest) == (None, None)
    (finding,) = decoded.findings
    assert (finding.code, finding.path) == ("schema.version", "voxloom")
    assert "`bot fmt FILE` brings it to version 3" in finding.remedy
