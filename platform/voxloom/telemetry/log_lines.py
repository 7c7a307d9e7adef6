"""Lines of the log, as text or JSON, without a word of a caller. docs/adr/0026 has the rules. Knows no Django.

- Our own loggers are written whole: their texts are constants, and what is filled in is reviewed.
- Of an exception the log has its kind and where it came through. Its words are left out, for they may quote anything,
  unless its class says that they are safe (`logs_its_words = True`). That holds for exceptions that are filled in, too.
- What a library says is left out but for its level, its logger and the place in its source: nobody has reviewed it.
"""

import json
import logging
import os
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Callable
from typing import Any, TextIO

from voxloom.telemetry import log_context

OURS = frozenset(("voxloom", "runtime", "flows", "tools", "designer"))
"""The first words of the names of our loggers."""
WHOLE = frozenset(("django.request", "django.server"))
"""Loggers of libraries whose texts are reviewed: a reason and a path, never a query."""
FIRST_LINE = frozenset(("asyncio",))
"""Loggers whose first line is a constant; what follows shows objects, and so their values."""
OPERATIONAL = frozenset(("OperationalError", "InterfaceError"))
"""Of a database that is away; it has not read any value. By name, as Django and the drivers each have their own."""
MOST_FRAMES = 40
"""Of an exception, the innermost; a recursion has a thousand."""
LONGEST = 4_000
"""Characters of a message."""
DATABASES = ("django.db.utils", "psycopg", "sqlite3")
_PLACES = (f"site-packages{os.sep}", f"{os.sep}lib{os.sep}python{sys.version_info[0]}.{sys.version_info[1]}{os.sep}")
_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))) + os.sep


def words_of(problem: BaseException) -> str:
    """An exception in a log: its kind, and its words where its class says that they hold no value of a caller.

    >>> words_of(ValueError("4111 1111 1111 1111 is no card"))
    'ValueError'
    >>> words_of(OSError(28, "No space left on device", "/tmp/maria"))
    'OSError: No space left on device'
    """
    kind = type(problem).__name__
    said = _said(problem)
    return f"{kind}: {said}" if said else kind


def all_words_of(problem: BaseException) -> str:
    """With its words, whatever they are: only for what fails before anybody could say anything."""
    return f"{type(problem).__name__}: {problem}"


def _said(problem: BaseException) -> str:
    if getattr(type(problem), "logs_its_words", False):
        return str(problem)
    if isinstance(problem, OSError):
        return problem.strerror if isinstance(problem.strerror, str) else ""
    if isinstance(problem, ImportError):
        return str(problem)
    known = type(problem).__module__.startswith(DATABASES) and type(problem).__name__ in OPERATIONAL
    return str(problem).partition("\n")[0] if known else ""


class _Shown:
    """Stands for an exception in a message, whatever the message does with it."""

    def __init__(self, problem: BaseException) -> None:
        self._words = words_of(problem)

    def __str__(self) -> str:
        return self._words

    __repr__ = __str__


def message_of(record: logging.LogRecord) -> str:
    """The message of a record, in one line and no longer than it needs to be."""
    if record.name.partition(".")[0] in OURS or record.name in WHOLE:
        text = _filled_in(record)
    elif record.name in FIRST_LINE and not record.args:
        text = str(record.msg).partition("\n")[0]
    else:
        text = f"(left out; {place(record.pathname)}:{record.lineno} {record.funcName})"
    return text[:LONGEST].replace("\r", " ")


def _filled_in(record: logging.LogRecord) -> str:
    message = _Shown(record.msg) if isinstance(record.msg, BaseException) else record.msg
    args: Any = record.args
    if not args:
        return str(message)
    if isinstance(args, dict):
        args = {name: _shown(value) for name, value in args.items()}
    else:
        args = tuple(_shown(value) for value in args)
    try:
        return str(str(message) % args)
    except (TypeError, ValueError, KeyError):
        return str(message)


def _shown(value: Any) -> Any:
    return _Shown(value) if isinstance(value, BaseException) else value


def place(path: str) -> str:
    """A file of ours from the project's folder, one of a library from its package."""
    if path.startswith(_ROOT):
        return path[len(_ROOT) :]
    for marker in _PLACES:
        _, found, rest = path.rpartition(marker)
        if found:
            return rest
    return path


def frames_of(problem: BaseException) -> list[str]:
    """Where an exception came through, outermost first: `file:line function`."""
    frames = [
        f"{place(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(problem.__traceback__)
    ]
    return frames[-MOST_FRAMES:]


def exception_of(problem: BaseException) -> dict[str, Any]:
    """`type`, `words` (only safe ones), `frames`, and `because`: the kinds of what was behind it."""
    told: dict[str, Any] = {"type": _name(problem)}
    if said := _said(problem):
        told["words"] = said
    told["frames"] = frames_of(problem)
    if because := [_name(cause) for cause in _causes(problem)]:
        told["because"] = because
    return told


def _causes(problem: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    seen = {id(problem)}
    waiting = [problem]
    while waiting and len(found) < MOST_FRAMES:
        one = waiting.pop(0)
        behind = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
        inside = list(one.exceptions) if isinstance(one, BaseExceptionGroup) else []
        for other in ([behind] if behind is not None else []) + inside:
            if id(other) not in seen:
                seen.add(id(other))
                found.append(other)
                waiting.append(other)
    return found


def _name(problem: BaseException) -> str:
    kind = type(problem)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _problem(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if isinstance(record.exc_info, tuple) else None


def text_of(record: logging.LogRecord) -> str:
    """The message, and below it a line for each frame of an exception, its kind, and the kinds behind it."""
    if (problem := _problem(record)) is None:
        return message_of(record)
    told = exception_of(problem)
    lines = ["Traceback, outermost first:", *(f"  at {frame}" for frame in told["frames"])]
    lines.append(f"  {told['type']}" + (f": {told['words']}" if "words" in told else ""))
    lines += [f"  because of {kind}" for kind in told.get("because", ())]
    return "\n".join((message_of(record), *lines))


class TextLines(logging.Formatter):
    """For people: `2026-01-05 10:00:00,000 WARNING runtime.x: what happened`, an exception below it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, and one for each frame of an exception."""
        at = f"{time.strftime('%Y-%m-%d %H:%M:%S', time.localtime(record.created))},{int(record.msecs):03d}"
        return f"{at} {record.levelname:<7} {record.name}: {text_of(record)}"


class JsonLines(logging.Formatter):
    """For programs: one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """`time` (UTC), `level`, `logger`, `message`, `process`; what it is about; `exception` where there is one."""
        seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        line: dict[str, Any] = {
            "time": f"{seconds}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": message_of(record),
            "process": record.process,
            **log_context.now(),
        }
        if (problem := _problem(record)) is not None:
            line["exception"] = exception_of(problem)
        return json.dumps(line, ensure_ascii=False, default=str)


FORMATS: dict[str, type[logging.Formatter]] = {"text": TextLines, "json": JsonLines}


def take_over(log: logging.Logger) -> None:
    """What Python itself would print with all its words goes to a logger: warnings, and what threads die of."""

    def warned(
        _message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        _file: TextIO | None = None,
        _line: str | None = None,
    ) -> None:
        log.warning("Python warns: %s at %s:%d", category.__name__, place(filename), lineno)

    def thread_died(told: threading.ExceptHookArgs) -> None:
        if told.exc_type is not SystemExit and told.exc_value is not None:
            name = told.thread.name if told.thread is not None else "?"
            log.error("the thread %s died", name, exc_info=told.exc_value)

    def not_raised(told: "sys.UnraisableHookArgs") -> None:
        if told.exc_value is not None:
            log.error("an exception that could not be raised", exc_info=told.exc_value)

    _set(warnings, "showwarning", warned)
    _set(threading, "excepthook", thread_died)
    _set(sys, "unraisablehook", not_raised)


def _set(where: Any, name: str, hook: Callable[..., None]) -> None:
    setattr(where, name, hook)
