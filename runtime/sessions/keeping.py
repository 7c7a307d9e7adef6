"""What is kept of one call, and what its page needs to come back to the conversation."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from flows.engine.state import State
from runtime.history.call_log import CallLog, GoesOn, History, KeptBot, NotWritten, OnLost
from runtime.sessions.page import Page
from runtime.sessions.served_bot import ServedBot


class Keeping:
    """Belongs to one call; where there is no history nothing is kept."""

    def __init__(
        self,
        history: History | None,
        call_id: str,
        served: ServedBot,
        *,
        mode: str,
        scopes: Iterable[str],
        goes_on: GoesOn | None,
        on_lost: OnLost,
    ) -> None:
        """`goes_on`: a conversation that was broken off and goes on in this call."""
        self._goes_on = goes_on
        self.log: CallLog | None = None
        if history is not None and goes_on is not None:
            self.log = history.log_of(goes_on, on_lost)
        elif history is not None:
            bot = KeptBot(served.bot.bot, served.content_hash, served.version, served.personal)
            self.log = history.of_call(call_id, served.workspace, bot, mode, on_lost, scopes)

    @property
    def begun(self) -> bool:
        """Whether there is something to come back to."""
        return self.log is not None and self.log.line > 0

    @property
    def line(self) -> int:
        """The number of the last line of its log."""
        return self.log.line if self.log is not None else 0

    @property
    def after(self) -> tuple[int, State] | None:
        """The number of the last line and the state then, of a conversation that goes on."""
        return (self._goes_on.kept.lines.seq, self._goes_on.state) if self._goes_on is not None else None

    async def committed(self) -> None:
        """Until all that has happened is in the database. Raises NotWritten."""
        if self.log is not None:
            await self.log.committed()

    async def offer_session(self, page: Page) -> None:
        """Tell the page with what it comes back, once there is something to come back to. Who came back has it."""
        if self.log is not None and self._goes_on is None:
            with suppress(NotWritten):
                await self.log.committed()
                page.session(self.log.session)

    def timed(self, line: int, times: Mapping[str, Any]) -> None:
        """The turn that ended with this line took so long."""
        if self.log is not None and line > 0:
            self.log.timed(line, times)

    def over(self, reason: str) -> None:
        """The conversation has ended."""
        if self.log is not None:
            self.log.over(reason)
