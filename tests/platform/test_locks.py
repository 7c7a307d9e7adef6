"""The locks fit their .in files, and the table of licences fits the locks."""

import importlib.util
import shutil
from importlib.metadata import metadata
from pathlib import Path
from types import ModuleType

import pytest


def script(root: Path, name: str) -> ModuleType:
    """Load a script of scripts/ as a module."""
    spec = importlib.util.spec_from_file_location(name, root / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def locks(root: Path) -> ModuleType:
    return script(root, "locks")


@pytest.fixture
def licences(root: Path) -> ModuleType:
    return script(root, "licences")


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    for path in root.glob("requirements*"):
        shutil.copy(path, tmp_path)
    return tmp_path


def test_the_locks_were_made_from_these_requirements(locks: ModuleType) -> None:
    assert locks.problems() == []


def test_a_changed_requirement_is_noticed_until_the_lock_is_made(locks: ModuleType, copy: Path) -> None:
    with (copy / "requirements.in").open("a") as file:
        file.write("left-pad\n")
    assert locks.problems(copy) == ["requirements.txt was not made from this requirements.in; run `make lock`."]
    locks.record(copy)
    assert locks.problems(copy) == []


def test_the_two_locks_cannot_name_different_versions(locks: ModuleType, copy: Path) -> None:
    lock = copy / "requirements-dev.txt"
    lock.write_text(lock.read_text().replace("\ndjango==", "\ndjango==0."))
    [line] = locks.problems(copy)
    assert line.startswith("requirements-dev.txt has django==0.")


def test_an_extra_is_what_the_tests_are_run_with(locks: ModuleType, copy: Path) -> None:
    extra = copy / "requirements-otel.txt"
    extra.write_text(extra.read_text().replace("opentelemetry-sdk==", "opentelemetry-sdk==0."))
    [line] = locks.problems(copy)
    assert line.startswith("requirements-otel.txt has opentelemetry-sdk==0.")


def test_every_package_is_pinned_to_one_version(root: Path) -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "requirements-models.txt", "requirements-local.txt"):
        for line in (root / name).read_text().splitlines():
            assert line.startswith("#") or "==" in line.split(";")[0], f"{name}: {line}"
            assert not line.startswith("-"), "no index of one machine"


def test_the_table_of_licences_is_current(licences: ModuleType, root: Path) -> None:
    page = (root / "LICENSING.md").read_text("utf-8")
    assert licences.problems(page, licences.pinned()) == []
    assert licences.rows(page)["piper-tts"] == "GPL-3.0-or-later"
    assert set(licences.rows(page)) == set(licences.pinned())


def test_a_row_that_is_missing_or_wrong_is_noticed(licences: ModuleType, root: Path) -> None:
    page = (root / "LICENSING.md").read_text("utf-8")
    for wrong in (
        page.replace("| django | run | BSD-3-Clause |\n", ""),
        page.replace("| django | run | BSD", "| django | run | MIT"),
    ):
        assert wrong != page
        [line] = licences.problems(wrong, licences.pinned())
        assert "not current" in line


def test_a_new_copyleft_or_unknown_licence_is_noticed(licences: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    page = f"{licences.BEGIN}\n{licences.END}"
    monkeypatch.setitem(licences.KNOWN, "left-pad", "AGPL-3.0-only")
    page = licences.renewed(page, {"left-pad": "run", "never-heard-of": "run"})
    found = licences.problems(page, {"left-pad": "run", "never-heard-of": "run"})
    assert len(found) == 2
    assert "left-pad is under AGPL-3.0-only" in found[0]
    assert "licence of never-heard-of is unknown" in found[1]


def test_a_licence_is_read_from_wherever_the_metadata_says_it(licences: ModuleType) -> None:
    assert licences.licence_in(metadata("django")) == "BSD-3-Clause"
    assert licences.licence_in(metadata("celery")) == "BSD-3-Clause"
    assert licences.licence_in(metadata("sqlparse")) == "BSD"
