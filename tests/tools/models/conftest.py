"""The process that these tests share ends with them."""

from collections.abc import Iterator

import pytest

from tests.tools.models import asked


@pytest.fixture(scope="session", autouse=True)
def models_end() -> Iterator[None]:
    """It begins with the first test that asks."""
    yield
    asked.close()
