"""The programs that the operator of the machine allows, and how often they are started."""

import logging
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from tools.mcp.problems import NotReached, Problem
from tools.mcp.program import Program, started

log = logging.getLogger(__name__)

MOST_STARTS, WITHIN_S = 3, 60.0
"""Of one program for one workspace: one that ends at once is a mistake, and would take the processor from callers."""
MOST_AT_ONCE = 16
"""In one process: each is a program with its own memory."""
Commands = Mapping[str, Sequence[str]]


class NotAllowed(Problem):
    """The operator allows no program of that name."""


class Programs:
    """Of one process."""

    def __init__(self, allowed: Callable[[], Commands], clock: Callable[[], float] = time.monotonic) -> None:
        """`allowed`: the command of each name. `clock` gives seconds."""
        self._allowed, self._clock = allowed, clock
        self._starts: dict[tuple[str, str], deque[float]] = {}
        self._running: list[Program] = []
        self._starting = 0

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return bool(self._allowed())

    def check(self, name: str) -> Sequence[str]:
        """The command of a program. Raises NotAllowed."""
        command = self._allowed().get(name)
        if command is None:
            raise NotAllowed("its program is none of those that the operator of this machine allows")
        return command

    async def start(self, name: str, whose: str) -> Program:
        """Start one. Raises NotAllowed, NotReached."""
        command = self.check(name)
        self._running = [one for one in self._running if not one.over]
        if len(self._running) + self._starting >= MOST_AT_ONCE:
            raise NotReached("as many programs run as may at once")
        starts, now = self._starts.setdefault((name, whose), deque(maxlen=MOST_STARTS)), self._clock()
        if len(starts) == MOST_STARTS and now - starts[0] < WITHIN_S:
            raise NotReached("the program was started again and again, and is left alone for a moment")
        starts.append(now)
        self._starting += 1
        try:
            program = await started(name, command)
        finally:
            self._starting -= 1
        log.info("the program %s is started for %s", name, whose)
        self._running.append(program)
        return program
