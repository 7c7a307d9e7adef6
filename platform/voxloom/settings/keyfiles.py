"""Keys that are made at the first run and kept beside the data, readable by their owner only."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path


def read_or_make(path: Path, make: Callable[[], str]) -> str:
    """Return the key in `path`; if there is none, make one there with mode 0600.

    Two processes that start together agree on one key: it is written in full under another name and then
    linked, which fails if the name is taken.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp gives mode 0600
        try:
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(make() + "\n")
            os.link(draft, path)
        except FileExistsError:
            pass  # the other process was first; its key counts
        finally:
            Path(draft).unlink()
    return path.read_text(encoding="ascii").strip()


def read_or(path: Path, default: str) -> str:
    """The key in `path`, or the default where there is no such file."""
    return path.read_text(encoding="ascii").strip() if path.exists() else default
