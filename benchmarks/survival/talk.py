"""A caller who says the same things whatever happens to the call, and what was seen of it from outside."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from runtime.caller import wav
from runtime.caller.client import Caller, CallPlan, CallResult
from runtime.caller.errors import CallFailed
from runtime.caller.events import Event
from tests.calls.voices import BRITISH, SLT, Voice, record_all

BALANCE = ("riverbank", ("what is my balance", "savings please", "no thank you, goodbye"))
ORDER = ("barista", ("a coffee please",) * 3)
"""Bot and what its caller says; the second one needs no speech models."""
VOICES = (SLT, BRITISH)
CALL_S = 90.0


@dataclass
class Talk:
    """One call. `conversation` is told by the server; times are milliseconds of the call."""

    server: str
    key: str
    bot: str
    recordings: tuple[wav.Recording, ...]
    events: list[Event] = field(default_factory=list)
    problem: str = ""
    result: CallResult | None = None
    caller: Caller | None = None

    async def hold(self) -> "Talk":
        """From the first packet to the last; what goes wrong is in `problem`."""
        plan = CallPlan(self.server, self.bot, self.recordings)
        caller = self.caller = Caller(
            plan, lambda line: line.request_ticket(self.bot, self.key), self.events.append, lambda _: None
        )
        try:
            async with asyncio.timeout(CALL_S):
                self.result = await caller.run()
                if self.result.exit_code:
                    self.problem = self.result.detail or "no answer"
        except CallFailed as problem:
            self.problem = str(problem)
        except TimeoutError:
            self.problem = f"not over after {CALL_S:g} s"
        return self

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until it is so."""
        while not holds():
            await asyncio.sleep(0.01)

    @property
    def now_ms(self) -> float:
        """The time of the call."""
        return self.caller._now_ms() if self.caller is not None and self.caller.zero_ns else 0.0

    def state(self) -> str:
        """What the bot does, as the page was told last."""
        states = [str(event.fields.get("state")) for event in self.events if event.event == "state"]
        return states[-1] if states else ""

    def heard_again_ms(self, after_ms: float) -> float | None:
        """When the bot was heard again, behind that moment."""
        assert self.caller is not None
        zero_ns = self.caller.zero_ns
        heard = self.caller.downlink.audible_between(zero_ns + int(after_ms * 1e6), 1 << 62)
        return (heard[0] - zero_ns) / 1e6 if heard else None

    @property
    def ended(self) -> str:
        """The reason that the server gave."""
        return next((str(event.fields["reason"]) for event in self.events if event.event == "ended"), "")


def spoken(voice: Voice, said: Sequence[str], folder: Path) -> tuple[wav.Recording, ...]:
    """What the caller says, by one voice."""
    where = folder / str(voice)
    where.mkdir(parents=True, exist_ok=True)
    return tuple(wav.load(path) for path in record_all([(voice, text) for text in said], where))
