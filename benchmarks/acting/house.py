"""The serving process that dies and comes back: the same data, the same port, no speech models."""

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import aiohttp

from tests.calls.served import MANAGE, PREPARE_SECONDS, environment, free_port

READY_S = 180.0
"""Sentence vectors are loaded, on a machine that may be busy."""
STOP_S = 15.0
LAST_WORDS_BYTES = 3_000
MOST_CALLS = "200"
BOT = Path(__file__).resolve().parents[1] / "bots" / "counter.yaml"


class NotServed(RuntimeError):
    """The process did not get ready; the text has its last words."""


class House:
    """`benchmarks.survival.serve` as an async context manager; `address` answers once it is entered."""

    def __init__(self, data: Path) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        limits = ("MAX_TEXT_CALLS", "TEXT_CALLS_PER_CLIENT", "CALLS_PER_BOT", "CALLS_PER_WORKSPACE")
        self.environment = {
            **environment(data, self.port),
            **dict.fromkeys(limits, MOST_CALLS),
            "WARM_SPARES": "0",
            "TICKETS_PER_MINUTE": "10000",
            "OUTGOING_NETWORKS": "127.0.0.0/8",
        }
        self._log = data / "server.log"
        self._process: asyncio.subprocess.Process | None = None

    async def prepare(self, **given: str) -> str:
        """An empty database, the bot, and what `{{ env.NAME }}` stands for in it; an API key. Raises RuntimeError."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        names = [("env", f"{name}={value}") for name, value in given.items()]
        for words in (("prepare",), ("bot", "import", str(BOT)), ("bot", "publish", BOT.stem), *names):
            await self._manage(*words)
        return (await self._manage("api_key", "effects")).strip()

    async def _manage(self, *words: str) -> str:
        """What it printed."""
        with self._log.open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *MANAGE, *words, env=self.environment, stdout=asyncio.subprocess.PIPE, stderr=log
            )
            async with asyncio.timeout(PREPARE_SECONDS):
                printed, _ = await process.communicate()
        if process.returncode:
            raise RuntimeError(f"manage.py {' '.join(words)}: {printed.decode()}{self.last_words()}")
        return printed.decode()

    async def __aenter__(self) -> "House":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            async with asyncio.timeout(STOP_S):
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()

    async def start(self) -> float:
        """Begin to serve, also after `kill`; how many seconds it took until it took calls. Raises NotServed."""
        began = time.monotonic()
        with self._log.open("ab") as log:
            words = (sys.executable, "-m", "benchmarks.survival.serve")
            self._process = await asyncio.create_subprocess_exec(*words, env=self.environment, stdout=log, stderr=log)
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=2.0)) as session:
            while not await self._ready(session):
                if self._process.returncode is not None or time.monotonic() - began > READY_S:
                    raise NotServed(f"the server did not get ready; its last words:\n{self.last_words()}")
                await asyncio.sleep(0.05)
        return time.monotonic() - began

    async def kill(self) -> None:
        """End the process at once, without another word of it."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGKILL)
        await self._process.wait()

    async def _ready(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"{self.address}/readyz") as answer:
                return bool((await answer.json())["ready"])
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError):
            return False

    def last_words(self) -> str:
        """The end of what it wrote."""
        return self._log.read_bytes()[-LAST_WORDS_BYTES:].decode(errors="replace")
