"""What holds for all tests: the environment of `make test`, the same examples each time, and no silent skip in CI."""

import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]

# The same as scripts/common.sh exports, for a pytest that is started by hand; before any native library is loaded.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("PYTHONPATH", f"{ROOT}{os.pathsep}{ROOT / 'platform'}")

# A change may only fail for what it changed: `make test` takes the same examples each time, `make fuzz` new ones.
settings.register_profile("test", derandomize=True, deadline=None)
settings.register_profile("fuzz", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("VOXLOOM_EXAMPLES", "test"))

IN_CI = os.environ.get("VOXLOOM_CI") == "1"


def _forbid_skip(report: Any) -> None:
    """Turn a skip into a failure: in CI every test must really run. An expected failure is no skip."""
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not allow: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    """Look at each test's report."""
    report = yield
    _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    """Look at each module's report: a module may skip itself as a whole."""
    report = yield
    _forbid_skip(report)
    return report


@pytest.fixture
def main() -> Iterator[None]:
    """The test works in the main workspace; a query of one that does not say so fails."""
    from voxloom.accounts.isolation import within
    from voxloom.accounts.workspaces import MAIN

    with within(MAIN):
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return ROOT
