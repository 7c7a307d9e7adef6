"""What the tests of the language share: the starter bots and one set of sentence vectors for all of them."""

from pathlib import Path

import pytest

from flows.definition.bot import Bot
from flows.loader.load import load_path
from flows.understanding.in_process import InProcessEmbedder
from tests.flows.linted import shared_embedder

STARTER_BOTS = ("riverbank", "table_booking")


@pytest.fixture(scope="session")
def embedder() -> InProcessEmbedder:
    """Real sentence vectors, loaded once."""
    return shared_embedder()


@pytest.fixture(scope="session")
def starter_bots(root: Path) -> dict[str, Bot]:
    """The starter bots by slug."""
    loaded = {slug: load_path(root / "templates" / "bots" / f"{slug}.yaml") for slug in STARTER_BOTS}
    assert all(item.runnable and item.findings == () for item in loaded.values())
    return {slug: item.bot for slug, item in loaded.items() if item.bot is not None}
