"""The sample project and what is made of it, once for all tests."""

from pathlib import Path

import pytest

from flows.exchange.rasa import RasaImport, import_rasa

PROJECT = Path(__file__).parent / "project"


@pytest.fixture(scope="session")
def imported() -> RasaImport:
    """The import of the sample project."""
    return import_rasa(PROJECT)
