"""The page on callers who show who they are: what it says of a slip is what is told of it."""

import re
from pathlib import Path

from tests.flows.cli import ROOT, bot

PAGE = (ROOT / "docs" / "how-to" / "verify-callers.md").read_text(encoding="utf-8")
YAML = re.findall(r"^```yaml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_the_slip_is_told_of_as_the_page_shows(tmp_path: Path) -> None:
    whole, changed = YAML[0], YAML[1].strip()
    name = changed.partition(":")[0]
    text, count = re.subn(rf"^( +){name}: .*$", lambda found: found[1] + changed, whole, flags=re.MULTILINE)
    assert count == 1
    file = tmp_path / "club.yaml"
    file.write_text(text, encoding="utf-8")
    ran = bot("lint", file)
    assert f"```console\n$ manage.py bot lint club.yaml\n{ran.out}{ran.err}```" in PAGE
