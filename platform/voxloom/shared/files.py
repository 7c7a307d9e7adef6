"""Files that the processes of a server share, by key: whole or not at all, none of endless size.

What is put here is named by a hash of what it was made from, so that two who make the same write the same. Files are
slow: nobody may touch them on an event loop, and who does is told so at once.
"""

import asyncio
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

MAX_BYTES = 64 * 1024 * 1024
"""Of one file; what is learned of a bot with 10,000 examples has 37 MB."""
MAX_KEY_CHARACTERS = 200
MOST_LISTED = 10_000
"""Keys that one look at a prefix gives."""
_PART = r"[a-z0-9][a-z0-9_.-]*"
_KEY = re.compile(rf"{_PART}(/{_PART})*")
_UNFINISHED = ".unfinished-"


class FilesUnavailable(RuntimeError):
    """The store cannot be used now, or took too long; the message is one line without secrets."""


class FileTooBig(ValueError):
    """A file of more than `MAX_BYTES`; the message is one line."""


class BadKey(ValueError):
    """Something that is no key; the message is one line."""


def check_key(key: str) -> str:
    """The key itself: small letters, digits, `_`, `.`, `-`, in parts with `/` between them. Raises BadKey."""
    if len(key) > MAX_KEY_CHARACTERS or not _KEY.fullmatch(key):
        raise BadKey(f"{key[:60]!r} is no key of a file.")
    return key


def check_prefix(prefix: str) -> str:
    """A key, or the beginning of some that ends with `/`; nothing is the beginning of all. Raises BadKey."""
    if prefix:
        check_key(prefix.removesuffix("/"))
    return prefix


def check_size(data: bytes) -> bytes:
    """The data itself. Raises FileTooBig."""
    if len(data) > MAX_BYTES:
        raise FileTooBig(f"A file of {len(data) >> 20} MiB is more than the {MAX_BYTES >> 20} MiB that are kept.")
    return data


def off_the_loop() -> None:
    """Raises RuntimeError in a thread that runs an event loop: calls would wait for a disk or a network."""
    if asyncio._get_running_loop() is not None:
        raise RuntimeError("Files are not for the event loop; use a thread.")


class FolderFiles:
    """In a folder, which may be one that several machines mount."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, data: bytes) -> None:
        """Keep a file, in the place of one that was there. Raises FilesUnavailable, FileTooBig, BadKey."""
        off_the_loop()
        path = self._folder / check_key(key)
        check_size(data)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)
            try:
                with os.fdopen(descriptor, "wb") as written:
                    written.write(data)
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as problem:
            raise FilesUnavailable(f"A file cannot be kept: {problem.strerror or problem}.") from None

    def get(self, key: str) -> bytes | None:
        """A file; None when there is none. Raises FilesUnavailable, FileTooBig, BadKey."""
        off_the_loop()
        try:
            with (self._folder / check_key(key)).open("rb") as file:
                return check_size(file.read(MAX_BYTES + 1))
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None
        except OSError as problem:
            raise FilesUnavailable(f"A file cannot be read: {problem.strerror or problem}.") from None

    def delete(self, key: str) -> None:
        """Let a file go; one that is not there is no problem. Raises FilesUnavailable, BadKey."""
        off_the_loop()
        try:
            (self._folder / check_key(key)).unlink(missing_ok=True)
        except (IsADirectoryError, NotADirectoryError):
            return
        except OSError as problem:
            raise FilesUnavailable(f"A file cannot be deleted: {problem.strerror or problem}.") from None

    def keys(self, prefix: str = "") -> list[str]:
        """Those that begin so, in their order; the first `MOST_LISTED`. Raises FilesUnavailable, BadKey."""
        off_the_loop()
        check_prefix(prefix)
        try:
            return sorted(self._found(prefix))[:MOST_LISTED]
        except OSError as problem:
            raise FilesUnavailable(f"Files cannot be listed: {problem.strerror or problem}.") from None

    def _found(self, prefix: str) -> Iterator[str]:
        for folder, _, names in os.walk(self._folder / prefix.rpartition("/")[0]):
            for name in names:
                key = (Path(folder) / name).relative_to(self._folder).as_posix()
                if key.startswith(prefix) and not name.startswith(_UNFINISHED):
                    yield key
