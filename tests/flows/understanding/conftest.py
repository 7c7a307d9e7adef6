"""One trained bot for all tests of the parts of understanding."""

import pytest

from flows.definition.bot import Bot
from flows.understanding.in_process import InProcessEmbedder
from tests.flows.understanding.stage import Stage


@pytest.fixture(scope="session")
def stage(starter_bots: dict[str, Bot], embedder: InProcessEmbedder) -> Stage:
    return Stage(starter_bots["riverbank"], embedder)
