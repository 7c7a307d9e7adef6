"""Runs a test against a runtime in this process."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from runtime.service import RuntimeService
from tests.runtime.signalling.served import serving

Work = Callable[[RuntimeService], Coroutine[Any, Any, None]]


@pytest.fixture
def served(caplog: pytest.LogCaptureFixture) -> Callable[..., None]:
    """Run a test against a runtime; no traceback may be logged."""

    def run(work: Work, **options: int) -> None:
        async def whole() -> None:
            async with serving(**options) as service:
                await work(service)
                async with asyncio.timeout(5):
                    while service.calls:
                        await asyncio.sleep(0.01)

        asyncio.run(whole())
        assert "Traceback" not in caplog.text

    return run
