"""`bot fmt` from the outside: what it prints, what it writes, exit codes."""

import os
from pathlib import Path

import pytest

from tests.flows.cli import bot

UNTIDY = "bot: x\nvoxloom:   1\n"
TIDY = "voxloom: 1\nbot: x\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bot.yaml"
    path.write_text(UNTIDY, encoding="utf-8")
    return path


def test_a_file_is_laid_out_once(file: Path) -> None:
    file.chmod(0o640)
    ran = bot("fmt", file)
    assert (ran.code, ran.out, ran.err) == (0, f"{file}\n", "")
    assert file.read_text(encoding="utf-8") == TIDY
    assert file.stat().st_mode & 0o777 == 0o640
    again = bot("fmt", file)
    assert (again.code, again.out, again.err) == (0, "", "")


def test_check_changes_nothing_and_exits_with_1(file: Path) -> None:
    ran = bot("fmt", "--check", file)
    assert (ran.code, ran.out) == (1, f"{file}\n")
    assert file.read_text(encoding="utf-8") == UNTIDY
    file.write_text(TIDY, encoding="utf-8")
    assert bot("fmt", file, "--check").code == 0


def test_what_cannot_be_laid_out_is_told_and_left_alone_and_the_other_files_are_done(tmp_path: Path) -> None:
    broken, large, binary = "voxloom: &a 1\nbot: *a\n", "x: " + "y" * 600_000, b"\xff\xfe"
    (tmp_path / "a.yaml").write_text(broken, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(large, encoding="utf-8")
    (tmp_path / "c.yml").write_bytes(binary)
    (tmp_path / "d.yaml").write_text(UNTIDY, encoding="utf-8")
    (tmp_path / "e.txt").write_text(UNTIDY, encoding="utf-8")
    ran = bot("fmt", tmp_path)
    assert (ran.code, ran.out) == (1, f"{tmp_path / 'd.yaml'}\n")
    told = [line.rsplit(" ", 1)[1] for line in ran.err.splitlines()]
    assert told == ["[yaml.size]", "[yaml.encoding]", "[yaml.alias]"]
    assert f"{tmp_path / 'a.yaml'}:1:10: error: " in ran.err
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == broken
    assert (tmp_path / "c.yml").read_bytes() == binary
    assert (tmp_path / "d.yaml").read_text(encoding="utf-8") == TIDY
    assert (tmp_path / "e.txt").read_text(encoding="utf-8") == UNTIDY


def test_a_link_stays_a_link(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.yml"
    link.symlink_to(file)
    assert bot("fmt", link).code == 0
    assert link.is_symlink()
    assert file.read_text(encoding="utf-8") == TIDY


@pytest.mark.parametrize("name", ["nothing.yaml", "empty", "pipe.yaml"])
def test_what_is_no_file_is_one_line_and_exit_code_2(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    ran = bot("fmt", tmp_path / name)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)


def test_wrong_usage_is_one_line() -> None:
    ran = bot("fmt")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


@pytest.mark.parametrize("folder", ["templates/bots", "tests/flows/golden_bots"])
def test_the_bots_of_the_house_are_laid_out(folder: str) -> None:
    assert bot("fmt", "--check", folder).code == 0
