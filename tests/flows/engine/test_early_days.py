"""A day that has passed, said before its question, is refused in words."""

import asyncio

from flows.definition.bot import Bot
from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.silent_output import SilentOutput
from flows.engine.program import Program
from flows.understanding.in_process import InProcessEmbedder
from flows.understanding.local import LocalUnderstanding
from tools.box import ToolBox


def test_the_caller_hears_why_a_day_is_not_taken(starter_bots: dict[str, Bot], embedder: InProcessEmbedder) -> None:
    async def said(text: str) -> list[str]:
        bot = starter_bots["table_booking"]
        understander = await LocalUnderstanding.train(bot, embedder)
        clock = FixedClock("2026-01-05T10:00:00.000+00:00")
        talk = Conversation(Program(bot), understander, ToolBox(bot, {}, bound=False), SilentOutput(), clock)
        await talk.start()
        return list((await talk.hear(text)).said)

    for text in ("hi a table for two yesterday at eight", "a table for four last friday please"):
        assert asyncio.run(said(text)) == ["That day has passed.", "For which day?"]
    assert asyncio.run(said("a table for two tomorrow at eight")) == ["What name shall I put it under?"]
