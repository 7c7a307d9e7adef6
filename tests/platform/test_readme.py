"""What the README shows is true: its bot is clean, short and passes its own tests; its links lead somewhere."""

import json
import re
import subprocess
import sys
from pathlib import Path

from flows.loader.load import load_text

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BOT = README.split("```yaml\n")[1].split("```")[0]


def test_the_bot_has_25_lines_and_no_findings() -> None:
    assert len(BOT.splitlines()) == 25
    assert load_text(BOT).findings == ()


def test_the_bot_passes_its_tests(tmp_path: Path) -> None:
    path = tmp_path / "pizzeria.yaml"
    path.write_text(BOT, encoding="utf-8")
    command = [sys.executable, str(ROOT / "manage.py"), "bot", "test", str(path), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["failed"] == 0


def test_links_of_the_docs_lead_somewhere() -> None:
    missing = []
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "LICENSING.md", *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                missing.append(f"{page.relative_to(ROOT)}: {target}")
    assert missing == []
