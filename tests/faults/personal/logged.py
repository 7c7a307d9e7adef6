"""All that the loggers of the process say while a block runs, our own from DEBUG on, as a server would write it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from voxloom.telemetry.log_lines import OURS, JsonLines, TextLines


class Written(logging.Handler):
    """The lines, in both formats."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(TextLines().format(record))
        self.lines.append(JsonLines().format(record))

    @property
    def all(self) -> str:
        """As one text."""
        return "\n".join((*self.texts, *self.lines))


@contextmanager
def logged() -> Iterator[Written]:
    written = Written()
    levels = {name: logging.getLogger(name).level for name in OURS}
    for name in OURS:
        logging.getLogger(name).setLevel(logging.DEBUG)
    logging.getLogger().addHandler(written)
    try:
        yield written
    finally:
        logging.getLogger().removeHandler(written)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
