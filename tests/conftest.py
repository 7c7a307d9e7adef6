"""What holds for all tests: the environment of `make test`, the same examples each time, and no silent skip in CI."""

import ipaddress
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
settings.register_profile("test", max_examples=60, derandomize=True, deadline=None)
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


WITH_VECTORS = os.environ.get("VOXLOOM_TEST_DATABASE") == "pgvector"
"""The same with a PostgreSQL that has the extension `vector`, which comes in a package of Python's."""
ON_POSTGRES = WITH_VECTORS or os.environ.get("VOXLOOM_TEST_DATABASE") == "postgres"
"""The tests that use the database use a PostgreSQL that is started for them; all others are left out."""
USES_DATABASE = {"db", "transactional_db", "django_db_setup", "client", "admin_client"}


FLOWS = Path(__file__).parent / "flows"


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """Of the many tests of the language few use the database: the others need not be read to be left out."""
    if not ON_POSTGRES or collection_path.suffix != ".py" or FLOWS not in collection_path.parents:
        return None
    return True if "django_db" not in collection_path.read_text(encoding="utf-8") else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what belongs to the other database, or would do the same on both."""
    config.hook.pytest_deselected(items=[item for item in items if not _belongs_here(item)])
    items[:] = [item for item in items if _belongs_here(item)]


def _belongs_here(item: pytest.Item) -> bool:
    if item.get_closest_marker("pgvector") is not None and not WITH_VECTORS:
        return False
    if not ON_POSTGRES:
        return item.get_closest_marker("postgres") is None
    if item.get_closest_marker("sqlite") is not None:
        return False
    marked = item.get_closest_marker("django_db") is not None
    return marked or bool(USES_DATABASE & set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def database_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The PostgreSQL of these tests; None where they use SQLite."""
    if not ON_POSTGRES:
        yield None
        return
    from tests.platform.postgres_server import PostgresServer, programs_with_vectors

    with pytest.MonkeyPatch.context() as patch:
        if WITH_VECTORS:
            found = programs_with_vectors()
            patch.setattr("deploy.cluster.postgres.find_postgres", lambda _version=None: found)
        with PostgresServer(tmp_path_factory.mktemp("postgres")) as server:
            yield server


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """A server that is thrown away needs no database dropped, which sockets of tests may still have open."""
    return ON_POSTGRES or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None, database_server: Any) -> None:
    """Before the first test that uses the database: where its server is."""
    if database_server is not None:
        from django.db import connections

        connections.settings["default"] |= {"PORT": str(database_server.port), "PASSWORD": database_server.password}


@pytest.fixture
def main() -> Iterator[None]:
    """The test works in the main workspace; a query of one that does not say so fails."""
    from voxloom.accounts.isolation import within
    from voxloom.accounts.workspaces import MAIN

    with within(MAIN):
        yield


@pytest.fixture
def outgoing_loopback(settings: Any) -> None:
    """Tools may ask services of this machine."""
    settings.OUTGOING_NETWORKS = (ipaddress.ip_network("127.0.0.0/8"),)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's root folder."""
    return ROOT
