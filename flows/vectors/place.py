"""Where this machine's own data lies."""

import os
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]


def data_folder() -> Path:
    """VOXLOOM_DATA, else `var` in the project."""
    return Path(os.environ.get("VOXLOOM_DATA") or _ROOT / "var")
