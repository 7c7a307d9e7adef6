"""The one layout: changes no data, keeps every comment, and is its own layout."""

import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from flows.exchange.format.layout import format_text, same_or_refuse
from flows.exchange.format.refusal import CannotFormat
from flows.loader.document import read_document
from tests.flows.exchange.format.ugly import Ugly

ROOT = Path(__file__).resolve().parents[4]
STARTER_BOTS = sorted((ROOT / "templates/bots").glob("*.yaml"))
GOLDEN_BOTS = sorted((ROOT / "tests/flows/golden_bots").glob("*.yaml"))
READABLE = [path for path in sorted((ROOT / "tests/flows/broken").glob("*.yaml")) if not path.name.startswith("yaml_")]
NODE = '      n{n}:\n        type: ask\n        slot: s\n        say: "Number {n}?"  # asked\n        attempts: 2\n'


@pytest.mark.parametrize("path", [*STARTER_BOTS, *GOLDEN_BOTS], ids=lambda path: path.stem)
def test_the_bots_of_the_house_are_in_its_layout(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_text(text) == text


@pytest.mark.parametrize("path", READABLE, ids=lambda path: path.stem)
def test_a_bot_with_errors_is_laid_out_too(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    once = format_text(text)
    assert format_text(once) == once
    assert text.count("#") == once.count("#")


@given(seed=st.integers(0, 1_000_000))
def test_nothing_is_lost_and_a_second_time_changes_nothing(seed: int) -> None:
    ugly = Ugly(Random(seed))
    text, data = ugly.bot()
    before, findings = read_document(text.encode(), "")
    assume(before is not None and not findings and before.data == data)
    once = format_text(text)
    after, _ = read_document(once.encode(), "")
    assert after is not None
    assert after.data == data
    assert all(once.count(f"{comment}\n") == 1 for comment in ugly.comments)
    assert format_text(once) == once


def test_line_ends_stay_as_they_were_and_there_is_one_at_the_end() -> None:
    assert format_text("\ufeffa: 1\r\nb:\r\n- x\r\n\r\n") == "a: 1\r\n\r\nb:\r\n  - x\r\n"
    assert format_text("a: 1\t \nb:\t2") == "a: 1\nb: 2\n"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("a:\n\tb: 1\n", "yaml.syntax", 2),
        ("a: 1\n<<: {b: 1}\n", "yaml.key", 2),
        ("a: &x 1\nb: *x\n", "yaml.alias", 1),
        ("a: 1\na: 2\n", "yaml.duplicate", 2),
        ("a: 1\n---\nb: 2\n", "yaml.documents", 2),
        ("a: [\n", "yaml.syntax", 2),
        ("a: \ud800\n", "yaml.encoding", 1),
        ("# x\n", "schema.type", 1),
    ],
)
def test_what_is_not_safe_is_refused_with_its_place(text: str, code: str, line: int) -> None:
    with pytest.raises(CannotFormat) as refused:
        format_text(text, "x.yaml")
    finding = refused.value.findings[0]
    assert (finding.code, finding.place.file, finding.place.line) == (code, "x.yaml", line)


@pytest.mark.parametrize(
    ("after", "path"),
    [
        ("a: {b: [1, 3]}", "a.b.1"),
        ("a: {b: [1, 2.0]}", "a.b.1"),
        ("a: {c: 1}", "a.b"),
        ("a: {b: [1]}", "a.b"),
        ("[", ""),
    ],
)
def test_a_layout_that_would_change_the_data_is_refused(after: str, path: str) -> None:
    before, _ = read_document(b"a: {b: [1, 2]}", "x.yaml")
    assert before is not None
    with pytest.raises(CannotFormat) as refused:
        same_or_refuse(before, after, "x.yaml")
    assert refused.value.findings[0].path == path


def test_the_order_of_nodes_is_data() -> None:
    before, _ = read_document(b"flows: {f: 1, g: 2}", "")
    assert before is not None
    with pytest.raises(CannotFormat):
        same_or_refuse(before, "flows: {g: 2, f: 1}", "")


def test_a_thousand_nodes_take_less_than_a_second() -> None:
    nodes = "".join(NODE.replace("{n}", str(n)) for n in range(1000))
    text = f"voxloom: 1\nbot: big\n\nflows:\n  main:\n    nodes:\n{nodes}"
    begun = time.process_time()
    assert format_text(text) == text
    assert time.process_time() - begun < 1
