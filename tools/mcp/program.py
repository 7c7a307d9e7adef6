"""The line to a program of the operator: messages in lines, over its standard input and output."""

import asyncio
import logging
import os
import shutil
import signal
from collections.abc import Mapping, Sequence
from contextlib import suppress
from contextvars import Context
from functools import cache

from tools.lines import Deadlines
from tools.mcp.line import Headers
from tools.mcp.messages import MOST_BYTES, Message, cancelled, is_answer, is_request, read, reply, result_of, written
from tools.mcp.problems import Lost, NotReached, Unusable

log = logging.getLogger(__name__)

PASSED_ON = ("PATH", "HOME", "USER", "LOGNAME", "LANG", "LC_ALL", "TZ", "TMPDIR")
"""Of our environment, which holds secrets: what a program needs to find its way about, and no more."""
END_S, KILL_S = 1.0, 0.5
MOST_WORDS, MOST_CHARACTERS = 20, 200
"""Of what it says on its standard error before it has answered; later it may quote what callers say."""
AT_A_TIME = 50
"""So many messages are taken before others have their turn."""


class Program:
    """One that runs, in a process group of its own."""

    def __init__(self, name: str, process: asyncio.subprocess.Process) -> None:
        """`name`: as the operator calls it."""
        self.version: str | None = None
        self.stateless = False
        self.over = False
        self.may_be_forgotten = False  # it knows us as long as it lives
        self._name, self._process = name, process
        self._waiting: dict[int, asyncio.Future[Message]] = {}
        self._answered = self._told = False
        self._finishing: asyncio.Task[None] | None = None
        # In a context of their own: what they log is not about the call that it was started for.
        self._tasks = [
            asyncio.create_task(self._read(), name=f"the program {name}", context=Context()),
            asyncio.create_task(self._hear_words(), name=f"what the program {name} says", context=Context()),
        ]

    async def ask(self, message: Message, _deadlines: Deadlines, _headers: Headers = ()) -> Message:
        """As `Line.ask`."""
        number = message["id"]
        answer = self._waiting[number] = asyncio.get_running_loop().create_future()
        try:
            await self.tell(message, _deadlines)
            return result_of(await answer)
        finally:
            del self._waiting[number]
            answer.cancel()

    async def tell(self, message: Message, _deadlines: Deadlines) -> None:
        """As `Line.tell`."""
        writer = self._process.stdin
        if self.over or writer is None:
            raise NotReached("the program has ended")
        if writer.transport.get_write_buffer_size() > MOST_BYTES:
            self._end("takes nothing any more")
            raise NotReached("the program takes nothing any more")
        try:
            writer.write(written(message) + b"\n")
            await writer.drain()
        except (ConnectionError, RuntimeError) as problem:  # which one hangs on how far its end has got
            self._end("has ended")
            raise Lost(type(problem).__name__) from None

    def gives_up(self, number: int) -> None:
        """As `Line.gives_up`."""
        writer = self._process.stdin
        if not self.over and writer is not None and writer.transport.get_write_buffer_size() <= MOST_BYTES:
            with suppress(ConnectionError, RuntimeError):
                writer.write(written(cancelled(number)) + b"\n")

    async def aclose(self) -> None:
        """As `Line.aclose`: the end of its input, SIGTERM, and SIGKILL for whatever is left of its group."""
        self._end("is ended")
        if self._finishing is not None:
            await self._finishing

    def _end(self, why: str) -> None:
        """It is asked nothing more, and told to end."""
        if self.over:
            return
        self.over = True
        log.info("the program %s %s", self._name, why)
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._signal(signal.SIGTERM)
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(Lost("the program has ended"))
        self._finishing = asyncio.create_task(self._finish(), name=f"the end of the program {self._name}")

    async def _finish(self) -> None:
        """At once, and not when somebody asks for it: later its number may be that of another group."""
        try:
            async with asyncio.timeout(END_S):
                await self._process.wait()
        except TimeoutError:
            log.warning("the program %s does not end by itself", self._name)
        finally:
            self._signal(signal.SIGKILL)
        # Its pipes may be in the hands of a process that has left its group.
        await asyncio.wait([asyncio.ensure_future(self._process.wait()), *self._tasks], timeout=KILL_S)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, number)

    async def _read(self) -> None:
        reader, taken = self._process.stdout, 0
        why = "has ended"
        try:
            while reader is not None and (line := await reader.readline()):
                await self._take(line)
                taken += 1
                if taken % AT_A_TIME == 0:
                    await asyncio.sleep(0)
        except ValueError:
            why = f"sends a message of more than {MOST_BYTES} bytes"
        finally:
            self._end(why)

    async def _take(self, line: bytes) -> None:
        try:
            messages = await read(line)
        except Unusable:
            if not self._told and line.strip():
                self._told = True
                log.warning("the program %s writes what is no message into its standard output", self._name)
            return
        for message in messages:
            if is_answer(message) and (answer := self._waiting.get(_number(message))) is not None:
                self._answered = True
                if not answer.done():
                    answer.set_result(message)
            elif is_request(message):
                with suppress(Lost, NotReached):
                    await self.tell(reply(message), Deadlines(END_S))

    async def _hear_words(self) -> None:
        """They are read all the same: a program whose standard error is full stands still."""
        reader, left = self._process.stderr, MOST_WORDS
        while reader is not None and (data := await reader.read(4096)):
            for line in data.decode("utf-8", "replace").splitlines() if not self._answered else ():
                if left and line.strip():
                    left -= 1
                    log.debug("the program %s says: %s", self._name, ascii(line[:MOST_CHARACTERS]))


async def started(name: str, command: Sequence[str], environment: Mapping[str, str] = os.environ) -> Program:
    """A program that runs from now on. Never through a shell. Raises NotReached."""
    try:
        process = await asyncio.create_subprocess_exec(
            *_ends_with_us(),
            *command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={known: environment[known] for known in PASSED_ON if known in environment},
            cwd="/",
            start_new_session=True,
            limit=MOST_BYTES,
        )
    except OSError as problem:
        raise NotReached(f"the program cannot be started: {type(problem).__name__}") from None
    return Program(name, process)


def _number(message: Message) -> int:
    number = message.get("id")
    return number if type(number) is int else -1


@cache
def _ends_with_us() -> tuple[str, ...]:
    """What ends a program where this process is killed, as far as the system has it; the end of its input is the other
    sign."""
    found = shutil.which("setpriv")
    return (found, "--pdeathsig", "TERM", "--") if found is not None else ()
