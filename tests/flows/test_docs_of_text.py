"""The page on the text of a bot: its examples, and what the commands print."""

import re
from pathlib import Path

import pytest

from flows.exchange.format.layout import format_text
from tests.flows.cli import ROOT, bot

PAGE = (ROOT / "docs" / "how-to" / "text.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
UNTIDY, TIDY, ANCHOR = (
    next(body for kind, body in FENCES if kind == wanted) for wanted in ("untidy", "yaml", "anchor")
)
EDITS = (
    ("      many:", "      how_many:"),
    ("      done:", '      sure: {type: ask, slot: sure, say: "Is that right?"}\n      done:'),
    ("max: 20", "max: 40"),
    (", put some bread aside for me", ""),
    ("slots:\n", "slots:\n  sure: {type: yes_no, description: whether it is right}\n"),
)
CONSOLES = [body for kind, body in FENCES if kind == "console"]


def test_the_tidy_bot_is_the_untidy_one_laid_out() -> None:
    assert format_text(UNTIDY) == TIDY


@pytest.mark.parametrize("console", CONSOLES, ids=lambda text: text.splitlines()[0])
def test_commands_print_what_is_shown(console: str, tmp_path: Path) -> None:
    changed = TIDY
    for old, new in EDITS:
        assert old in changed, old
        changed = changed.replace(old, new)
    for name, text in (("bakery", UNTIDY), ("changed", changed), ("anchor", ANCHOR)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    command, shown = console.split("\n", 1)
    words = command.removeprefix("$ manage.py bot ").split()
    ran = bot(*(tmp_path / word if word.endswith(".yaml") else word for word in words))
    assert (ran.out + ran.err).replace(f"{tmp_path}/", "") == shown


def test_the_reference_names_every_command_of_the_page() -> None:
    reference = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert len(CONSOLES) >= 3
    for verb in ("fmt", "diff", "import", "export"):
        assert f"`bot {verb} " in reference
        assert f"`bot {verb}" in PAGE
