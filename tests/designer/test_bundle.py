"""The designer's script as it is committed: made from these sources, small, and fit for its policy."""

import gzip
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2] / "designer"
FRONTEND, BUNDLE = ROOT / "frontend", ROOT / "static/designer"
MAX_BYTES = 400 * 1024
"""Of all of it, compressed, as it goes over the line."""


def test_the_bundle_was_made_from_these_sources() -> None:
    noted = dict(reversed(line.split("  ", 1)) for line in (FRONTEND / "bundle.sha256").read_text().splitlines())
    sources = [path for path in (FRONTEND / "src").rglob("*") if path.is_file()]
    files = [*sources, FRONTEND / "package-lock.json", FRONTEND / "vite.config.ts"]
    found = {path.relative_to(FRONTEND).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}
    assert found == noted, "run `npm run build` in designer/frontend"


def test_the_bundle_is_three_small_files() -> None:
    files = {path.name: path.read_bytes() for path in BUNDLE.iterdir()}
    assert sorted(files) == ["designer-yaml.js", "designer.css", "designer.js"]
    assert sum(len(gzip.compress(content, 9)) for content in files.values()) <= MAX_BYTES


def test_the_bundle_asks_for_nothing_that_its_policy_forbids() -> None:
    for path in BUNDLE.iterdir():
        text = path.read_text()
        for forbidden in ("sourceMappingURL", "new Function(", "eval(", "document.write(", "url(http", "@import"):
            assert forbidden not in text, f"{forbidden} in {path.name}"
