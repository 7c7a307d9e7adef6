"""A turn that is tried before it is certain: the caller pauses, and may yet go on.

The turn is worked out as far as it can be without anything being done, by the same conversation as all turns. When it
counts, what was held back is done in its order; when it does not, nothing was.
"""

import asyncio
from collections.abc import Callable, Sequence

from flows.driver.conversation import Conversation
from flows.driver.gate import Gate, OnStream, Spent
from flows.driver.record import Turn
from flows.engine.acts import Understanding
from flows.engine.commands import Say


class Branch:
    """One turn of a conversation, on trial. Of several branches of a conversation one may be committed.

    Held back until then: all that the caller would notice, lines of the event log, and tool calls, but for those that
    the bot lets be tried (`speculate: true` on a tool that reads). Language models and knowledge bases are asked at
    once.
    """

    def __init__(
        self,
        conversation: Conversation,
        on_say: Callable[[Say], None] | None = None,
        on_stream: OnStream | None = None,
    ) -> None:
        """`conversation`: as it stands now; it stays untouched.

        `on_say` is told at once of each text that the turn will say, in order, until the turn counts; `on_stream` of
        each that comes in pieces, by what it gives: the same pieces go to the output when the turn counts.
        """
        self._origin = conversation
        self._began = (conversation.state, conversation.number)
        self._gate = Gate(on_say=on_say, on_stream=on_stream)
        self._conversation = conversation.behind(self._gate)
        self._decided = asyncio.Event()
        self._verdict: bool | None = None
        self._turn: asyncio.Task[Turn] | None = None

    @property
    def fits(self) -> bool:
        """Whether the conversation still stands where this turn began."""
        state, number = self._began
        return self._origin.state is state and self._origin.number == number

    @property
    def spent(self) -> Spent:
        """What was asked of others before the turn counted."""
        return self._gate.spent

    @property
    def worked_out(self) -> bool:
        """Whether the whole turn is ready, and only waits to count."""
        return self._turn is not None and self._turn.done()

    async def hear(self, text: str, understanding: Understanding | None = None, guesses: Sequence[str] = ()) -> Turn:
        """The caller has said this, it seems. Ends when the turn counted and is over; cancel it after `discard`.

        Raises what a conversation raises, not before the turn counts. To be called once.
        """
        self._turn = asyncio.create_task(self._conversation.hear(text, understanding, guesses), name="a turn on trial")
        try:
            await self._decided.wait()
            await self._gate.let_through()
            return await self._turn
        finally:
            self._turn.cancel()
            await asyncio.gather(self._turn, return_exceptions=True)
            if self._verdict:
                self._gate.write_lines()
                self._conversation.let_out()

    def commit(self) -> Conversation:
        """The turn counts: what was held back is done by the task of `hear`, in its order.

        Gives the conversation that goes on from here, when that task is over. Raises RuntimeError when the turn was
        discarded, or when the conversation has gone on without it.
        """
        if self._verdict is False:
            raise RuntimeError("a turn that was discarded cannot count")
        if not self.fits:
            raise RuntimeError("the conversation has gone on since this turn was begun")
        self._verdict = True
        self._decided.set()
        return self._conversation

    def discard(self) -> None:
        """The turn does not count: nothing was done, nothing will be. Raises RuntimeError when it counted already."""
        if self._verdict:
            raise RuntimeError("a turn that counted cannot be discarded")
        self._verdict = False
        if self._turn is not None:
            self._turn.cancel()
