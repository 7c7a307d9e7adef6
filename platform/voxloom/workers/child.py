"""How a child of the server begins: its log goes to the parent, its pipe holds nothing but messages, and it ends with
the parent. Imports no Django."""

import ctypes
import logging
import os
import signal
import sys

from voxloom.telemetry.log_lines import OURS, take_over
from voxloom.workers.worker_log import WorkerLines

_PR_SET_PDEATHSIG = 1
READ_BYTES = 256 * 1024
"""At once, of the parent's messages: a pipe holds a quarter of that."""


def begin(log: logging.Logger) -> int:
    """Set the process up; the descriptor of the pipe for answers, which nobody else writes into."""
    _log_to_the_parent(log)
    _die_with_parent(log)
    # Ctrl-C and a signal to the whole group are for the parent: calls go on while it drains, then it closes the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    # Keep the protocol's pipe to ourselves: what a library prints goes to the log.
    answers = os.dup(1)
    os.dup2(2, 1)
    return answers


def _log_to_the_parent(log: logging.Logger) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(WorkerLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    take_over(log)


def _die_with_parent(log: logging.Logger) -> None:
    """Ask the kernel to end this process with its parent, even inside a native call. Elsewhere stdin's end does."""
    if not sys.platform.startswith("linux"):
        return
    try:
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    except (OSError, AttributeError) as error:
        log.info("no death signal from the parent: %s", error)


def write_all(descriptor: int, data: bytes) -> None:
    """Write into the pipe; ends the process where nobody reads it any more."""
    view = memoryview(data)
    try:
        while view:
            view = view[os.write(descriptor, view) :]
    except BrokenPipeError:
        os._exit(0)
