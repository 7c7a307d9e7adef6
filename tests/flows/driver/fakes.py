"""Ports for the driver's tests: tools that take time, an output that writes down, sentences that are known."""

import asyncio
from collections.abc import Mapping
from typing import Any

from flows.driver.ports import ToolOutcome
from flows.engine.acts import Act, Understanding
from flows.engine.commands import CallTool, EndCall, Handoff, Listen, Say
from flows.engine.expectation import Expectation
from flows.values.setting import Setting

SENTENCES: dict[str, tuple[Act, ...]] = {
    "order": (Act("start_flow", flow="order"),),
    "small": (Act("fill", slot="size", value="small"),),
    "two": (Act("fill", slot="count", value=2),),
    "yes": (Act("affirm"),),
    "no": (Act("deny"),),
    "bye": (Act("goodbye"),),
    "person": (Act("human"),),
}


class KnownSentences:
    """Understands the sentences above, and nothing else."""

    async def understand(
        self, text: str, expectation: Expectation, known: Mapping[str, Any], setting: Setting
    ) -> Understanding:
        return Understanding(text, SENTENCES.get(text, ()))


class SlowTools:
    """Tools that take their time, by the loop's clock."""

    def __init__(self, seconds: float, result: Any = None) -> None:
        self.seconds, self.result = seconds, result
        self.cancelled = 0

    async def call(self, command: CallTool) -> ToolOutcome:
        try:
            await asyncio.sleep(self.seconds)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return ToolOutcome({"price": 5} if self.result is None else self.result)


class WritingOutput:
    """Writes down what comes and when, in seconds of the loop's clock."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str, float]] = []

    def _write(self, kind: str, text: str) -> None:
        self.lines.append((kind, text, round(asyncio.get_running_loop().time(), 3)))

    async def say(self, command: Say) -> None:
        self._write("say", command.text)

    async def filler(self, text: str) -> None:
        self._write("filler", text)

    async def listen(self, command: Listen) -> None:
        self._write("listen", command.expectation.kind)

    async def hand_off(self, command: Handoff) -> None:
        self._write("hand_off", "")

    async def end(self, command: EndCall) -> None:
        self._write("end", command.reason)
