"""Ports for the driver's tests: tools that take time, an output that writes down, sentences that are known."""

import asyncio
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flows.driver.ports import ModelOutcome, Spoken, ToolOutcome
from flows.engine.acts import Act, Understanding
from flows.engine.commands import AskModel, CallTool, EndCall, Handoff, Listen, LookUp, Say
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
        self.spoke_at_s: float | None = None
        """When the caller's last word was; None where nobody speaks."""
        self.caller_speaks = 0
        """How many times the caller speaks when a filler is to be said."""
        self.takes_s: float | None = None
        """How long a filler sounds; None where nobody listens."""
        self.sounds_until_s = 0.0
        self.last = False
        """Whether nothing was to follow the last filler."""

    def _write(self, kind: str, text: str) -> None:
        self.lines.append((kind, text, round(asyncio.get_running_loop().time(), 3)))

    async def say(self, command: Say) -> None:
        self._write("say", command.text)

    async def filler(self, text: str, wanted: Callable[[], bool], *, last: bool) -> bool:
        if self.caller_speaks:
            self.caller_speaks -= 1
            return False
        assert wanted()
        self._write("filler", text)
        self.last = last
        self.sounds_until_s = asyncio.get_running_loop().time() + (self.takes_s or 0.0)
        return True

    def silent_ms(self) -> float:
        if self.takes_s is None:
            return math.inf
        return max(0.0, (asyncio.get_running_loop().time() - self.sounds_until_s) * 1000)

    def waited_ms(self) -> float:
        spoke = self.spoke_at_s
        return 0.0 if spoke is None else (asyncio.get_running_loop().time() - spoke) * 1000

    async def listen(self, command: Listen) -> None:
        self._write("listen", command.expectation.kind)

    async def hand_off(self, command: Handoff) -> None:
        self._write("hand_off", "")

    async def end(self, command: EndCall) -> None:
        self._write("end", command.reason)


class Stream:
    """Writes down each piece of a text."""

    def __init__(self, write: Callable[[str, str], None]) -> None:
        self._write = write

    def add(self, piece: str) -> None:
        self._write("piece", piece)

    def finish(self) -> None:
        self._write("finish", "")

    def fail(self) -> None:
        self._write("fail", "")


class StreamingOutput(WritingOutput):
    """Takes the texts of models as they come; `spoken` is how each is said."""

    spoken: Spoken

    def stream(self, command: AskModel, spoken: Spoken) -> Stream:
        self.spoken = spoken
        self._write("stream", command.node)
        return Stream(self._write)


class StreamingModels:
    """A model whose pieces come one after the other; an error instead of a piece ends it."""

    def __init__(
        self, pieces: Sequence[str | Exception | ModelOutcome], gap_s: float = 0.1, whole: str | None = None
    ) -> None:
        """`whole`: what it calls the text at the end, where that is not what it gave."""
        self.pieces, self.gap_s, self.whole = pieces, gap_s, whole
        self.cancelled = 0

    async def ask(self, command: AskModel, on_text: Callable[[str], None]) -> ModelOutcome:
        given = ""
        try:
            for piece in self.pieces:
                await asyncio.sleep(self.gap_s)
                if isinstance(piece, Exception):
                    raise piece
                if isinstance(piece, ModelOutcome):
                    return piece
                given += piece
                on_text(piece)
        except asyncio.CancelledError:
            self.cancelled += 1
            on_text("too late")
            raise
        return ModelOutcome(given if self.whole is None else self.whole)

    async def look_up(self, command: LookUp) -> ModelOutcome:
        raise AssertionError(command)
