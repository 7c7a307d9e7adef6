"""The library is imported once, beside the calls."""

import asyncio
import threading

from tools.models.library import Library


def test_it_is_imported_in_a_thread_and_kept() -> None:
    async def run() -> None:
        library = Library()
        first, second = await asyncio.gather(library.load(), library.load())
        assert first is second is await library.load()
        assert callable(first.acompletion)
        assert first.suppress_debug_info

    asyncio.run(run())
    for thread in threading.enumerate():
        if thread.name.startswith("litellm_"):
            thread.join(10)
            assert not thread.is_alive()
