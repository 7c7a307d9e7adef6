"""Ending what aiortc started: kindly first, then by force."""

import asyncio
import contextlib
import logging
from typing import Any

from aiortc import RTCPeerConnection

logger = logging.getLogger(__name__)

TASK_DEADLINE_S = 0.25


async def end_task(task: "asyncio.Task[Any]") -> None:
    """Cancel a task and wait until it is gone, but not for ever."""
    task.cancel()
    await asyncio.wait([task], timeout=TASK_DEADLINE_S)


async def close_connection(connection: RTCPeerConnection, *, deadline_s: float) -> None:
    """Close a peer connection; whatever is left after the deadline is cancelled and its sockets are shut.

    aiortc waits without end for a sender or receiver task that died of something unexpected.
    """
    closing = asyncio.create_task(connection.close(), name="media:close-connection")
    await asyncio.wait([closing], timeout=deadline_s)
    if closing.done() and not closing.cancelled() and closing.exception() is None:
        return
    logger.warning("a peer connection did not close in %s s; closing its sockets by force", deadline_s)
    await end_task(closing)
    await _force(connection)


async def _force(connection: RTCPeerConnection) -> None:
    # When the other end closed first, aiortc had begun to close by itself: ours only waited for that.
    await _end(getattr(connection, "_RTCPeerConnection__closeTask", None))
    for transceiver in connection.getTransceivers():
        sender: Any = transceiver.sender
        receiver: Any = transceiver.receiver
        for name in ("_RTCRtpSender__rtp_task", "_RTCRtpSender__rtcp_task"):
            await _end(getattr(sender, name, None))
        await _end(getattr(receiver, "_RTCRtpReceiver__rtcp_task", None))
        with contextlib.suppress(Exception):
            receiver._RTCRtpReceiver__stop_decoder()
        dtls: Any = receiver.transport
        for stop in (dtls.stop, dtls.transport.stop):
            stopping = asyncio.ensure_future(stop())
            await asyncio.wait([stopping], timeout=TASK_DEADLINE_S)
            await _end(stopping)
        for protocol in list(dtls.transport._connection._protocols):
            protocol.transport.abort()


async def _end(task: "asyncio.Task[None] | None") -> None:
    if task is not None:
        await end_task(task)
        if task.done() and not task.cancelled():
            task.exception()  # seen, so that nothing is printed about it later
