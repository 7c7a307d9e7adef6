"""`bot replay` from the outside."""

import json
from pathlib import Path

import pytest

from tests.flows.cli import bot


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("log") / "log.jsonl"
    assert bot("chat", "riverbank", "--json", "--log", path, said="what is my balance\nsavings\nno\n").code == 0
    return path


def test_a_log_replays(log: Path) -> None:
    ran = bot("replay", log)
    assert (ran.code, ran.err) == (0, "")


def test_a_difference_is_exit_code_1(log: Path, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    lines[2]["commands"][0]["text"] = "Something else."
    changed = tmp_path / "changed.jsonl"
    changed.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    ran = bot("replay", changed)
    assert ran.code == 1
    assert "Something else." in ran.out


@pytest.mark.parametrize("text", ["", "nonsense", '{"log": 2}', "\x00", '{"log": 1, "bot": "riverbank"}\n{"seq": 5}'])
def test_what_is_no_log_is_exit_code_2(text: str, tmp_path: Path) -> None:
    path = tmp_path / "log.jsonl"
    path.write_text(text, encoding="utf-8")
    ran = bot("replay", path)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


@pytest.mark.parametrize("name", ["/nonexistent/log", "/bin/ls", "/tmp"])
def test_what_cannot_be_read_is_exit_code_2(name: str) -> None:
    ran = bot("replay", name)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
