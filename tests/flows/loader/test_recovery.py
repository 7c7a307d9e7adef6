"""Behind a syntax error the rest is read, and nothing is told that only comes of what was left out."""

from pathlib import Path

import pytest
import yaml

from flows.findings import Finding
from flows.loader.document import read_as_far_as_possible
from flows.loader.load import load_path, load_text
from flows.loader.recovery import without_broken
from tests.flows.checks.slips import GOOD
from tests.flows.cli import ROOT

BOTS = {
    "good": GOOD,
    **{path.stem: path.read_text("utf-8") for path in sorted((ROOT / "templates" / "bots").glob("*.yaml"))},
    **{path.stem: path.read_text("utf-8") for path in sorted((ROOT / "tests/flows/golden_bots").glob("*.yaml"))},
}
SLIPS = {
    "bracket": "{indent}zz: [one, two",
    "brace": "{indent}zz: {{a: 1, b: {{c: 2}}",
    "quote": '{indent}zz: "not closed',
    "single quote": "{indent}zz: 'not closed",
    "colon": "{indent}zz: one: two",
    "no colon": "{indent}zz",
    "tab": "\t{indent}zz: 1",
    "at": "{indent}zz: @home",
    "indent": " {indent}zz: 1",
    "star": "{indent}zz: *nobody",
}


def _broken(text: str, at: int, slip: str) -> str:
    """The text with a slip before one of its lines, as deep as that line."""
    lines = text.split("\n")
    indent = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    return "\n".join([*lines[:at], SLIPS[slip].format(indent=indent), *lines[at:]])


def _codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("name", BOTS)
def test_nothing_is_told_that_only_comes_of_a_slip(name: str, slip: str) -> None:
    text = BOTS[name]
    own = {(finding.code, finding.message) for finding in load_text(text).findings}
    count = text.count("\n")
    for at in range(3, count, max(1, count // 25)):
        loaded = load_text(_broken(text, at, slip))
        others = [finding for finding in loaded.findings if (finding.code, finding.message) not in own]
        if "yaml.syntax" not in _codes(loaded.findings):
            continue  # at some places it is good YAML, or another kind of problem
        assert loaded.bot is None
        assert _codes(tuple(others)) == ["yaml.syntax"], (at, slip, others)


def test_what_else_is_wrong_is_told_at_its_place() -> None:
    text = """voxloom: 1
bot: small
start: main
slots:
  amount: {type: money
  count: {type: integer}
intents:
  pay: {examples: []}
flows:
  main:
    nodes:
      a: {type: say, say: "{{ amount }}", nxt: end}
      b: {type: say, say: "{{ zebra }}", next: nowhere}
"""
    loaded = load_text(text)
    told = [(finding.code, finding.path, finding.place.line) for finding in loaded.findings]
    assert told[0][0] == "yaml.syntax"
    assert ("schema.unknown", "flows.main.nodes.a.nxt", 12) in told
    assert ("flow.target", "flows.main.nodes.b.next", 13) in told
    assert not any("amount" in finding.message for finding in loaded.findings)


def test_several_slips_in_several_fields() -> None:
    text = (
        "voxloom: 1\nbot: b\nstart: main\nslots:\n  a: [1\nvariables:\n  ok: {type: money}\nintents:\n  b: @x\nx: 1\n"
    )
    document, findings = read_as_far_as_possible(text.encode(), "b.yaml")
    assert [(finding.code, finding.place.line) for finding in findings] == [("yaml.syntax", 6), ("yaml.syntax", 9)]
    assert document is not None
    assert document.data == {"voxloom": 1, "bot": "b", "start": "main", "x": 1}
    assert document.places["x",].line == 10
    assert {("start",), ("slots",), ("variables",), ("intents",)} == set(document.unsure)


@pytest.mark.parametrize(
    "text",
    ["[1, 2\\n", "a: [1\\n", "{a: 1, b: [}\\n", "a: &x 1\\nb: [&y 1\\nc: *y\\n", "a: 1\\nb: [1\\n  \\x07"],
)
def test_where_nothing_can_be_left_out_one_problem_is_told(text: str) -> None:
    loaded = load_text(text)
    assert loaded.bot is None
    assert len(loaded.findings) == 1


def test_a_mark_that_was_left_out_is_not_missed() -> None:
    text = "a: [&x 1\nb: 2\nc: *x\n"
    document, findings = read_as_far_as_possible(text.encode(), "b.yaml")
    assert document is None
    assert [finding.code for finding in findings] == ["yaml.syntax"]


def test_a_file_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("voxloom: 1\nbot: b\nstart: main\nslots:\n  a: [1\nlanguage: en\n")
    (tmp_path / "b.yaml").write_text(
        "flows:\n  main:\n    nodes:\n      a: {type: ask, slot: a, say: A?, next: gone, on_fail: handoff}\n"
    )
    loaded = load_path(tmp_path)
    assert [(finding.code, finding.path) for finding in loaded.findings] == [
        ("yaml.syntax", ""), ("flow.target", "flows.main.nodes.a.next"),
    ]  # fmt: skip


def test_fields_between_the_beginning_and_the_end_of_a_problem_are_left_out() -> None:
    text = 'a: 1\nb:\n  x: "open\nc: 2\nd:\n  y: "shut" no\ne: 3\n'
    with pytest.raises(yaml.MarkedYAMLError) as raised:
        yaml.safe_load(text)
    rest = without_broken(text, raised.value)
    assert rest is not None
    assert yaml.safe_load(rest.text) == {"a": 1, "e": 3}
    assert set(rest.lost) == {"a", "b", "c", "d"}
    assert rest.text.count("\n") == text.count("\n")
    assert "open" in rest.lost["b"]
