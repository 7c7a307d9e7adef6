"""A process that learns one large bot and ends: calls keep the processor, and the memory comes back."""

import os
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context

NICENESS = 10
"""Calls go first."""


def learning_process() -> Executor:
    """Starts nothing yet; the process begins with the first work."""
    return ProcessPoolExecutor(1, get_context("spawn"), _modest)


def _modest() -> None:
    """Runs in the new process before numpy is loaded there: one core is enough."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    os.nice(NICENESS)
