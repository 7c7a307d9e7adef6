"""The examples of findings: the bad one brings its code, the good one brings nothing."""

from pathlib import Path

import pytest

from flows.findings import CODES, Finding
from flows.loader.load import load_path
from flows.schema.examples import FRAME, Example, examples
from tests.flows.linted import linted

EXAMPLES = examples()


def _of_folder(folder: Path, example: Example, *, bad: bool) -> tuple[Finding, ...]:
    (folder / "bot.yaml").write_text("\n".join(FRAME), encoding="utf-8")
    part = folder / (example.link or "")
    if bad:
        part.symlink_to(folder / "moved.yaml")
    else:
        part.write_text(example.good, encoding="utf-8")
    return load_path(folder).findings


def _findings(folder: Path, example: Example, *, bad: bool) -> tuple[Finding, ...]:
    if example.link is not None:
        return _of_folder(folder, example, bad=bad)
    file = folder / "bot.yaml"
    file.write_bytes(example.bad_file() if bad else example.good_file())
    loaded = load_path(file)
    return tuple(linted(loaded)) if example.by_meaning else loaded.findings


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_bad_one_brings_its_code(code: str, tmp_path: Path) -> None:
    example = EXAMPLES[code]
    found = {one.code for one in _findings(tmp_path, example, bad=True)}
    assert found == {code, *example.also}


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_good_one_brings_nothing(code: str, tmp_path: Path) -> None:
    assert _findings(tmp_path, EXAMPLES[code], bad=False) == ()


def test_every_code_has_an_example() -> None:
    assert list(EXAMPLES) == list(CODES)


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_line_told_is_one_of_the_example(code: str) -> None:
    example = EXAMPLES[code]
    told = example.told(code)
    if example.link is not None or example.by_meaning:
        assert told is None
        return
    assert told is not None
    line, finding = told
    assert finding.code == code
    assert 1 <= line <= len(example.bad.splitlines())


def test_the_frame_leaves_out_what_the_example_has() -> None:
    example = Example(bad="start: other\nflows: {other: {nodes: {}}}\n", good="name: A bot\n")
    assert example.bad_file().decode().count("start:") == 1
    assert example.good_file().decode().splitlines()[:2] == ["voxloom: 1", "bot: example"]
    assert "hello" not in example.bad_file().decode()
    assert "hello" in example.good_file().decode()
