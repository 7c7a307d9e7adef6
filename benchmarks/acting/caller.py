"""A caller who types the number of one order, and comes back with the session of the call when it is broken off."""

import asyncio
import re
import time
from dataclasses import dataclass
from typing import Any

from runtime.caller.errors import CallFailed
from runtime.caller.signalling import Line, Ticket

BOT = "counter"
COME_BACK_S = 110.0
"""The house takes conversations up for two minutes."""
CALL_S = 180.0
FIRST_PAUSE_S, LONGEST_PAUSE_S, LONGER = 0.25, 1.0, 1.5
PLACED = re.compile(r"is placed under number (\w+)")
NOT_PLACED = "could not be placed"
OVER = "session.refused"
NO_SESSION, TOO_LATE = "no session yet", "nobody answered in time"
FOR_GOOD = frozenset({OVER, "ticket.refused", "bot.unknown", "origin.refused"})


@dataclass
class Caller:
    """One call."""

    server: str
    key: str
    """The API key that tickets are had for."""
    order: str
    session: str = ""
    heard: str = ""
    """The number under which the order is placed."""
    sorry: bool = False
    """The bot said that it is not placed."""
    ended: str = ""
    """The reason that the server gave."""
    resumed: int = 0
    """How often it went on."""
    refused: str = ""
    """Why it could not be gone on with."""
    problem: str = ""
    asked: bool = False
    """The bot listens, and nothing was typed yet."""

    @property
    def told(self) -> bool:
        """Whether the caller knows what became of the order."""
        return bool(self.heard) or self.sorry

    async def hold(self) -> None:
        """From hello to the end, over as many connections as it takes; what goes wrong is in `problem`."""
        try:
            async with asyncio.timeout(CALL_S):
                await self._hold()
        except TimeoutError:
            self.problem = f"not over after {CALL_S:g} s"

    async def _hold(self) -> None:
        since, pause_s = time.monotonic(), FIRST_PAUSE_S
        while not (self.ended or self.refused):
            before = self.resumed
            began = await self._connected()
            if began or self.resumed > before:
                since, pause_s = time.monotonic(), FIRST_PAUSE_S
            if began and not self.session:
                self.refused = NO_SESSION
            elif time.monotonic() - since > COME_BACK_S:
                self.refused = TOO_LATE
            else:
                await asyncio.sleep(pause_s)
                pause_s = min(LONGER * pause_s, LONGEST_PAUSE_S)

    async def _connected(self) -> bool:
        """One connection, as long as it lasts; whether a call that is not gone on with has begun on it."""
        began = False
        try:
            async with Line(self.server) as line:
                await self._hello(line)
                async for message in line.messages():
                    began = began or (message["type"] == "ready" and not message.get("resumed"))
                    await self._hear(line, message)
        except CallFailed:
            pass  # nothing answers there now
        return began

    async def _hello(self, line: Line) -> None:
        if self.session:
            await line.open(Ticket(""))
            await line.send({"type": "hello", "resume": self.session, "mode": "text"})
            return
        ticket = await line.request_ticket(BOT, self.key)
        await line.open(ticket)
        await line.send({"type": "hello", "ticket": ticket.ticket, "mode": "text"})

    async def _hear(self, line: Line, message: dict[str, Any]) -> None:
        match message:
            case {"type": "ready", "resumed": True}:
                self.resumed += 1
            case {"type": "session", "session": str(secret)}:
                self.session = secret
            case {"type": "said", "text": str(text)}:
                if found := PLACED.search(text):
                    self.heard = found[1]
                self.sorry = self.sorry or NOT_PLACED in text
            case {"type": "state", "state": "listening"}:
                self.asked = True
            case {"type": "ended", "reason": str(reason)}:
                self.ended = reason
            case {"type": "error", "code": str(code)} if code in FOR_GOOD:
                self.refused = code
        if self.asked and self.session:  # whoever types faster than that has nothing to come back with
            self.asked = False
            await line.send({"type": "text", "text": self.order})
