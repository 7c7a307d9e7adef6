"""What several tests of the platform need."""

from collections.abc import Iterator

import pytest

from tests.platform.redis_server import redis_server
from voxloom.shared import backing


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """That of a Redis; a test empties what it needs to be empty."""
    with redis_server(tmp_path_factory.mktemp("redis")) as running:
        yield running


@pytest.fixture
def anew() -> Iterator[None]:
    """The makes are chosen by the settings of this test."""
    backing.forget()
    yield
    backing.forget()
