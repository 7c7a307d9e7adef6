"""Messages to the page: in order, bounded, and no end to wait for."""

import asyncio
from typing import Any

from runtime.sessions import outbox as outbox_module
from runtime.sessions.outbox import MAX_WAITING, Outbox, longest
from tests.runtime.counted import Counted
from tests.runtime.virtual_time import run


def test_in_order_and_stamped() -> None:
    async def work() -> None:
        sent: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            await asyncio.sleep(0.1)
            sent.append(message)

        outbox = Outbox(send, name="test", on_stuck=lambda: sent.clear())
        outbox.put("one", n=1)
        await asyncio.sleep(1)
        outbox.put("two")
        outbox.put("three")
        await outbox.aclose()
        outbox.put("late")
        await outbox.aclose()
        assert sent == [
            {"type": "one", "n": 1, "at_ms": 0}, {"type": "two", "at_ms": 1000}, {"type": "three", "at_ms": 1000},
        ]  # fmt: skip

    run(work())


def test_a_page_that_does_not_read() -> None:
    async def work() -> None:
        stuck: list[bool] = []

        async def send(message: dict[str, Any]) -> None:
            await asyncio.sleep(3600)

        outbox = Outbox(send, name="test", on_stuck=lambda: stuck.append(True))
        counted, before = Counted(), longest()
        for _ in range(MAX_WAITING):
            outbox.put("log")
        assert (before, longest()) == (0, MAX_WAITING)
        for _ in range(2 * MAX_WAITING):
            outbox.put("log")
        assert stuck == [True]
        assert counted("voxloom_outbox_stuck_total") == 1
        assert longest() == 0  # nothing of it will be sent
        began = asyncio.get_running_loop().time()
        await outbox.aclose(0.5)
        assert asyncio.get_running_loop().time() - began < 0.6

    run(work())


def test_one_message_may_not_take_for_ever() -> None:
    async def work() -> None:
        stuck: list[bool] = []

        async def send(message: dict[str, Any]) -> None:
            await asyncio.sleep(3600)

        outbox = Outbox(send, name="test", on_stuck=lambda: stuck.append(True))
        outbox.put("log")
        await asyncio.sleep(outbox_module.SEND_S + 1)
        assert stuck == [True]
        await outbox.aclose()

    run(work())


def test_a_socket_that_is_gone() -> None:
    async def work() -> None:
        stuck: list[bool] = []

        async def send(message: dict[str, Any]) -> None:
            raise ConnectionError

        outbox = Outbox(send, name="test", on_stuck=lambda: stuck.append(True))
        outbox.put("log")
        await asyncio.sleep(1)
        outbox.put("log")
        await outbox.aclose()
        assert stuck == [True]

    run(work())
