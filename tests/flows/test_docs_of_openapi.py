"""The page on OpenAPI documents: its commands print what is shown, and its bot has the tool that they make."""

import re
from pathlib import Path

import pytest

from tests.flows.cli import ROOT, bot

PAGE = (ROOT / "docs" / "how-to" / "openapi.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
DOCUMENT, BOT = (next(body for kind, body in FENCES if kind == wanted) for wanted in ("openapi", "yaml"))
CONSOLES = [body for kind, body in FENCES if kind == "console"]
WITHOUT = BOT[: BOT.index("tools:\n")] + BOT[BOT.index("defaults:") :]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The document, and the bot before it has the tool."""
    (tmp_path / "library.yaml").write_text(DOCUMENT, encoding="utf-8")
    (tmp_path / "bot.yaml").write_text(WITHOUT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("console", CONSOLES, ids=lambda text: text.splitlines()[0])
def test_commands_print_what_is_shown(console: str, folder: Path) -> None:
    command, shown = console.split("\n", 1)
    words = command.removeprefix("$ manage.py bot ").split()
    ran = bot(*(folder / word if word.endswith(".yaml") else word for word in words))
    assert ran.code == 0
    assert (ran.out + ran.err).replace(f"{folder}/", "") == shown


def test_the_bot_of_the_page_is_what_the_import_makes(folder: Path) -> None:
    assert len(CONSOLES) == 3
    bot("tools", "import", folder / "library.yaml", "--pick", "listLoans", "--into", folder / "bot.yaml")
    assert (folder / "bot.yaml").read_text(encoding="utf-8") == BOT
