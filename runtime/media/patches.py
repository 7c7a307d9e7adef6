"""What Voxloom changes inside aiortc, once a process, and why. The versions are pinned; a test holds each hook down.

1. Loopback candidates (loopback.py): a machine without a network must still be able to call itself.
2. Decoder threads as daemons: aiortc makes one plain thread a receiver, and a process that is told to stop while a
   call is open waits for it for ever.
3. A packet that cannot be decoded is a line in the log, and a caller sends fifty a second: one in ten seconds is kept.
4. Sockets let in what is the caller's, and so much of it (doorway.py).
5. A sender whose clock jumps to and fro has a jitter that aiortc cannot write into a report, and its reports end.

Per receiver, in receiver_hook.py: the jitter buffer. Per transport, in crypto_hook.py: bounds on streams and reports.
Not needed any more: aioice 0.13 checks that a STUN transaction is open before it times it out (its InvalidStateError
ended streams after two minutes); a test would notice if that came back.
"""

import logging
import threading
from importlib.metadata import version
from typing import Any

import aioice.ice
import aiortc.rtcrtpreceiver as receiver_module

from runtime.media import loopback
from runtime.media.doorway import GuardedSocket

logger = logging.getLogger(__name__)

TRIED_VERSIONS = {"aiortc": "1.16.0", "aioice": "0.13.0"}

DECODING_S = 10.0
MAX_JITTER = (1 << 32) - 1
"""What a report has room for."""


class SparseDecoding(logging.Filter):
    """Lets one warning about a packet that cannot be decoded pass in `DECODING_S`, of all calls together."""

    def __init__(self) -> None:
        super().__init__()
        self._since: float | None = None

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether a record is written."""
        if "failed to decode" not in str(record.msg):
            return True
        if self._since is not None and 0 <= record.created - self._since < DECODING_S:
            return False
        self._since = record.created
        return True


class _DaemonThread(threading.Thread):
    """A thread that does not keep the process alive."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "daemon": True})


class _Threading:
    """Stands in for the module `threading` inside aiortc's receiver, which uses just these two names."""

    Thread = _DaemonThread
    Event = threading.Event


class BoundedStatistics(receiver_module.StreamStatistics):
    """aiortc's counts of a stream, which always fit into a report."""

    @property
    def jitter(self) -> int:
        """In units of the stream's clock."""
        return min(super().jitter, MAX_JITTER)


_SPARSE = SparseDecoding()


def install() -> None:
    """Install the changes; safe to call any number of times."""
    module: Any = receiver_module
    if module.threading is _Threading:
        return
    for package, tried in TRIED_VERSIONS.items():
        if (found := version(package)) != tried:
            logger.warning("%s is %s, but the media hooks were tried with %s only", package, found, tried)
    module.threading = _Threading
    module.StreamStatistics = BoundedStatistics
    module.logger.addFilter(_SPARSE)
    aioice.ice.StunProtocol = GuardedSocket  # type: ignore[misc]
    loopback.install()
