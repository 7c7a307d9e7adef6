"""Reading the files of a bot, whatever lies at a path."""

import errno
import os
import stat
from pathlib import Path

from flows.loader.document import MAX_BYTES

YAML_ENDINGS = (".yaml", ".yml")


def read_file(path: Path) -> tuple[bytes, int]:
    """The beginning of a file, as much as a bot may have and one byte, and its whole size in bytes.

    Raises OSError when there is none, and for pipes and devices, which might never end.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise FileNotFoundError(errno.ENOENT, "it is a link that leads nowhere") from None
        raise
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is a pipe or a device, not a file")
    # What was a file a moment ago may be a pipe now: then opening it must not wait for somebody who writes into it.
    with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as stream:
        raw = stream.read(MAX_BYTES + 1)
    return raw, max(status.st_size, len(raw))


def yaml_files(folder: Path) -> list[Path]:
    """Everything in a folder that is called like a YAML file, links that lead nowhere included."""
    return sorted(entry for entry in folder.iterdir() if entry.suffix in YAML_ENDINGS)
