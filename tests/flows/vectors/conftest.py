"""The models, loaded once."""

import pytest

from flows.vectors.encoder import SentenceEncoder


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    return SentenceEncoder()
