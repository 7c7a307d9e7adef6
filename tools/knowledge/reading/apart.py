"""Reading by a process of its own, with bounds on its memory and its time: what it reads is a stranger's.

A regular expression or a parser that is held up holds the interpreter with it, and every call of this process would be
silent for as long; in a process of its own it holds up nobody.
"""

import json
import logging
import os
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools.knowledge.reading.blocks import CannotRead

READ_S = 60.0
"""A PDF of 500 pages takes some ten seconds of a core."""
LONGEST_ANSWER_BYTES = 50_000_000
MEMORY_BYTES = 1_500_000_000
CPU_S = 50
_ROOT = Path(__file__).resolve().parents[3]


def read_apart(program: str, data: bytes, *arguments: str, name: str) -> dict[str, Any]:
    """What a program says of what it is given on standard input.

    Args:
        program: A module of this package with a `main`, which prints one JSON object.
        name: What the document is called to whoever gave it, as in "The PDF".

    Blocks for up to `READ_S`. Raises CannotRead, also where the object has a `problem`.
    """
    environment = {"PYTHONPATH": str(_ROOT), "PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(  # noqa: S603 - a program of ours, words of ours
            [sys.executable, "-m", program, *arguments],
            input=data,
            capture_output=True,
            timeout=READ_S,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotRead(f"{name} takes too long to read. Split it, or save it anew, and add that.") from None
    except OSError:
        raise CannotRead(f"{name} cannot be read now. Try again in a moment.") from None
    try:
        answer: dict[str, Any] = json.loads(done.stdout) if len(done.stdout) <= LONGEST_ANSWER_BYTES else {}
    except ValueError:
        answer = {}
    if done.returncode != 0 or not answer:
        raise CannotRead(f"{name} cannot be read. Open it in a program, save it anew or split it, and add that.")
    if (problem := answer.get("problem")) is not None:
        raise CannotRead(str(problem))
    return answer


def bind() -> None:
    """Bound the memory and the time of this process, and keep it from writing files and logs."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    logging.disable(logging.CRITICAL)
