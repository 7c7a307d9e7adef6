"""Every benchmark can be started: what it takes from the house and from the tests is there."""

import importlib
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("[a-z]*.py")))
def test_what_it_imports_is_there(name: str) -> None:
    assert importlib.import_module(f"benchmarks.{name}").__doc__
