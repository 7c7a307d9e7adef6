"""The file that says what runs where, for whoever looks at the cluster or breaks a part of it on purpose."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from deploy.cluster.child import Child
from deploy.cluster.layout import Layout

FILE = "cluster.json"
ENVIRONMENT = "environment"


def state(layout: Layout, children: Sequence[Child], *, ready: bool) -> dict[str, Any]:
    """`programs`: by name, with `pid` (null while it is down; it leads a group of that number), `port`, `log`,
    `starts` and whether it is `ready`."""
    return {
        "ready": ready,
        "address": layout.address,
        "supervisor": os.getpid(),
        "folder": str(layout.folder),
        "programs": {
            child.program.name: {
                "pid": child.pid,
                "port": child.program.port,
                "ready": child.taking,
                "starts": child.starts,
                "log": str(child.program.log),
            }
            for child in children
        },
    }


def write_state(layout: Layout, said: dict[str, Any]) -> None:
    """At once for whoever reads: the old one or the new one, never a half."""
    _write(layout.at(FILE), json.dumps(said, indent=1) + "\n")


def write_environment(layout: Layout) -> None:
    """For a shell: `set -a; . FILE; set +a` and `manage.py` works on the cluster's data. It holds the password."""
    _write(layout.at(ENVIRONMENT), "".join(f"{name}={value}\n" for name, value in layout.environment().items()))


def _write(file: Path, text: str) -> None:
    draft = file.with_name(f".{file.name}")
    draft.unlink(missing_ok=True)
    draft.touch(0o600)
    draft.write_text(text, "utf-8")
    draft.replace(file)
