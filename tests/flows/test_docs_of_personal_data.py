"""The page on personal data: each change of its bot is told of as the page shows."""

import re
from pathlib import Path

import pytest

from tests.flows.cli import ROOT, bot

PAGE = (ROOT / "docs" / "how-to" / "personal-data.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
BOT = FENCES[0][1]
CHANGES = [(text, shown) for (kind, text), (_, shown) in zip(FENCES[1::2], FENCES[2::2], strict=True) if kind == "yaml"]


def changed(lines: str) -> str:
    """The bot with lines in place of those that begin with the same name."""
    text = BOT
    for line in lines.splitlines():
        name = re.escape(line.partition(":")[0])
        text, count = re.subn(rf"^( +){name}: .*$", lambda found, new=line: found[1] + new, text, flags=re.MULTILINE)
        assert count == 1, line
    return text


@pytest.mark.parametrize(("lines", "shown"), CHANGES, ids=[lines.partition(":")[0] for lines, _ in CHANGES])
def test_what_is_told_of_a_change(lines: str, shown: str, tmp_path: Path) -> None:
    file = tmp_path / "laundry.yaml"
    file.write_text(changed(lines), encoding="utf-8")
    ran = bot("lint", file)
    assert "$ manage.py bot lint laundry.yaml\n" + ran.out + ran.err == shown


def test_every_code_of_personal_data_is_shown() -> None:
    assert len(CHANGES) >= 7
    told = "".join(shown for _, shown in CHANGES)
    assert all(f"[{code}]" in told for code in ("personal.tool", "personal.model", "personal.log", "secret.inline"))
