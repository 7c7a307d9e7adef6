"""`bot diff` from the outside: words, JSON, exit codes."""

from pathlib import Path

import pytest

from tests.flows.cli import ROOT, bot

RIVERBANK = ROOT / "templates" / "bots" / "riverbank.yaml"


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    path = tmp_path / "changed.yaml"
    path.write_text(RIVERBANK.read_text(encoding="utf-8").replace("max: 5000", "max: 4000"), encoding="utf-8")
    return path


def test_people_read_lines_and_programs_one_object(changed: Path) -> None:
    ran = bot("diff", "riverbank", changed)
    assert (ran.code, ran.out, ran.err) == (0, "slots.amount.max\n  ~ 5000 => 4000\n", "")
    ran = bot("diff", "riverbank", changed, "--json")
    (told,) = ran.objects()
    assert (ran.code, list(told)) == (0, ["nodes", "edges", "other"])
    assert told["other"] == [{"path": "slots.amount.max", "change": "changed", "old": 5000, "new": 4000}]
    assert list(told["nodes"]) == list(told["edges"]) == ["added", "removed", "changed"]


def test_a_folder_is_compared_as_the_bot_that_it_is(tmp_path: Path) -> None:
    head, flows = RIVERBANK.read_text(encoding="utf-8").split("flows:\n")
    (tmp_path / "a.yaml").write_text(head, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(f"# the flows\nflows:\n{flows}", encoding="utf-8")
    ran = bot("diff", tmp_path, "riverbank")
    assert (ran.code, ran.out) == (0, "No differences.\n")


def test_a_bot_with_errors_is_compared_and_one_that_cannot_be_read_is_not(tmp_path: Path) -> None:
    (tmp_path / "errors.yaml").write_text("bot: x\nflows: 1\n", encoding="utf-8")
    assert bot("diff", tmp_path / "errors.yaml", tmp_path / "errors.yaml").code == 0
    (tmp_path / "torn.yaml").write_text("bot: x\nflows: [\n", encoding="utf-8")
    ran = bot("diff", "riverbank", tmp_path / "torn.yaml", "--json")
    assert (ran.code, ran.out) == (1, "")
    assert "torn.yaml:" in ran.err
    assert "[yaml.syntax]" in ran.err


@pytest.mark.parametrize("arguments", [("riverbank",), ("riverbank", "nobody"), ("nobody", "riverbank", "--json")])
def test_wrong_usage_is_one_line_and_exit_code_2(arguments: tuple[str, ...]) -> None:
    ran = bot("diff", *arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
