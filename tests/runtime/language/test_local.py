"""The small model of this machine: a whole turn, as it is spoken while it comes, through every part that a call has."""

import asyncio
import os
import re
import signal

import pytest

from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.engine.program import Program
from runtime.language.local import FREE, NO_KEY, LocalModel
from runtime.language.server import NAME
from runtime.speech import models
from tests.flows.driver.fakes import KnownSentences, SlowTools, StreamingOutput
from tests.flows.small_bots import NOW, bot
from tools.models.address import LOCAL, ModelAddress
from tools.models.bound import BoundModels
from tools.models.process import ModelProcess
from tools.models.routes import Routes

BOT = """
flows:
  on_start: {nodes: {quiet: {type: decide, next: [{else: end}]}}}
  main:
    nodes:
      think: {type: generate, prompt: "Greet somebody who calls a bank, in one short sentence.", timeout: 60s,
              on_error: sorry, next: end}
      sorry: {type: say, say: No words today., next: end}
"""
CHOSEN = ModelAddress(LOCAL, deadline_ms=30_000, gap_ms=30_000, max_tokens=40)


def test_it_is_asked_on_this_machine_and_costs_nothing() -> None:
    here = LocalModel()
    address = here.address(CHOSEN)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/v1", address.api_base)
    assert (address.model, address.api_key, address.price) == (f"openai/{NAME}", NO_KEY, FREE)
    assert (address.deadline_ms, address.max_tokens, here.ready, here.pid) == (30_000, 40, False, None)


@pytest.mark.local
@pytest.mark.timeout(300)
def test_it_holds_a_streamed_turn_and_ends_with_the_server() -> None:
    if absent := models.missing("language"):
        pytest.skip(str(absent[0]))

    async def main() -> None:
        here, process, output = LocalModel(), ModelProcess(), StreamingOutput()
        routes = Routes(process, here.address(CHOSEN))
        program = Program(bot(BOT, warnings=True))
        try:
            await here.start()
            await routes.load()
            bound = BoundModels(routes, program.bot)
            talk = Conversation(program, KnownSentences(), SlowTools(0), output, FixedClock(NOW), None, bound)
            turn = await talk.start()
            pid = here.pid
        finally:
            await routes.aclose()
            await here.aclose()
        pieces = [text for what, text, _ in output.lines if what == "piece"]
        assert len(pieces) > 3  # they came one by one
        assert turn.said == ["".join(pieces)]
        assert any(word.isalpha() for word in turn.said[0].split())
        assert "No words today." not in turn.said
        assert pid is not None
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)

    asyncio.run(main())


@pytest.mark.local
@pytest.mark.timeout(300)
def test_one_that_dies_is_started_again_at_the_same_address() -> None:
    if absent := models.missing("language"):
        pytest.skip(str(absent[0]))

    async def main() -> None:
        here = LocalModel()
        try:
            await here.start()
            before, first = here.address(CHOSEN), here.pid
            assert first is not None
            os.kill(first, signal.SIGKILL)
            async with asyncio.timeout(60):
                while here.pid in (first, None) or not here.ready:
                    await asyncio.sleep(0.05)
            assert here.address(CHOSEN) == before
        finally:
            await here.aclose()

    asyncio.run(main())
