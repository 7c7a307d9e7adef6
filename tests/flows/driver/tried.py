"""A conversation whose turns are tried, and all that was done by then."""

import asyncio
from typing import Any

from flows.driver.branch import Branch
from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.event_log import EventLog
from flows.engine.program import Program
from tests.flows.driver.fakes import KnownSentences, WritingOutput
from tests.flows.small_bots import NOW, bot


class Talk:
    """A conversation that has come to its question, and all that was done by then."""

    def __init__(self, text: str, tools: Any, models: Any = None, output: WritingOutput | None = None) -> None:
        self.output = output or WritingOutput()
        self.lines: list[dict[str, Any]] = []
        self.talk = Conversation(
            Program(bot(text, warnings=True)), KnownSentences(), tools, self.output, FixedClock(NOW),
            EventLog(self.lines.append, "small", "hash"), models,
        )  # fmt: skip

    async def begin(self, *sentences: str) -> "Talk":
        await self.talk.start()
        for sentence in sentences:
            await self.talk.hear(sentence)
        self.output.lines.clear()
        self.lines.clear()
        return self


def begun(talk: Conversation, text: str, on_say: Any = None) -> tuple[Branch, "asyncio.Task[Any]"]:
    branch = Branch(talk, on_say)
    return branch, asyncio.create_task(branch.hear(text), name="branch")
