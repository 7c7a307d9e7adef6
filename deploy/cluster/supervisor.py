"""The life of a cluster: all programs in their order, those that die started again, and an orderly end."""

import asyncio
import contextlib
import signal
import time
from collections.abc import Callable, Sequence
from typing import Any

from deploy.cluster import proxy
from deploy.cluster.child import Child
from deploy.cluster.layout import Layout
from deploy.cluster.plan import Plan, prepare
from deploy.cluster.problem import CannotRun
from deploy.cluster.state import state, write_environment, write_state

FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
"""Before a program is started again; twice as long each time it dies young."""
GROWN_UP_S = 60.0
HELD_S = 0.2
"""Between two looks whether a program may be started again."""
WATCH_S = 1.0
"""Between two questions to a process whether it takes calls."""
ONE_SIGNAL_S = 1.0
"""`make` passes on a signal that its whole group has had: the two are one."""


class Supervisor:
    """Runs a plan once. `tell` gets lines about what happens, for a person."""

    def __init__(self, layout: Layout, plan: Plan, tell: Callable[[str], None]) -> None:
        self._layout = layout
        self._tell = tell
        self._servers = [Child(program, self._changed) for program in plan.servers]
        self._processes = [Child(program, self._changed) for program in plan.processes]
        self._workers = [Child(program, self._changed) for program in plan.workers]
        self._proxy = Child(plan.proxy, self._changed)
        self._tasks: set[asyncio.Task[None]] = set()
        self._stop = asyncio.Event()
        self._stopping_since: float | None = None
        self._hurry = asyncio.Event()
        self._ready = False
        self._known_to_proxy = set(layout.processes)
        self._models = asyncio.Lock()  # two processes that load theirs at once take twice as long, and memory for both

    async def run(self, announce: Callable[[dict[str, Any]], None]) -> None:
        """Start everything, say so, and keep it up until SIGTERM or SIGINT. Raises CannotRun."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self._on_signal)
        start = asyncio.create_task(self._start(), name="cluster-start")
        stop = asyncio.create_task(self._stop.wait(), name="cluster-stop")
        try:
            await asyncio.wait({start, stop}, return_when=asyncio.FIRST_COMPLETED)
            if start.done():
                start.result()
                self._ready = True
                self._changed()
                self._spawn(self._watch(), "watch")
                announce(self._said())
                await stop
        finally:
            await self._end(start, stop)

    # -- up --------------------------------------------------------------------------------------------------------

    async def _start(self) -> None:
        write_environment(self._layout)
        for child in self._servers:
            await self._begin(child)
        self._tell("preparing the database")
        self._tell((await prepare(self._layout)).strip())
        for child in (*self._workers, *self._processes):
            await self._begin(child)
        await self._begin(self._proxy)

    async def _begin(self, child: Child) -> None:
        self._tell(f"starting {child.program.name}")
        await child.start()
        self._spawn(self._keep(child), child.program.name)

    async def _keep(self, child: Child) -> None:
        """Start it again whenever it ends."""
        name, pause_s = child.program.name, FIRST_PAUSE_S
        while True:
            began = time.monotonic()
            code = await child.wait()
            pause_s = FIRST_PAUSE_S if time.monotonic() - began > GROWN_UP_S else pause_s
            self._tell(f"{name} ended ({_how(code)}); it is started again in {pause_s:g} s")
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, LONGEST_PAUSE_S)
            while self._layout.at("held").joinpath(name).exists():
                await asyncio.sleep(HELD_S)
            try:
                async with self._models if child in self._processes else contextlib.nullcontext():
                    await child.start()
            except CannotRun as problem:
                self._tell(str(problem))
                await child.end()
            else:
                self._tell(f"{name} is back")

    async def _watch(self) -> None:
        """Have new connections go only to processes that take calls: not to one that drains or loads its models."""
        while True:
            await asyncio.sleep(WATCH_S)
            for child in self._processes:
                if child.pid is not None:
                    before, child.taking = child.taking, await child.program.ready()
                    if before != child.taking:
                        self._changed()

    # -- down ------------------------------------------------------------------------------------------------------

    def _on_signal(self) -> None:
        """Begin to end; a second signal, well after the first, waits for nothing."""
        now = time.monotonic()
        if self._stopping_since is None:
            self._stopping_since = now
            self._tell(f"ending; calls have {self._layout.drain_s:g} s")
            self._stop.set()
        elif now - self._stopping_since > ONE_SIGNAL_S:
            self._hurry.set()

    async def _end(self, *tasks: asyncio.Task[Any]) -> None:
        """Those that take calls first, while all that they need is there; the servers last."""
        for task in (*tasks, *self._tasks):
            task.cancel()
        await asyncio.gather(*tasks, *self._tasks, return_exceptions=True)
        for group in (self._processes, self._workers, [self._proxy], *([child] for child in reversed(self._servers))):
            await self._end_all(group)
        write_state(self._layout, self._said())

    async def _end_all(self, children: Sequence[Child]) -> None:
        hurry = asyncio.create_task(self._hurry.wait(), name="cluster-hurry")
        ends = [asyncio.create_task(child.end(), name=f"cluster-end-{child.program.name}") for child in children]
        while any(not end.done() for end in ends):
            await asyncio.wait({hurry, *(end for end in ends if not end.done())}, return_when=asyncio.FIRST_COMPLETED)
            if self._hurry.is_set():
                for child in children:
                    child.kill()
                await asyncio.wait(ends)
        hurry.cancel()

    # -- what others see -------------------------------------------------------------------------------------------

    def _said(self) -> dict[str, Any]:
        return state(self._layout, [*self._servers, *self._processes, *self._workers, self._proxy], ready=self._ready)

    def _changed(self) -> None:
        """Write down what runs, and tell the proxy which processes take calls."""
        write_state(self._layout, self._said())
        taking = {child.program.name for child in self._processes if child.taking}
        if self._ready and taking != self._known_to_proxy and self._stopping_since is None:
            self._known_to_proxy = taking
            file = self._layout.at("nginx") / "nginx.conf"
            file.write_text(proxy.configuration(self._layout, taking), "ascii")
            self._proxy.signal(signal.SIGHUP)

    def _spawn(self, work: Any, name: str) -> None:
        task = asyncio.create_task(work, name=f"cluster-{name}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
