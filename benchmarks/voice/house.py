"""Servers to measure: one folder of data for all of them, and a process for each."""

import asyncio
import contextlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

import aiohttp

from benchmarks._child import Child
from tests.calls.served import MANAGE, PREPARE_SECONDS, environment, free_port

ROOT = Path(__file__).resolve().parents[2]
BOTS = ("riverbank", "table_booking", "clerk", "teller")
UNSPECULATED = "_unspeculated"
READY_SECONDS = 180.0  # models, on a machine that may be busy
SETTLE_S = 15.0  # a fresh server speaks its bots' fixed texts in the background; one in use has done so
MODEL = "openai/stub"
MOST_CALLS = 64


def text_of(bot: str) -> str:
    """A bot's file."""
    folder = ROOT / ("templates" if bot in ("riverbank", "table_booking") else "benchmarks") / "bots"
    return (folder / f"{bot}.yaml").read_text("utf-8")


def without_speculation(text: str) -> str:
    """The same bot under another name, which works nothing out before a turn is over."""
    renamed = re.sub(r"^bot: *(\w+)", rf"bot: \g<1>{UNSPECULATED}", text, count=1, flags=re.MULTILINE)
    if re.search(r"^defaults: *\{", renamed, re.MULTILINE):
        return re.sub(r"^defaults: *\{", "defaults: {speculate: false, ", renamed, count=1, flags=re.MULTILINE)
    return re.sub(r"^flows:", "defaults: {speculate: false}\n\nflows:", renamed, count=1, flags=re.MULTILINE)


def prepare(data: Path) -> None:
    """Make a folder of data with an empty database and the starter bots. The environment must name it already."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "prepare.log").open("ab") as log:
        subprocess.run(
            [*MANAGE, "prepare", "--first-run"],
            env=environment(data, 0),
            stdout=log,
            stderr=log,
            check=True,
            timeout=PREPARE_SECONDS,
        )


def publish_bots() -> None:
    """The bots of the benchmark. Django must be set up for the folder of data."""
    from flows.catalogue import publish
    from voxloom.accounts.isolation import within
    from voxloom.accounts.workspaces import MAIN

    with within(MAIN):
        for bot in BOTS:
            publish(text_of(bot))
            if bot != "teller":
                publish(without_speculation(text_of(bot)))


@contextlib.contextmanager
def prepared() -> Iterator[Path]:
    """A fresh folder of data with the bots of the benchmark; Django is set up for it."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "voxloom.settings"
    with tempfile.TemporaryDirectory(prefix="voxloom-bench-") as folder:
        data = Path(folder) / "var"
        os.environ["VOXLOOM_DATA"] = str(data)
        prepare(data)
        django.setup()
        publish_bots()
        yield data


class House(Child):
    """A server process; `address` answers once it is entered."""

    def __init__(
        self,
        data: Path,
        name: str,
        *,
        model: str = "",
        stub_speech: bool = False,
        cores: Collection[int] = (),
        **settings: str,
    ) -> None:
        """`model`: the base address of the language model that speaks. With `cores` it runs on these alone."""
        self._settle_s = 1.0 if stub_speech else SETTLE_S
        port = free_port()
        chosen = {"MODEL": MODEL, "MODEL_API_BASE": model, "MODEL_API_KEY": "none"} if model else {}
        most = ("MAX_CALLS", "CALLS_PER_CLIENT", "CALLS_PER_BOT", "CALLS_PER_WORKSPACE")
        limits = {**dict.fromkeys(most, str(MOST_CALLS)), "TICKETS_PER_MINUTE": "1000"}
        command: list[str | Path] = [sys.executable, "-m", "benchmarks.voice.serve", "--port", str(port)]
        super().__init__(
            [*command, *(["--stub-speech"] if stub_speech else [])],
            environment={**environment(data, port), **chosen, **limits, **settings},
            log=data / f"{name}.log",
            ready_seconds=READY_SECONDS,
            cores=cores,
        )

    async def __aenter__(self) -> "House":
        await super().__aenter__()
        await asyncio.sleep(self._settle_s)
        return self

    @property
    def address(self) -> str:
        """Where it is called."""
        return str(self.told["address"])

    @property
    def pid(self) -> int:
        """The process that holds the calls."""
        assert self._process is not None
        return self._process.pid

    async def figures(self) -> dict[str, float]:
        """What the server counts; nothing when it does not answer."""
        return await figures_of(self.address)


async def figures_of(address: str) -> dict[str, float]:
    """The numbers of a server's /readyz."""
    try:
        timeout = aiohttp.ClientTimeout(total=5)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(f"{address}/readyz") as answer:
            told: dict[str, Any] = await answer.json()
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return {}
    return {name: value for name, value in told.items() if isinstance(value, int | float) and value is not True}


async def counted(houses: Sequence[House], name: str) -> float | None:
    """The sum of a figure over several servers; None when one of them does not tell."""
    values = [(await house.figures()).get(name) for house in houses]
    return None if None in values or not values else sum(value for value in values if value is not None)
