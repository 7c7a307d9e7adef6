"""The caller's peer connection: offers one audio line, needs no STUN server and works with loopback alone."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription

from runtime.caller.downlink import Downlink
from runtime.caller.errors import CallFailed
from runtime.caller.network import Network, Uphill
from runtime.media import patches

SEND_RTP = "_send_rtp"  # aiortc is pinned; a test holds that the hook still takes
OFFER_SECONDS = 10.0
CLOSE_SECONDS = 3.0


class CallerPeer:
    """One RTCPeerConnection, offering side."""

    def __init__(
        self,
        uplink: MediaStreamTrack,
        downlink: Downlink,
        on_state: Callable[[str], None],
        network: Network | None = None,
    ) -> None:
        """`on_state` gets aiortc's connection state on the event loop: connecting, connected, failed, closed.

        `network` makes the packets of the caller late, or lost; `downlink` deals with those of the bot.
        """
        patches.install()
        # Without an empty list aiortc asks a public STUN server and may wait five seconds for it.
        self._connection: Any = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        transceiver = self._connection.addTransceiver(uplink, direction="sendrecv")
        self._uplink = uplink
        downlink.attach(transceiver.receiver)
        if network is not None:
            transport: Any = transceiver.sender.transport
            setattr(transport, SEND_RTP, Uphill(network, getattr(transport, SEND_RTP)).send)
        self._connection.on("connectionstatechange", lambda: on_state(self._connection.connectionState))

    async def offer(self) -> str:
        """The SDP offer with every candidate inside."""
        try:
            async with asyncio.timeout(OFFER_SECONDS):
                await self._connection.setLocalDescription(await self._connection.createOffer())
        except TimeoutError:
            raise CallFailed("This machine's network addresses cannot be found in time; try again.") from None
        sdp: str = self._connection.localDescription.sdp
        if "a=candidate:" not in sdp:
            raise CallFailed("This machine has no network address to call from; bring an interface up.")
        return sdp

    async def accept(self, sdp: str) -> None:
        """Take the server's answer."""
        try:
            async with asyncio.timeout(OFFER_SECONDS):
                await self._connection.setRemoteDescription(RTCSessionDescription(sdp=sdp, type="answer"))
        except Exception as problem:  # noqa: BLE001  # aiortc raises bare ValueError, KeyError, InvalidStateError...
            raise CallFailed(f"The server's answer cannot be used ({type(problem).__name__}).") from None

    async def close(self) -> None:
        """Stop sending and hearing; never hangs, may be called twice."""
        self._uplink.stop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._connection.close()
