"""Fixtures of the calls: one served process for all of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.calls.served import Served


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with fresh data, the starter bots and warm models."""
    with Served(tmp_path_factory.mktemp("served") / "var") as server:
        yield server


@pytest.fixture
def recordings(tmp_path: Path) -> Path:
    """A folder for the caller's WAV files."""
    folder = tmp_path / "recordings"
    folder.mkdir()
    return folder
