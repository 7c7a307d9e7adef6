"""How a call ends: with the conversation's own farewell, with words of the house, or without another word."""

import asyncio
import logging
from collections.abc import Callable
from typing import Literal

from flows.driver.conversation import Conversation
from flows.engine.commands import EndCall
from runtime.sessions.actor import Actor
from runtime.sessions.output import TextOutput
from runtime.sessions.speaker import Speaker
from runtime.sessions.steps import Steps

log = logging.getLogger(__name__)

EndReason = Literal["goodbye", "handoff", "hangup", "limit", "error"]

GOODBYE_S = 30.0
"""The longest farewell that is spoken before the line is closed."""
LEAVE_S = 1.0
"""What the conversation gets to note that the call is over."""


class Ending:
    """Belongs to one call; its methods run in the call's actor."""

    def __init__(
        self,
        actor: Actor,
        steps: Steps,
        speaker: Speaker,
        output: TextOutput,
        conversation: Callable[[], Conversation],
        over: Callable[[EndReason, str | None], None],
    ) -> None:
        self._actor = actor
        self._steps = steps
        self._speaker = speaker
        self._output = output
        self._conversation = conversation
        self._over = over
        self._waits = False
        self._noting = False
        self.leaving = False
        """Set when nothing is said or heard any more."""

    @property
    def begun(self) -> bool:
        """Whether it is too late for the caller to do anything."""
        return self.leaving or self._output.ending is not None

    def settle(self) -> None:
        """Hang up when the farewell was said, or has taken too long."""
        ending = self._output.ending
        if ending is None or self.leaving:
            return
        if self._steps.running is None and not self._speaker.busy and not self._noting:
            self._over(ending.reason, ending.detail)
        elif not self._waits:
            self._waits = True
            self._actor.after(GOODBYE_S, lambda: self._over(ending.reason, ending.detail))

    def leave(self, reason: EndReason, detail: str | None = None) -> None:
        """End without another word."""
        if self.leaving:
            return
        self.leaving = True
        if (ending := self._output.ending) is not None:  # the farewell was being said
            reason, detail = ending.reason, ending.detail
        self._speaker.cut()

        async def leave() -> None:
            await self._end_conversation(reason)
            self._actor.post(lambda: self._over(reason, detail))

        self._actor.spawn(leave(), "leave")

    def say_goodbye(self, text: str, ending: EndCall) -> None:
        """End with words of the house, when the conversation itself has none."""
        if self.begun:
            return
        self._speaker.cut()
        self._output.ending = ending
        self._output.speak(text, barge_in=False)
        self._noting = True

        async def end() -> None:
            await self._end_conversation(ending.reason)
            self._noting = False
            self._actor.wake()

        self._actor.spawn(end(), "end")

    async def _end_conversation(self, reason: EndReason) -> None:
        """Stop what is under way, and let the event log end with the end of the call."""
        await self._steps.abort()
        try:
            async with asyncio.timeout(LEAVE_S):
                await self._conversation().hang_up(reason if reason in ("limit", "error") else "hangup")
        except Exception:
            log.exception("%s: the conversation could not be told that the call is over", self._actor.name)
