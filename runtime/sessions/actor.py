"""The actor under a call: one mailbox, and an owner for every task and timer that the call begins."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

Message = Callable[[], object]


class Actor:
    """`run` deals with messages one after the other until `stop`; `aclose` ends what was begun meanwhile."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.stopped = False
        self._waits_since: float | None = None
        self._mailbox: asyncio.Queue[Message] = asyncio.Queue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._timers: list[asyncio.TimerHandle] = []

    def post(self, message: Message) -> None:
        """Have something dealt with, in order. Ignored once stopped."""
        if not self.stopped:
            if self._waits_since is None:
                self._waits_since = asyncio.get_running_loop().time()
            self._mailbox.put_nowait(message)

    def behind_s(self, now_s: float) -> float:
        """For how long nothing was dealt with although something waits; 0 when nothing does, and once stopped."""
        return now_s - self._waits_since if self._waits_since is not None and not self.stopped else 0.0

    def wake(self) -> None:
        """Something has changed: look at it."""
        self.post(_nothing)

    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Begin a task that ends with the actor."""
        task = asyncio.create_task(work, name=f"{self.name}:{name}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def after(self, seconds: float, message: Message) -> None:
        """Post a message later."""
        loop = asyncio.get_running_loop()
        self._timers = [timer for timer in self._timers if timer.when() > loop.time()]
        self._timers.append(loop.call_later(seconds, self.post, message))

    def stop(self) -> None:
        """Deal with nothing more."""
        self.stopped = True

    async def run(self, settle: Callable[[], None]) -> None:
        """Deal with messages; `settle` after each of them."""
        settle()
        while not self.stopped:
            message = await self._mailbox.get()
            message()
            settle()
            self._waits_since = None if self._mailbox.empty() else asyncio.get_running_loop().time()

    async def aclose(self) -> None:
        """End all timers and tasks."""
        for timer in self._timers:
            timer.cancel()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _nothing() -> None:
    pass
