"""The output of chat and tests."""

import asyncio

from flows.driver.silent_output import SilentOutput
from flows.engine.commands import EndCall, Handoff, Listen, Say
from flows.engine.expectation import Expectation


def test_takes_everything() -> None:
    async def scenario() -> None:
        output = SilentOutput()
        await output.say(Say("x"))
        assert await output.filler("x", lambda: True, last=True)
        assert output.silent_ms() > 0
        await output.listen(Listen(Expectation(), 1))
        await output.hand_off(Handoff())
        await output.end(EndCall("goodbye"))

    asyncio.run(scenario())
