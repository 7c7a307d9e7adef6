"""However much is wrong with a bot: all of it is told at once, and nothing that only comes of something else."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.loader.document import read_document
from flows.loader.load import load_text
from flows.loader.path import Path, dotted
from tests.flows.checks.slips import GOOD, SLIPS, Slip, Told

JUNK = ([[]], 5, None, True, "x y!", -3, [{"if": 1}])


def _data() -> Any:
    document, findings = read_document(GOOD.encode(), "good.yaml")
    assert document is not None
    assert findings == []
    return copy.deepcopy(document.data)


def _told(data: Any) -> Told:
    loaded = load_text(json.dumps(data))
    told = {(finding.code, finding.path) for finding in loaded.findings}
    if any(code.startswith(("schema.type", "schema.missing", "schema.unknown")) for code, _ in told):
        assert loaded.bot is None
    assert len(told) == len(loaded.findings)
    return told


def _paths(data: Any, path: Path = ()) -> list[Path]:
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(found for key, value in inner for found in _paths(value, (*path, key)))]


PATHS = [path for path in _paths(_data()) if path]


def _apart(slips: list[Slip]) -> list[Slip]:
    """Those that do not break the same part."""
    taken: list[str] = []
    kept = []
    for slip in slips:
        if not any(f"{area}.".startswith(f"{other}.") or f"{other}.".startswith(f"{area}.")
                   for area in slip.areas for other in taken):  # fmt: skip
            kept.append(slip)
            taken += slip.areas
    return kept


def test_the_good_bot_is_good() -> None:
    assert load_text(GOOD).findings == ()


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip.name)
def test_each_slip_is_told_of_alone(slip: Slip) -> None:
    data = _data()
    slip.make(data)
    assert _told(data) == slip.told


@settings(max_examples=150)
@given(st.lists(st.sampled_from(SLIPS), min_size=2, max_size=14, unique=True), st.randoms(use_true_random=False))
def test_all_slips_are_told_at_once_and_the_rest_after_some_are_mended(slips: list[Slip], random: Any) -> None:
    made = _apart(slips)
    for _ in range(2):
        data = _data()
        for slip in made:
            slip.make(data)
        assert _told(data) == {told for slip in made for told in slip.told}
        made = [slip for slip in made if random.random() < 0.5]


@settings(max_examples=300)
@given(st.sampled_from(PATHS), st.sampled_from(JUNK))
def test_of_junk_nothing_is_told_elsewhere(path: Path, junk: Any) -> None:
    data = _data()
    here = data
    for part in path[:-1]:
        here = here[part]
    here[path[-1]] = junk
    loaded = load_text(json.dumps(data))
    if loaded.bot is None:  # else it was taken for something that the language has
        assert loaded.findings
        where = dotted(path)
        elsewhere = [
            finding.as_text()
            for finding in loaded.findings
            if not finding.path.startswith(where) and not where.startswith(finding.path)
        ]
        assert elsewhere == []


HEAD = "voxloom: 1\nbot: small\nstart: main\ndefaults: {on_fail: handoff, on_error: handoff}\n"
MAIN = "flows:\n  main:\n    nodes:\n      a: {type: say, say: '{{ nme }}', next: nowhere}\n"
IN_MAIN = {("name.unknown", "flows.main.nodes.a.say"), ("flow.target", "flows.main.nodes.a.next")}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: x\nname: y\n", {("yaml.duplicate", "name")}),
        ("name: !!python/name:os.system x\n", {("yaml.tag", "name")}),
        ("slots: {n: {type: number, min: 99999999999999999999999999999999999999999999999}}\n",
         {("yaml.number", "slots.n.min")}),
        ("layout: {a: &a [1], b: *a}\n", {("yaml.alias", "layout.b")}),
        ("slots: {n: {type: number, min: *n}}\n", {("yaml.alias", "slots.n.min")}),
        ("description: {{ x }}\n", {("yaml.key", "description")}),
        ("slots: {n: {<<: *x, type: number}}\n", {("yaml.key", "slots.n")}),
        ("slots: {n: {type: number}}\nslots: {m: {type: number, mix: 1}}\n",
         {("yaml.duplicate", "slots"), ("type.option", "slots.m.mix")}),
        ("slots: {n: {type: number}, n: {type: text}}\n", {("yaml.duplicate", "slots.n")}),
        (f"? [a]\n: 1\nname: 5\n? {'k' * 300}\n: 1\n", {("yaml.key", ""), ("schema.type", "name")}),
    ],
)  # fmt: skip
def test_what_the_reader_passes_over_hides_nothing_else(text: str, told: Told) -> None:
    loaded = load_text(HEAD + text + MAIN)
    assert loaded.bot is None
    assert {(finding.code, finding.path) for finding in loaded.findings} == told | IN_MAIN


def test_a_second_map_of_the_bot_is_checked_too() -> None:
    more = "flows:\n  other:\n    triggers: [i]\n    nodes: {b: {type: say, say: x, next: nowhere}}\n"
    loaded = load_text(HEAD + MAIN + "intents: {i: {description: x, examples: [x]}}\n" + more)
    told = {(finding.code, finding.path, finding.place.line) for finding in loaded.findings}
    assert ("flow.target", "flows.other.nodes.b.next", 13) in told
    assert ("flow.target", "flows.main.nodes.a.next", 8) in told


def test_an_unreadable_document_behind_the_first_hides_what_may_stand_in_it() -> None:
    nodes = "a: {type: say, say: '{{ x }}', next: b}, c: {type: sya}"
    text = f"voxloom: 1\nbot: small\nflows: {{main: {{nodes: {{{nodes}}}}}}}\n---\nx: 1\n"
    assert {(finding.code, finding.path) for finding in load_text(text).findings} == {
        ("yaml.documents", ""),
        ("schema.value", "flows.main.nodes.c.type"),
    }
