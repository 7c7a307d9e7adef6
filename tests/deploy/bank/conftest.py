"""Banks for the tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.bank.running import RunningBank


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[RunningBank]:
    """One of this test alone."""
    with RunningBank(tmp_path) as running:
        yield running
        assert "Traceback" not in running.log()


@pytest.fixture(scope="session")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBank]:
    """One for all tests that change nothing, and nothing is changed by them."""
    with RunningBank(tmp_path_factory.mktemp("bank")) as running:
        yield running
        assert (running.balance(), running.balance("savings")) == (1250.5, 8400)
        assert [card["status"] for card in running.get("/cards")["cards"]] == ["active", "active"]
        assert "Traceback" not in running.log()
