"""What `bot call` does: load the recordings, hold the call, print it; exit codes 0, 1 and 2."""

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from runtime.caller import wav
from runtime.caller.client import Caller, CallPlan, CallResult
from runtime.caller.errors import CallFailed
from runtime.caller.events import Event
from runtime.caller.tickets import source
from runtime.caller.transcript import line_for


def run(options: Mapping[str, Any]) -> int:
    """Hold the call; 0 ended, 1 failed or without an end, 2 not begun. `options` are those of the command line."""
    _quiet_libraries()
    printer = _Printer(as_json=bool(options["json"]))
    try:
        server = options["server"] or f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"
        ticket = source(server, options["slug"], options["api_key"])
        plan = CallPlan(
            server=server,
            bot=options["slug"],
            recordings=tuple(_load(path) for path in options["wavs"]),
            overlap_ms=options["overlap"],
            record=options["record"],
            log=options["log"],
        )
        result = asyncio.run(_call(Caller(plan, ticket, printer.event, _warn), printer))
    except CallFailed as problem:
        _warn(str(problem))
        return 2
    except OSError as problem:
        _warn(f"{problem.filename or 'The call'}: {problem.strerror or problem}")
        return 2
    except KeyboardInterrupt:
        return 0
    return _tell(result)


async def _call(caller: Caller, printer: "_Printer") -> CallResult:
    loop = asyncio.get_running_loop()
    printer.on_closed = caller.hang_up
    for number in (signal.SIGINT, signal.SIGTERM):
        # The first one hangs up; the handler is gone then, so that a second one ends the process.
        loop.add_signal_handler(number, _hang_up_once, loop, number, caller)
    return await caller.run()


def _hang_up_once(loop: asyncio.AbstractEventLoop, number: signal.Signals, caller: Caller) -> None:
    loop.remove_signal_handler(number)
    caller.hang_up()


def _load(path: Path) -> wav.Recording:
    recording = wav.load(path)
    if recording.speech is None:
        _warn(f"{path}: nothing in it is loud enough to be heard; it is sent as silence.")
    return recording


def _tell(result: CallResult) -> int:
    if result.unspoken:
        _warn(f"The call ended before {result.unspoken} of the recordings could be spoken.")
    if result.exit_code:
        _warn(f"The call failed: {result.detail or 'the bot did not answer within 120 s'}.")
    return result.exit_code


class _Printer:
    """Writes events to standard output; when nobody reads it any more the call is ended."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._closed = False
        self.on_closed: Callable[[], object] = lambda: None

    def event(self, event: Event) -> None:
        """One event, flushed at once."""
        text = json.dumps(event.as_json(), ensure_ascii=False) if self._as_json else line_for(event)
        if text is None or self._closed:
            return
        try:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()
        except (BrokenPipeError, ValueError):
            self._closed = True
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            self.on_closed()


def _warn(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _quiet_libraries() -> None:
    """Their warnings are not meant for the one who calls; standard error carries lines of ours."""
    for name in ("aiortc", "aioice", "asyncio", "aiohttp", "libav"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
