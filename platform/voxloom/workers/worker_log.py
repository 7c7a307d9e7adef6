"""How the log of a worker comes to the server's: one line of its standard error for each record.

What else stands there is of libraries in native code. Until the model is loaded it is about the model; later it may be
about a text of a caller, so nobody may know what it says.
"""

import json
import logging

from voxloom.telemetry.log_lines import text_of

MARK = "voxloom-log "


class WorkerLines(logging.Formatter):
    """A record as one line, an exception included."""

    def format(self, record: logging.LogRecord) -> str:
        """The mark, and `[level, text]` as JSON."""
        return MARK + json.dumps([record.levelno, text_of(record)])


def read_line(line: str) -> tuple[int, str] | None:
    """The level and the text of a record; None when the line is something else."""
    if not line.startswith(MARK):
        return None
    try:
        level, text = json.loads(line[len(MARK) :])
    except ValueError:
        return None  # cut off in the middle
    return int(level), str(text)
