"""The clock of a call: the event loop's own, which is the monotonic one; a test's loop lets it fly."""

import asyncio


def now_ns() -> int:
    """Monotonic ns. Inside a running event loop only."""
    return int(asyncio.get_running_loop().time() * 1e9)
