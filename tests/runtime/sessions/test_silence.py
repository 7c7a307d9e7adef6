"""Only silence that counts is counted."""

import asyncio

from runtime.sessions.silence import SilenceTimer
from tests.runtime.virtual_time import run


def test_pauses_do_not_count() -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        due: list[float] = []
        timer = SilenceTimer(lambda: due.append(loop.time() - began))
        began = loop.time()
        timer.count(on=True)  # nothing is expected yet
        await asyncio.sleep(100)
        began = loop.time()
        timer.expect(6000)
        timer.count(on=True)
        await asyncio.sleep(4)
        timer.count(on=True)
        timer.count(on=False)
        await asyncio.sleep(50)
        timer.count(on=True)
        await asyncio.sleep(100)
        timer.count(on=True)  # used up
        await asyncio.sleep(100)
        assert [round(seconds, 3) for seconds in due] == [56.0]
        timer.expect(1000)
        timer.count(on=True)
        timer.expect(3000)  # the bot listens anew
        timer.count(on=True)
        await asyncio.sleep(2)
        assert len(due) == 1
        timer.count(on=False)

    run(work())
