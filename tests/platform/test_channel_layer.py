"""The channel layer: hints for sockets, few of them and not for long; of one process and of several alike."""

import ast
import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from channels.exceptions import ChannelFull
from channels.layers import InMemoryChannelLayer

from voxloom.settings.redis import ANSWER_S, HINTS, channel_layer, own_channel_layer
from voxloom.shared.channel_layer import PatientLayer
from voxloom.shared.redis_link import connect

DEADLINE_S = 10
Body = Callable[[Any], Awaitable[None]]


@pytest.fixture(params=["one process", "redis"])
def with_layer(request: pytest.FixtureRequest, address: str) -> Callable[[Body], None]:
    """Runs something with the layer as the settings make it."""

    async def main(body: Body) -> None:
        if request.param == "one process":
            layer: Any = InMemoryChannelLayer(**own_channel_layer()["CONFIG"])
            await asyncio.wait_for(body(layer), DEADLINE_S)
            return
        client = connect(address)
        client.flushall()
        client.close()
        layer = PatientLayer(**channel_layer(address)["CONFIG"])
        try:
            await asyncio.wait_for(body(layer), DEADLINE_S)
        finally:
            await layer.close_pools()

    return lambda body: asyncio.run(main(body))


def test_a_hint_reaches_its_socket_and_no_other(with_layer: Callable[[Body], None]) -> None:
    async def body(layer: Any) -> None:
        one, other = await layer.new_channel(), await layer.new_channel()
        await layer.send(one, {"type": "look"})
        await layer.send(other, {"type": "look", "seq": 7})
        assert await layer.receive(other) == {"type": "look", "seq": 7}
        assert await layer.receive(one) == {"type": "look"}

    with_layer(body)


def test_a_group_is_told_together_until_somebody_leaves(with_layer: Callable[[Body], None]) -> None:
    async def body(layer: Any) -> None:
        one, other = await layer.new_channel(), await layer.new_channel()
        for channel in (one, other):
            await layer.group_add("call", channel)
        await layer.group_send("call", {"type": "look"})
        assert [await layer.receive(channel) for channel in (one, other)] == [{"type": "look"}] * 2
        await layer.group_discard("call", other)
        await layer.group_send("call", {"type": "again"})
        await layer.send(other, {"type": "alone"})
        assert await layer.receive(other) == {"type": "alone"}
        assert await layer.receive(one) == {"type": "again"}

    with_layer(body)


def test_a_flood_is_dropped_and_what_fits_is_kept(with_layer: Callable[[Body], None]) -> None:
    """So nothing that counts may go this way: it must be found in the database."""

    async def body(layer: Any) -> None:
        channel = await layer.new_channel()
        await layer.group_add("call", channel)
        for number in range(HINTS["capacity"] + 400):
            await layer.group_send("call", {"type": "look", "number": number})
        with pytest.raises(ChannelFull):
            await layer.send(channel, {"type": "look"})
        kept = [await layer.receive(channel) for _ in range(HINTS["capacity"])]
        assert [message["number"] for message in kept] == list(range(HINTS["capacity"]))
        await layer.send(channel, {"type": "room again"})
        assert await layer.receive(channel) == {"type": "room again"}

    with_layer(body)


def test_both_are_set_alike_and_wait_for_nobody(address: str) -> None:
    one, several = (
        InMemoryChannelLayer(**own_channel_layer()["CONFIG"]),
        PatientLayer(**channel_layer(address)["CONFIG"]),
    )
    for name, value in HINTS.items():
        assert (getattr(one, name), getattr(several, name)) == (value, value)
    (host,) = several.hosts
    assert host["socket_timeout"] == host["socket_connect_timeout"] == ANSWER_S <= 2
    assert PatientLayer.brpop_timeout < ANSWER_S


SENDERS = {"designer/live/telling.py", "designer/live/consumer.py"}
"""Who edits a draft, and that it has changed: hints, from one place."""


def test_nothing_of_a_conversation_goes_this_way(root: Path) -> None:
    """Whoever sends anything by it is to send a hint, from a place that a reader finds."""
    senders = []
    for folder in ("runtime", "designer", "tools", "flows", "platform"):
        for path in (root / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                name = node.attr if isinstance(node, ast.Attribute) else ""
                if name in ("group_send", "group_add", "channel_layer") and path.name != "channel_layer.py":
                    senders.append(str(path.relative_to(root)))
    assert set(senders) == SENDERS
