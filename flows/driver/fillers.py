"""Words for the time in which a tool works: one text after the other, never the same twice in a row, never over the
caller, and none for a result that is there."""

import asyncio
import math
from collections.abc import Iterator
from itertools import chain, cycle, groupby

from flows.driver.ports import Output
from flows.engine.commands import CallTool

AT_LEAST_MS = 150
"""What a tool gets before a filler is said for it, also where the caller has waited for long already."""
AGAIN_MS = 300
"""After a caller who spoke just then."""
MOST_PASSED_OVER = 20
"""Texts in a row that were the last one said: then there is nothing else to say."""
LONGER = 2
"""When all texts were said the two last ones go on in turn, with so many times the silence between them."""


class Fillers:
    """Of one conversation."""

    def __init__(self) -> None:
        self._last = ""

    def said_something(self) -> None:
        """The bot said something else: what was said before it may be said again."""
        self._last = ""

    async def accompany(self, task: "asyncio.Task[object]", output: Output, command: CallTool, until: float) -> None:
        """Say that it takes a moment, as long as the task goes on and it is not `until`, by the clock of the loop."""
        began, first = asyncio.get_running_loop().time(), True
        passed_over = 0
        for text, every_ms, last in _texts(command):
            if text == self._last:
                passed_over += 1
                if passed_over > MOST_PASSED_OVER:
                    return
                continue
            passed_over = 0
            while True:
                at = _first_at(output, command, began) if first else _next_at(output, every_ms, began)
                if at >= until or await _done(task, at):
                    return
                quiet = output.silent_ms() > 0 if first else output.silent_ms() >= every_ms
                if quiet and await output.filler(text, lambda: not task.done(), last=last):
                    break
                if await _done(task, asyncio.get_running_loop().time() + AGAIN_MS / 1000):
                    return
            self._last, began, first = text, asyncio.get_running_loop().time(), False


def _texts(command: CallTool) -> Iterator[tuple[str, int, bool]]:
    """Each text, the silence before it in ms, and whether none follows; without end where there are several. Texts that
    are the same when they are filled count once."""
    written = (text for text in (command.filler, *command.more_fillers) if text is not None)
    texts = [text for text, _ in groupby(written)]
    if len(set(texts)) < LONGER:
        texts = texts[:1]
        return iter([(text, 0, True) for text in texts])
    every = [(text, command.filler_every_ms, False) for text in texts]
    longer = [(text, LONGER * command.filler_every_ms, False) for text in texts[-2:]]
    return chain(every, cycle(longer))


def _first_at(output: Output, command: CallTool, began: float) -> float:
    """The caller's patience counts from their last word, or from that of the bot, the tool's time from when it was
    asked."""
    silent_ms = output.waited_ms() or output.silent_ms()
    left_ms = command.filler_after_ms - (silent_ms if math.isfinite(silent_ms) else 0)
    at_least_ms = min(AT_LEAST_MS, command.filler_after_ms)
    return max(asyncio.get_running_loop().time() + left_ms / 1000, began + at_least_ms / 1000)


def _next_at(output: Output, every_ms: int, said: float) -> float:
    """After so much silence, and not sooner after the one before was wanted."""
    left_ms = every_ms - output.silent_ms()
    soonest = asyncio.get_running_loop().time() + max(left_ms, AT_LEAST_MS) / 1000
    return max(soonest, said + every_ms / 1000)


async def _done(task: "asyncio.Task[object]", at: float) -> bool:
    """Whether the task is over by then."""
    await asyncio.wait({task}, timeout=max(0.0, at - asyncio.get_running_loop().time()))
    return task.done()
