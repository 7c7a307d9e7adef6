"""The real process: what it offers, and that a question ends where nobody waits for it."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Mapping
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.tools.models import asked
from tools.models.process import ModelProcess
from tools.models.worker import run as run_module
from tools.models.worker.loop import Part


def test_it_offers_completions_and_prices() -> None:
    async def price(process: ModelProcess) -> object:
        return [reply.fields.get("price") async for reply in process.ask("price", {"model": "openai/gpt-4o-mini"})]

    first, *_ = asked.run(price(asked.process()))
    assert isinstance(first, list)
    assert asked.process().ready
    assert asked.process().waiting == 0


class Library:
    """Takes the question that nobody is asked, and fails or hangs as told."""

    def __init__(self, *, hangs: bool = False) -> None:
        self.hangs = hangs
        self.asked: list[dict[str, Any]] = []
        self.ended = threading.Event()

    async def complete(self, fields: Mapping[str, Any], _payload: bytes) -> AsyncGenerator[Part, None]:
        self.asked.append(dict(fields["request"]))
        try:
            if self.hangs:
                await asyncio.Event().wait()
            raise ConnectionError("nobody answers")
            yield Part({})
        finally:
            self.ended.set()


def test_it_is_warmed_by_one_question_to_nobody_with_no_key_of_anybody() -> None:
    library = Library()
    asyncio.run(run_module._warmed({"complete": library.complete}))
    (request,) = library.asked
    address = urlsplit(request["api_base"])
    assert (address.hostname, address.port, request["api_key"]) == ("127.0.0.1", 9, "none")
    assert request["stream"]  # the way that callers wait for
    assert (request["num_retries"], request["max_retries"]) == (0, 0)


def test_a_library_that_hangs_while_it_is_warmed_does_not_keep_the_process_from_being_ready(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(run_module, "WARM_S", 0.0)
    library = Library(hangs=True)
    asyncio.run(run_module._warmed({"complete": library.complete}))
    assert library.ended.is_set()


def test_what_has_no_models_is_not_warmed() -> None:
    asyncio.run(run_module._warmed({}))
