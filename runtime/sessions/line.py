"""The line to the caller: the peer connection, and the listener on it."""

import asyncio
from collections.abc import Callable, Sequence

from runtime.media.peer import LostReason, PeerState
from runtime.media.playout import Playout
from runtime.media.stats import MediaStats
from runtime.sessions.actor import Actor
from runtime.sessions.equipment import Equipment, Peer
from runtime.sessions.listener import Heard, Listener
from runtime.sessions.steady_audio import SteadyAudio


class Line:
    """Belongs to one call. What is heard and what becomes of the connection goes to the call's actor."""

    def __init__(
        self,
        actor: Actor,
        equipment: Equipment,
        playout: Playout,
        *,
        hints: Callable[[], Sequence[str]],
        on_heard: Callable[[Heard], None],
        on_state: Callable[[PeerState], None],
        wants_early: Callable[[], bool],
        asks: Callable[[], str],
    ) -> None:
        self._wants_early = wants_early
        self._asks = asks
        self._actor = actor
        self._equipment = equipment
        self._playout = playout
        self._hints = hints
        self._on_heard = on_heard
        self._on_state = on_state
        self._peer: Peer | None = None
        self._listener: Listener | None = None
        self._steady: SteadyAudio | None = None
        self.connected = False
        """Whether sound goes both ways."""

    @property
    def uplink_ms(self) -> float:
        """How old the caller's sounds are when they arrive, as far as that can be estimated."""
        return (self.stats.uplink_ms if self.stats is not None else None) or 0.0

    @property
    def stats(self) -> MediaStats | None:
        """What the media counted so far; None where there are none."""
        return self._peer.stats if self._peer is not None else None

    @property
    def lost_reason(self) -> LostReason | None:
        """Why the media was lost."""
        return self._peer.lost_reason if self._peer is not None else None

    async def answer(self, sdp: str) -> str:
        """Answer the one offer. Raises BadOffer, also for a second one."""
        if self._peer is None:
            self._listener = Listener(
                self._equipment.recogniser,
                self._equipment.new_activity(),
                name=self._actor.name,
                hints=self._hints,
                on_event=lambda event: self._actor.post(lambda: self._on_heard(event)),
                wants_early=self._wants_early,
                asks=self._asks,
                early=self._equipment.early,
            )
            self._steady = SteadyAudio(self._listener)
            self._peer = self._equipment.new_peer(
                name=self._actor.name,
                on_audio=self._steady.hear,
                on_state=lambda state: self._actor.post(lambda: self._told(state)),
                playout=self._playout,
            )
        return await self._peer.answer(sdp)

    def _told(self, state: PeerState) -> None:
        self.connected = state == "connected"
        self._on_state(state)

    def decide(self, revision: int, hold_ms: int) -> None:
        """How long the silence of a pause must last to end the caller's turn."""
        if self._listener is not None:
            self._listener.decide(revision, hold_ms)

    async def aclose(self) -> None:
        """End everything of it."""
        if self._steady is not None:
            self._steady.close()
        if self._peer is not None and self._listener is not None:
            await asyncio.gather(self._peer.close(), self._listener.aclose(), return_exceptions=True)
