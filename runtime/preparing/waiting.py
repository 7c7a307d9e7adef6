"""Waiting for what a worker makes, where there are workers: no two should do the same work for minutes.

Nobody waits for ever: a job that no worker takes, or that takes too long, is done here all the same.
"""

import asyncio
from collections.abc import Awaitable, Callable

from channels.db import database_sync_to_async
from django.conf import settings

from flows.preparing import LEARN, SPEAK, state_of
from voxloom.jobs.models import Job

LOOK_EVERY_S = 1.0
TAKEN_S = 10.0
"""For a worker to take the job: they look every five seconds."""
DONE_S = {LEARN: 120.0, SPEAK: 300.0}
"""For it to be done, from then on."""
State = Callable[[str, str], Awaitable[str | None]]


async def until_learned(content_hash: str) -> None:
    """Until a worker has learned a text, or it is better done here."""
    await _until_made(LEARN, content_hash)


async def until_spoken(content_hash: str) -> None:
    """Until workers have spoken the prompts of a text, or it is better done here."""
    await _until_made(SPEAK, content_hash)


async def _until_made(name: str, content_hash: str) -> None:
    if settings.REDIS_URL:  # else jobs run in this process
        await until_over(name, content_hash, database_sync_to_async(state_of))


async def until_over(name: str, content_hash: str, state: State) -> None:
    """As above. `state` is that of the last job of the text."""
    loop = asyncio.get_running_loop()
    until = loop.time() + TAKEN_S
    taken = False
    while loop.time() < until:
        match await state(name, content_hash):
            case Job.State.WAITING:
                pass
            case Job.State.RUNNING:
                if not taken:
                    taken, until = True, loop.time() + DONE_S[name]
            case _:
                return
        await asyncio.sleep(LOOK_EVERY_S)
