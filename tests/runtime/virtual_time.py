"""An event loop whose clock jumps to the next timer: a call of half an hour takes milliseconds and no test waits."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

BEGIN_S = 1000.0
LIMIT_S = 20_000.0


class _Jumping(selectors.SelectSelector):
    """Where the real selector would sleep, time passes instead."""

    def __init__(self) -> None:
        super().__init__()
        self.now_s = BEGIN_S

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if ready or timeout == 0:
            return ready
        if timeout is None:
            raise RuntimeError("everything waits for something that nobody will do")
        self.now_s += max(timeout, 1e-9)
        return ready


class VirtualTimeLoop(asyncio.SelectorEventLoop):
    """Its `time` stands still while anything can run."""

    def __init__(self) -> None:
        self._jumping = _Jumping()
        super().__init__(self._jumping)
        self._clock_resolution = 1e-6  # else a timer that is due in less than a real tick would never be due

    def time(self) -> float:
        """Virtual seconds."""
        return self._jumping.now_s


def run(work: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run` in virtual time. Tasks that are left when the work is done fail the test."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(_checked(work))


async def _checked(work: Coroutine[Any, Any, T]) -> T:
    result = await asyncio.wait_for(work, LIMIT_S)
    for _ in range(5):
        await asyncio.sleep(0)
    left = [task.get_name() for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    assert left == []
    return result


async def until(condition: Any, limit_s: float = 120.0) -> None:
    """Let virtual time pass until the condition holds."""
    loop = asyncio.get_running_loop()
    end = loop.time() + limit_s
    while not condition():
        assert loop.time() < end, "it did not come true"
        await asyncio.sleep(0.01)
