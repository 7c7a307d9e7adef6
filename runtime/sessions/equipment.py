"""What a call hears, speaks and is connected with. The service has the real things, tests have their own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from runtime.history.call_log import History
from runtime.media.capture import OnAudio
from runtime.media.peer import LostReason, MediaPeer, PeerState
from runtime.media.playout import Playout
from runtime.media.stats import MediaStats
from runtime.sessions.late_tools import LateTools
from runtime.sessions.listener import ActivityStream
from runtime.sessions.speaker import Voice
from runtime.speech.ports import Recogniser
from tools.services import BoundServices


class Peer(Protocol):
    """The media of one call."""

    @property
    def lost_reason(self) -> LostReason | None:
        """Why the media was lost."""

    @property
    def stats(self) -> MediaStats:
        """What was counted so far."""

    async def answer(self, sdp: str) -> str:
        """The answer to the one offer. Raises BadOffer."""

    async def close(self) -> None:
        """End everything of it."""


class NewPeer(Protocol):
    """Makes the media of a call."""

    def __call__(
        self, *, name: str, on_audio: OnAudio, on_state: Callable[[PeerState], None], playout: Playout
    ) -> Peer:
        """As `MediaPeer`."""


@dataclass(frozen=True)
class Equipment:
    """Shared by all calls of a process; `new_activity` and `new_peer` make what each call has for itself."""

    recogniser: Recogniser
    voice: Voice
    new_activity: Callable[[], ActivityStream]
    new_peer: NewPeer = MediaPeer
    late_tools: LateTools = field(default_factory=LateTools)
    history: History | None = None
    """Where the call is kept; None keeps nothing."""
    services: Callable[[int, str], BoundServices] | None = None
    """What asks services for the tools of a workspace's bots, for a conversation; None: they have their stubs."""
    speaker: str | None = None
    """Who speaks, of `voice`; None: as the bot says."""
    early: Recogniser | None = None
    """What reads a voice that has not paused yet, where that must be quicker; None: `recogniser`."""
