"""What serves the calls of a process: speech workers, voice activity, ready bots, and the calls themselves."""

import asyncio
import logging
import os
import secrets
from collections.abc import Awaitable, Callable

from asgiref.sync import sync_to_async

from flows.models import Release
from runtime.sessions.call import Call, Mode, Speech
from runtime.sessions.outbox import Outbox
from runtime.sessions.served_bot import BotShelf, ServedBot
from runtime.speech.service import SpeechWorkers
from runtime.speech.vad import VoiceActivity

log = logging.getLogger(__name__)

DEFAULT_MAX_CALLS = 4
"""Two cores with all models here hear and speak to that many at once; more would be slow, not busy."""
CLOSE_S = 2.5

_current: "RuntimeService | None" = None


class NotReady(RuntimeError):
    """This process takes no calls yet, or no more."""


class Busy(RuntimeError):
    """As many calls go on as this machine can serve well."""


def current() -> "RuntimeService":
    """The service of this process. Raises NotReady."""
    if _current is None or not _current.accepts:
        raise NotReady("this process takes no calls now")
    return _current


def ready() -> bool:
    """Whether a call can be taken."""
    return _current is not None and _current.accepts


def calls() -> int:
    """How many calls go on."""
    return len(_current.calls) if _current is not None else 0


class RuntimeService:
    """Lives as long as the serving process; start and close it in its event loop."""

    def __init__(self, workers: SpeechWorkers | None = None, max_calls: int | None = None) -> None:
        self.workers = workers or SpeechWorkers()
        self.bots = BotShelf(self.workers)
        self.calls: dict[str, asyncio.Task[None]] = {}
        self._live: dict[str, Call] = {}
        self._activity: VoiceActivity | None = None
        self._max_calls = max_calls or int(os.environ.get("MAX_CALLS") or DEFAULT_MAX_CALLS)
        self._draining = False
        self._started = False

    @property
    def accepts(self) -> bool:
        """Whether a call can be taken."""
        return self._started and not self._draining and self.workers.ready

    async def start(self) -> None:
        """Load the models and the published bots; ready when this returns."""
        global _current
        _current = self
        self._activity = VoiceActivity()
        await self.workers.start()
        for slug in await sync_to_async(_released)():
            try:
                self.prepare(await self.bots.get(slug))
            except LookupError:
                log.exception("the published bot %s cannot be served", slug)
        self._started = True

    def prepare(self, served: ServedBot) -> None:
        """Have the fixed texts of a bot spoken in the background, so that they are there when they are said."""
        self.workers.prepare(served.fixed_texts(), voice=served.bot.voice.speaker)

    def open_call(
        self, served: ServedBot, outbox: Outbox, *, mode: Mode, debug: bool, on_end: Callable[[], Awaitable[None]]
    ) -> Call:
        """Begin a call; it lives in a task of its own. Raises Busy, NotReady."""
        if not self.accepts or self._activity is None:
            raise NotReady("this process takes no calls now")
        if len(self.calls) >= self._max_calls:
            raise Busy(f"{len(self.calls)} calls go on")
        call_id = f"call-{secrets.token_hex(6)}"
        speech = Speech(self.workers, self.workers, self._activity.stream)
        call = Call(call_id, served, speech, outbox, mode=mode, debug=debug)
        self._live[call_id] = call
        self.calls[call_id] = asyncio.create_task(self._run(call, on_end), name=call_id)
        return call

    async def _run(self, call: Call, on_end: Callable[[], Awaitable[None]]) -> None:
        try:
            await call.run()
        finally:
            self.calls.pop(call.call_id, None)
            self._live.pop(call.call_id, None)
            log.info("%s ended: %s", call.call_id, call.reason)
        try:
            await on_end()
        except Exception:
            log.debug("%s: the socket was gone already", call.call_id, exc_info=True)

    async def drain(self, seconds: float) -> None:
        """Take no new call; return when the last one ended, or after `seconds`."""
        self._draining = True
        tasks = list(self.calls.values())
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)

    async def aclose(self) -> None:
        """End everything."""
        global _current
        self._draining = True
        for call in list(self._live.values()):
            call.drain()
        tasks = list(self.calls.values())
        if tasks:
            await asyncio.wait(tasks, timeout=CLOSE_S)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        await self.workers.aclose()
        if self._activity is not None:
            self._activity.close()
        self.bots.close()
        if _current is self:
            _current = None


def _released() -> list[str]:
    """The slugs of all bots that answer calls. On the database's thread only."""
    return list(Release.objects.filter(environment="production").values_list("bot__slug", flat=True))
