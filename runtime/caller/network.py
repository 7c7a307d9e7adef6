"""A bad network between caller and bot, made in the caller: packets get lost, arrive late, and overtake each other.

No rights on the machine's real network are needed, and nothing else on it suffers.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

SendRtp = Callable[[bytes], Awaitable[None]]
_MS_NS = 1_000_000


@dataclass(frozen=True)
class Network:
    """`loss` is the share of packets that are lost each way, `jitter_ms` the most by which one is late.

    `reorder` is the share of the caller's packets that are held back until the next one has gone.
    """

    loss: float = 0.0
    jitter_ms: float = 0.0
    reorder: float = 0.0
    seed: int = 1


OVERTAKEN_MS = 30.0  # longer than a packet


class Downhill:
    """The way from the bot: decides about each packet as it arrives."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self._chance = random.Random(network.seed)  # noqa: S311  # nothing secret depends on it
        self._last_ns = 0

    def arrives_ns(self, arrival_ns: int) -> int | None:
        """When a packet that was here at `arrival_ns` arrives over this network; None when it is lost."""
        if self._chance.random() < self._network.loss:
            return None
        late_ns = int(self._chance.uniform(0, self._network.jitter_ms) * _MS_NS)
        # In order: what was overtaken would be put right by any jitter buffer, at the time of the later one.
        self._last_ns = max(self._last_ns, arrival_ns + late_ns)
        return self._last_ns


class Uphill:
    """The way to the bot: sends each packet, late or not at all."""

    def __init__(self, network: Network, send: SendRtp) -> None:
        self._network = network
        self._send = send
        self._chance = random.Random(network.seed + 1)  # noqa: S311  # nothing secret depends on it
        self.under_way = 0
        """Packets that have not left yet."""
        self._leaving: set[asyncio.Task[None]] = set()

    async def send(self, packet: bytes) -> None:
        """Take one packet; returns at once."""
        if self._chance.random() < self._network.loss:
            return
        late_ms = self._chance.uniform(0, self._network.jitter_ms)
        if self._chance.random() < self._network.reorder:
            late_ms += OVERTAKEN_MS
        self.under_way += 1
        asyncio.get_running_loop().call_later(late_ms / 1000, self._leave, packet)

    def _leave(self, packet: bytes) -> None:
        task = asyncio.create_task(self._sent(packet))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    async def _sent(self, packet: bytes) -> None:
        try:
            await self._send(packet)
        except ConnectionError:
            return  # the call is over, and so is the way
        finally:
            self.under_way -= 1
