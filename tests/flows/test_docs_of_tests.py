"""The page on testing a bot: its bot, its tests, and what the commands print."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from flows.definition.test_case import Expectation, TestCase, TestTurn
from flows.driver.replay import read_log, replay
from flows.engine.program import Program
from flows.loader.load import load_text
from tests.flows.cli import ROOT, bot

PAGE = (ROOT / "docs" / "how-to" / "test.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
BOT = next(body for kind, body in FENCES if kind == "yaml")


def _fences(kind: str) -> list[str]:
    return [body for found, body in FENCES if found == kind]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of the page."""
    (tmp_path / "cinema.yaml").write_text(BOT, encoding="utf-8")
    changed = BOT.replace("{{ people }} seats are yours.", "Enjoy the show.")
    (tmp_path / "changed.yaml").write_text(changed, encoding="utf-8")
    return tmp_path


def _commands(console: str) -> list[tuple[list[str], str, str]]:
    """Words, what is said to it and what it prints, of each command."""
    found = []
    for part in re.split(r"^\$ manage.py bot ", console, flags=re.MULTILINE)[1:]:
        command, *lines = part.splitlines(keepends=True)
        said = "".join(line.removeprefix("< ") for line in lines if line.startswith("< "))
        found.append((command.split(), said, "".join(line for line in lines if not line.startswith("< "))))
    return found


@pytest.mark.parametrize("console", _fences("console"), ids=lambda text: text.splitlines()[0])
def test_commands_print_what_is_shown(console: str, folder: Path) -> None:
    for words, said, shown in _commands(console):
        placed = [str(folder / word) if word.endswith((".yaml", ".jsonl")) else word for word in words]
        ran = bot(*placed, said=said)
        assert (ran.out + ran.err).replace(f"{folder}/", "") == shown


def test_the_tests_of_the_page_pass(folder: Path) -> None:
    (tests,) = _fences("tests")
    file = folder / "cinema.yaml"
    file.write_text(BOT + "".join(f"  {line}\n" for line in tests.splitlines()), encoding="utf-8")
    ran = bot("test", file, "--json")
    (told,) = ran.objects()
    assert [test for test in told["tests"] if not test["passed"]] == []
    assert told["passed"] == 9


@pytest.mark.parametrize(
    "field", [field.name for field in (*fields(Expectation), *fields(TestTurn), *fields(TestCase))]
)
def test_the_page_shows_every_field(field: str) -> None:
    assert re.search(rf"[ {{]{field}:", _fences("tests")[0]) or field in ("turns", "description")


def test_the_first_difference(folder: Path) -> None:
    log = folder / "call.jsonl"
    said = "book seats for tonight\nfifty\n"
    bot("chat", folder / "cinema.yaml", "--log", log, "--now", "2026-01-05T10:00", said=said)
    changed = load_text(
        BOT.replace("I'm afraid there are only {{ left }} seats left", "Only {{ left }} seats are left")
    )
    assert changed.bot is not None
    with log.open(encoding="utf-8") as lines:
        difference = replay(Program(changed.bot), read_log(lines))
    assert difference is not None
    shown = re.sub(r'("text": "[^"]*"), [^}]*}', r"\1, …}", difference.as_text())
    assert _fences("difference") == [f"{shown}\n"]
