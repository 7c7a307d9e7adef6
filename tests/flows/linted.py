"""What `bot lint` tells of a bot: what reading it tells, and what only sentence vectors tell."""

import asyncio
from functools import cache

from flows.findings import Finding, in_order
from flows.loader.load import Loaded
from flows.understanding.close_intents import close_intents
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.misread import misread_examples
from flows.understanding.workshop import Workshop


@cache
def shared_embedder() -> InProcessEmbedder:
    """Real sentence vectors, loaded once for all tests."""
    return InProcessEmbedder()


def linted(loaded: Loaded) -> list[Finding]:
    """All findings, in order; nothing is kept."""
    return in_order([*loaded.findings, *asyncio.run(_more(loaded))])


async def _more(loaded: Loaded) -> list[Finding]:
    return [*await misread_examples(loaded), *await close_intents(loaded, shared_embedder(), Workshop())]
