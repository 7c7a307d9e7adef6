"""LiteLLM as it is imported: quiet, and asking nobody. In a process of its own, so that this one stays small."""

import json
import subprocess
import sys

from tools.models.surroundings import ROOT, of_worker

CODE = """
import json, logging, os, socket
def nobody(*_, **__):
    raise AssertionError("the network is asked")
socket.create_connection = socket.socket.connect = nobody
from tools.models.worker.library import LOGGERS, imported
library = imported()
print(json.dumps({
    "asks": callable(library.acompletion),
    "quiet": library.suppress_debug_info,
    "tells": library.telemetry,
    "handlers": [len(logging.getLogger(name).handlers) for name in LOGGERS],
}))
"""


def test_it_asks_nobody_and_says_nothing() -> None:
    ran = subprocess.run(
        [sys.executable, "-P", "-c", CODE], env=of_worker({}), cwd=ROOT, capture_output=True, text=True, timeout=100,
        check=True,
    )  # fmt: skip
    told = json.loads(ran.stdout)
    assert told == {"asks": True, "quiet": True, "tells": False, "handlers": [0, 0, 0]}
