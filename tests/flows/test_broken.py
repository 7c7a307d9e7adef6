"""One fault a file, and exactly what is told of it; files made to do harm are told of within bounds."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flows.findings import CODES
from flows.loader.load import load_path
from tests.flows.bombs import BOMBS
from tests.flows.linted import linted

BROKEN = Path(__file__).parent / "broken"
EXPECTED = json.loads((BROKEN / "expected.json").read_text(encoding="utf-8"))
FILES = sorted(entry for entry in BROKEN.iterdir() if entry.suffix != ".json")
CODES_OF_BOMBS = {
    "one byte too much": ["yaml.size"],
    "a list of twenty thousand values": ["yaml.size"],
    "ten thousand brackets": ["yaml.depth"],
    "ten thousand braces": ["yaml.depth"],
    "brackets in block style": ["yaml.depth"],
    "a key of half a megabyte": ["yaml.syntax"],
    "nine thousand unknown fields": ["schema.unknown"],
    "a number of 100,000 digits": ["yaml.number"],
    "a duration of 100,000 digits": ["schema.value"],
    "a prompt of half a megabyte": ["schema.value"],
    "a template of many pieces": [],
    "deep brackets in a template": ["condition.template"],
    "deep brackets in a condition": ["condition.syntax", "flow.unreachable"],
    "a ring of two thousand nodes": ["flow.loop", "flow.unreachable"],
    "two thousand edges to nowhere": ["flow.target"],
    "two thousand unknown names": ["name.unknown"],
    "a hundred misfits among a thousand nodes": ["schema.unknown"],
    "two thousand nodes of an unknown type": ["schema.value"],
    "nine thousand times the same key": ["yaml.duplicate"],
    "many aliases": ["yaml.alias"],
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_tells_exactly_what_is_wrong(path: Path) -> None:
    loaded = load_path(path)
    assert [finding.as_json() for finding in linted(loaded)] == EXPECTED[path.stem]
    if any(finding.severity == "error" for finding in loaded.findings):
        assert not loaded.runnable


def test_every_file_is_expected_to_say_something() -> None:
    assert {path.stem for path in FILES} == set(EXPECTED)
    assert all(EXPECTED.values())


def test_every_code_has_a_file_that_brings_it() -> None:
    brought = {finding["code"] for findings in EXPECTED.values() for finding in findings}
    brought |= {code for codes in CODES_OF_BOMBS.values() for code in codes}
    assert brought == set(CODES)


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_within_bounds(name: str, root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.flows.bombs", name],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["codes"] == CODES_OF_BOMBS[name]
    assert told["runnable"] is (told["codes"] == [])
