"""Reads the texts of bots, and writes a file so that it is either as it was or as it shall be."""

import os
import tempfile
from pathlib import Path

from flows.exchange.format.refusal import CannotFormat
from flows.loader.document import read_document
from flows.loader.files import read_file, yaml_files
from voxloom.management.commands.verbs._bots import Stop


def files_of(path: Path) -> list[Path]:
    """The file itself, or the YAML files of a folder. Raises Stop(2) when there are none."""
    if not path.is_dir():
        return [path]
    try:
        files = yaml_files(path)
    except OSError as problem:
        raise unreadable(path, problem) from None
    if not files:
        raise Stop(2, f"There is no YAML file in {path}.")
    return files


def text_of(path: Path) -> str:
    """The text of a file, byte for byte. Raises CannotFormat when it is too large or not UTF-8, Stop(2) without one."""
    try:
        raw, size = read_file(path)
    except OSError as problem:
        raise unreadable(path, problem) from None
    try:
        if size == len(raw):
            return raw.decode()
    except UnicodeDecodeError:
        pass
    raise CannotFormat(*read_document(raw, str(path), size)[1])


def unreadable(path: Path, problem: OSError) -> Stop:
    """A file that cannot be read."""
    return Stop(2, f"{path} cannot be read: {problem.strerror or problem}.")


def write_file(path: Path, content: bytes) -> None:
    """Put the content there; a full disk leaves the file as it was. Raises Stop(2)."""
    try:
        replace_file(path, content)
    except OSError as problem:
        raise Stop(2, f"{path} cannot be written: {problem.strerror or problem}.") from None


def replace_file(path: Path, content: bytes) -> None:
    """Write beside it and rename, so that a full disk leaves the file as it was. Raises OSError."""
    target = path.resolve()
    handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(beside).chmod(target.stat().st_mode & 0o7777 if target.exists() else 0o644)
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
