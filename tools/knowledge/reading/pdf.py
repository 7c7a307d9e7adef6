"""Reading PDF: untrusted, so another process does it, with bounds on its memory, its time and the pages."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tools.knowledge.reading.blocks import CannotRead, Collector, Reading

READ_S = 60.0
"""A PDF of 500 pages takes some ten seconds of a core."""
LONGEST_ANSWER_BYTES = 50_000_000
_ROOT = Path(__file__).resolve().parents[3]
PROGRAM = "tools.knowledge.reading.pdf_program"
_UNREADABLE = "The PDF cannot be read. Open it in a program, print it to a new PDF, and add that."


def read_pdf(data: bytes) -> Reading:
    """A PDF with words in it; one of pictures alone has none. Blocks for up to `READ_S`. Raises CannotRead."""
    environment = {"PYTHONPATH": str(_ROOT), "PATH": os.environ.get("PATH", ""), "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(  # noqa: S603 - as above
            [sys.executable, "-m", PROGRAM],
            input=data,
            capture_output=True,
            timeout=READ_S,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise CannotRead("The PDF takes too long to read. Split it, or print it to a new PDF, and add that.") from None
    except OSError:
        raise CannotRead("The PDF cannot be read now. Try again in a moment.") from None
    if done.returncode != 0 or len(done.stdout) > LONGEST_ANSWER_BYTES:
        raise CannotRead(_UNREADABLE)
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise CannotRead(_UNREADABLE) from None
    if (problem := answer.get("problem")) is not None:
        raise CannotRead(str(problem))
    return _reading(answer)


def _reading(answer: dict[str, Any]) -> Reading:
    found = Collector()
    for kind, text, page in answer["parts"]:
        if kind == "text":
            found.block(text, page=page)
        else:
            found.heading(int(kind), text)
    if not found.blocks:
        raise CannotRead("The PDF has no words in it, only pictures. Add one with text, or a text file.")
    return found.reading(str(answer.get("title") or ""))
