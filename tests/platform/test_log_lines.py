"""Lines of the log: what they are about, and that no words come in which nobody has reviewed."""

import ast
import json
import logging
import sqlite3
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.conf import settings
from django.db import utils

from voxloom.telemetry import log_context
from voxloom.telemetry.log_lines import OURS, JsonLines, TextLines, take_over, words_of
from voxloom.telemetry.requests import InTheLog

CARD = "4111 1111 1111 1111"


class Quotes(Exception):
    """Says what it was given."""


class Safe(Exception):
    """Its words are ours."""

    logs_its_words = True


class Kept(logging.Handler):
    """The lines of a logger, in both formats."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.lines: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(TextLines().format(record))
        line = JsonLines().format(record)
        assert "\n" not in line
        self.lines.append(json.loads(line))


@pytest.fixture
def kept() -> Iterator[Kept]:
    handler = Kept()
    root = logging.getLogger()
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)


def raised(problem: Exception, behind: Exception | None = None) -> Exception:
    """An exception that came through a function whose local values are nobody's business."""
    secret = CARD
    with pytest.raises(type(problem)) as caught:  # noqa: PT012 - the block is what is caught
        try:
            if behind is not None:
                raise behind
        except ValueError as cause:
            raise problem from cause
        raise problem
    assert secret
    return caught.value


def test_a_line_of_json_says_when_where_and_what(kept: Kept) -> None:
    with log_context.about(call="call-1"):
        logging.getLogger("runtime.x").warning("%s: %d words", "call-1", 3)
    logging.getLogger("voxloom.x").error("another\nline")
    first, second = kept.lines
    assert first["time"].endswith("Z")
    assert first["time"][10] == "T"
    assert {name: value for name, value in first.items() if name not in ("time", "process")} == {
        "level": "warning", "logger": "runtime.x", "message": "call-1: 3 words", "call": "call-1",
    }  # fmt: skip
    assert first["process"] > 0
    assert "call" not in second
    assert second["message"] == "another\nline"
    assert kept.texts[0].endswith(" WARNING runtime.x: call-1: 3 words")


@pytest.mark.parametrize("problem", [Quotes(CARD), ValueError(CARD), KeyError(CARD), SystemError(CARD)])
def test_the_words_of_an_exception_are_left_out(kept: Kept, problem: Exception) -> None:
    logging.getLogger("tools.x").error("a tool failed", exc_info=raised(problem, ValueError(CARD)))
    logging.getLogger("tools.x").error("a tool failed: %s %r", problem, problem)
    logging.getLogger("tools.x").error("%(problem)s", {"problem": problem})
    logging.getLogger("tools.x").error(problem)
    assert CARD not in "".join((*kept.texts, json.dumps(kept.lines)))
    told = kept.lines[0]["exception"]
    assert told["type"].endswith(type(problem).__name__)
    assert told["because"] == ["ValueError"]
    assert told["frames"][0].startswith("tests/platform/test_log_lines.py:")
    assert told["frames"][0].endswith(" raised")
    assert "words" not in told
    assert kept.lines[1]["message"] == f"a tool failed: {type(problem).__name__} {type(problem).__name__}"
    assert "\nTraceback, outermost first:\n  at tests/platform/test_log_lines.py:" in kept.texts[0]
    assert "  because of ValueError" in kept.texts[0]


def test_the_words_of_those_that_say_they_are_safe_are_told(kept: Kept) -> None:
    logging.getLogger("tools.x").error("it failed: %s", Safe("The voice is late."), exc_info=Safe("The voice is late."))
    assert kept.lines[0]["message"] == "it failed: Safe: The voice is late."
    assert kept.lines[0]["exception"]["words"] == "The voice is late."


def test_exceptions_whose_words_are_of_the_system_are_told() -> None:
    assert words_of(OSError(28, "No space left on device", "/tmp/maria")) == "OSError: No space left on device"
    assert words_of(OSError(CARD)) == "OSError"
    assert words_of(ImportError("No module named 'x'")) == "ImportError: No module named 'x'"
    for known in (sqlite3.OperationalError, utils.OperationalError, utils.InterfaceError):
        assert words_of(known("database is locked\nLINE 1")) == f"{known.__name__}: database is locked"
    for unknown in (sqlite3.IntegrityError, utils.IntegrityError, utils.DataError):
        assert words_of(unknown(CARD)) == unknown.__name__


def test_all_that_is_in_a_group_is_named(kept: Kept) -> None:
    group = ExceptionGroup(CARD, [ValueError(CARD), KeyError(CARD)])
    logging.getLogger("runtime.x").error("several", exc_info=group)
    assert kept.lines[0]["exception"]["because"] == ["ValueError", "KeyError"]
    assert CARD not in kept.texts[0]


def test_an_exception_behind_itself_ends(kept: Kept) -> None:
    one, two = ValueError(), KeyError()
    one.__cause__, two.__cause__ = two, one
    logging.getLogger("runtime.x").error("round", exc_info=one)
    assert kept.lines[0]["exception"]["because"] == ["KeyError"]


def test_what_libraries_say_is_left_out_but_for_its_place(kept: Kept) -> None:
    for name in ("aiortc.rtcdtlstransport", "aioice.ice", "httpx", "LiteLLM", "celery.worker", "websockets", "x"):
        logging.getLogger(name).warning("Bearer %s at %s", "token-1", CARD)
        logging.getLogger(name).error(f"candidate 192.0.2.7 {CARD}", exc_info=raised(Quotes(CARD)))
    text = "".join((*kept.texts, json.dumps(kept.lines)))
    assert not [word for word in (CARD, "token-1", "192.0.2.7", "Bearer") if word in text]
    assert kept.lines[0]["message"].startswith("(left out; tests/platform/test_log_lines.py:")
    assert kept.lines[0]["logger"] == "aiortc.rtcdtlstransport"


def test_of_a_task_that_failed_unseen_only_the_first_line_is_told(kept: Kept) -> None:
    logging.getLogger("asyncio").error(f"Task exception was never retrieved\nfuture: <Task exception={CARD}>")
    assert kept.lines[0]["message"] == "Task exception was never retrieved"
    assert CARD not in kept.texts[0]


def test_below_warning_only_our_own_loggers_speak() -> None:
    levels = {name: logger["level"] for name, logger in settings.LOGGING["loggers"].items() if "level" in logger}
    assert settings.LOGGING["root"]["level"] == "WARNING"
    assert {name for name, level in levels.items() if level not in ("WARNING", "ERROR", "CRITICAL")} == OURS
    for library in ("aiortc", "aioice", "httpx", "litellm", "LiteLLM", "django.request", "celery", "websockets"):
        assert not logging.getLogger(library).isEnabledFor(logging.INFO)


def test_a_request_is_told_by_its_path_and_an_id_of_ours(kept: Kept) -> None:
    async def application(scope: Any, receive: Any, send: Any) -> None:
        logging.getLogger("designer.x").info("asked")

    scope = {"type": "http", "method": "GET", "path": "/api/v1/bots", "query_string": b"q=maria", "headers": []}
    async_to_sync(InTheLog(application))(scope, None, None)
    line = kept.lines[0]
    assert (line["method"], line["path"], len(line["request"])) == ("GET", "/api/v1/bots", 12)
    assert "maria" not in kept.texts[0] + json.dumps(line)
    assert not log_context.now()


def test_what_python_itself_would_print_goes_to_the_log_without_words(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for where, name in ((warnings, "showwarning"), (threading, "excepthook"), (sys, "unraisablehook")):
        monkeypatch.setattr(where, name, getattr(where, name))

    class Fails:
        def __del__(self) -> None:
            raise Quotes(CARD)

    def fail() -> None:
        raise Quotes(CARD)

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        take_over(logging.getLogger("voxloom.x"))
        warnings.warn(f"input_value={CARD}", UserWarning, stacklevel=1)
        thread = threading.Thread(target=fail, name="worker-7")
        thread.start()
        thread.join()
        Fails()
    messages = [line["message"] for line in kept.lines]
    assert messages[0].startswith("Python warns: UserWarning at tests/platform/test_log_lines.py:")
    assert messages[1:] == ["the thread worker-7 died", "an exception that could not be raised"]
    assert CARD not in "".join((*kept.texts, *capfd.readouterr()))


def calls_of_loggers(root: Path) -> Iterator[tuple[str, ast.Call]]:
    for package in ("runtime", "tools", "flows", "designer", "platform"):
        for path in sorted((root / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id in ("log", "logger", "logging")
                    and node.func.attr in ("debug", "info", "warning", "error", "exception", "critical", "log")
                ):
                    yield f"{path.relative_to(root)}:{node.lineno}", node


def test_the_text_of_each_line_of_ours_is_a_constant_and_no_exception_is_made_a_text_by_hand(root: Path) -> None:
    """Else the rules for what is filled in would not see it."""
    found = list(calls_of_loggers(root))
    assert len(found) > 60
    for where, call in found:
        text = call.args[1 if isinstance(call.func, ast.Attribute) and call.func.attr == "log" else 0]
        if isinstance(text, ast.Constant):
            assert isinstance(text.value, str), where
        else:
            pytest.fail(f"{where}: the text is no constant")
        for filled_in in call.args[1:]:
            inner = [node for node in ast.walk(filled_in) if isinstance(node, ast.JoinedStr | ast.Call)]
            names = [n.func.id for n in inner if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
            assert not {"str", "repr", "format"} & set(names), where
            assert not any(isinstance(node, ast.JoinedStr) for node in inner), where
