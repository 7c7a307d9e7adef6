"""What serves the calls of a process: speech workers, voice activity, ready bots, and the calls themselves."""

import asyncio
import logging
import os
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any, Protocol

from channels.db import database_sync_to_async
from django.conf import settings

from flows.catalogue import answering
from flows.definition.bot import Bot
from runtime.history.call_log import History, KeptBot, NotWritten
from runtime.history.presence import Presence
from runtime.history.writer import Writer
from runtime.language.local import LocalModel
from runtime.preparing.place import Place, lend, own_lessons, own_prompts
from runtime.preparing.shared import shared_lessons
from runtime.preparing.waiting import until_learned, until_spoken
from runtime.sessions import last_words
from runtime.sessions.admission import Admission, Seat
from runtime.sessions.call import Call
from runtime.sessions.equipment import Equipment
from runtime.sessions.late_tools import LateTools
from runtime.sessions.lines import Busy, Lines, Mode, TooManyOfOne
from runtime.sessions.listener import ActivityStream
from runtime.sessions.outbox import Outbox, longest
from runtime.sessions.parting import ELSEWHERE
from runtime.sessions.served_bot import BotShelf, ServedBot
from runtime.sessions.stuck import watch as watch_calls
from runtime.sessions.switches import Tried
from runtime.signalling.crowd import Crowd
from runtime.signalling.tickets import DEBUG_SCOPE
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.hosted.service import HostedSpeech
from runtime.speech.second import worker_of_second_opinion
from runtime.speech.service import SpeechWorkers
from runtime.speech.vad import VoiceActivity
from runtime.turns import words_of_turns
from tools.bindings.outside import Given
from tools.knowledge.bases import Bases
from tools.models.address import LOCAL
from tools.models.book import Database
from tools.models.process import ModelProcess
from tools.models.purse import Purse
from tools.models.routes import Routes
from tools.models.understanders import understanders
from tools.services import BoundServices, Services
from tools.speech.providers import SpeechProviders
from voxloom.conversations.going_on import RESUMABLE_S, CannotGoOn, Resumable
from voxloom.shared import backing
from voxloom.telemetry import gauges, log_context, metrics, readiness

__all__ = ["Busy", "NotReady", "RuntimeService", "TooManyOfOne", "calls", "current", "ready"]

log = logging.getLogger(__name__)

FAREWELL_S = 5.0
"""The end of the drain, in which calls that still go on are told goodbye: the words take three and a half seconds."""
KEPT_S = 2.0
"""What it takes to write what waits to be written, and more."""
OnEnd = Callable[[], Awaitable[None]]
LEFT_EVERY_S = 1.0
"""For conversations that were broken off and that nobody came back to."""
LOOK_EVERY_S = 5.0
"""For bots that were published in the meantime: one query for each of them."""
CLOSE_S = 1.5
"""What calls get to end when the process stops; the workers need another second."""


class Activity(Protocol):
    """Detects speech; `runtime.speech.vad` has the real one."""

    def stream(self) -> ActivityStream:
        """For one call."""

    def close(self) -> None:
        """End it."""


_current: "RuntimeService | None" = None


class NotReady(RuntimeError):
    """This process takes no calls yet, or no more."""

    logs_its_words = True


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

    def __init__(
        self,
        workers: SpeechWorkers | None = None,
        max_calls: int | None = None,
        new_activity: Callable[[], Activity] = VoiceActivity,
    ) -> None:
        self.workers = workers or SpeechWorkers(
            store=own_prompts(),
            second=worker_of_second_opinion() if settings.SECOND_OPINION else None,
            spares=settings.WARM_SPARES,
        )
        chosen = settings.UNDERSTANDING
        self._purse = Purse(Database())
        models = ModelProcess()
        understood_by = understanders(chosen.provider, chosen.address, models, self._purse)
        operators = settings.MODEL
        self._local = LocalModel() if operators is not None and operators.model == LOCAL else None
        if self._local is not None and operators is not None:
            operators = self._local.address(operators)
        self._routes = Routes(models, operators, self._purse)
        self._services = Services()
        self._hosted = HostedSpeech(self.workers, SpeechProviders(models, self._purse), self._given)
        self._bases = Bases(self.workers)
        self.bots = BotShelf(
            self.workers,
            own_lessons(),
            understood_by,
            self._routes,
            shared_lessons(),
            self._until_learned,
            self._bases,
        )
        self.calls: dict[str, Call] = {}
        self._on_end: dict[Call, OnEnd] = {}
        self._tasks: dict[Call, asyncio.Task[None]] = {}
        self._left: dict[str, tuple[Call, float]] = {}
        """Conversations that were broken off here, and until when somebody may go on with them."""
        self._prepared: set[str] = set()
        self._new_activity = new_activity
        self._activity: Activity | None = None
        limits = settings.LIMITS
        self._lines = Lines(
            {"voice": max_calls or limits.calls, "text": max_calls or limits.text_calls},
            {"voice": limits.calls_per_client, "text": limits.text_calls_per_client},
        )
        self.admission = Admission()
        self.crowd = Crowd(limits.messages_per_bot, limits.messages_per_workspace)
        self._late_tools = LateTools()
        owner = f"{settings.PROCESS_NAME}:{os.getpid()}:{secrets.token_hex(4)}"
        presence = Presence(owner) if settings.REDIS_URL else None  # alone, there is nobody to tell
        self._history = History(Writer(presence=presence), owner)
        self._watches: list[asyncio.Task[None]] = []
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
        self._history.writer.start()
        self._activity = self._new_activity()
        await self.workers.start()
        if self._local is not None:
            await self._local.start()
        await asyncio.to_thread(words_of_turns.load)
        await self.look_for_bots()
        self.admission.start()
        self._watches = [
            asyncio.create_task(self._keep_looking(), name="published bots"),
            asyncio.create_task(watch_calls(self._tasks.items), name="stuck calls"),
            asyncio.create_task(self._end_what_was_left(), name="left conversations"),
        ]
        self._started = True
        lend(Place(self.workers, self.bots.workshop))
        readiness.register_figure("calls", calls)
        gauges.register("voxloom_history_waiting", self._history.writer.waiting)
        gauges.register("voxloom_outbox_waiting", longest)
        gauges.register("voxloom_breakers_open", lambda: len(backing.breakers().opened()))

    async def look_for_bots(self) -> None:
        """Make the published bots ready: new ones, and new versions of those that are served."""
        for slug in await database_sync_to_async(answering)():
            try:
                await self.bot(slug)
            except (LookupError, SpeechUnavailable) as problem:
                log.error("the published bot %s cannot be served: %s", slug, problem)
            except Exception:
                log.exception("the published bot %s cannot be served", slug)

    async def _keep_looking(self) -> None:
        """A bot is learned when it is published, not when its first caller waits."""
        while not self._draining:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                await self.look_for_bots()
            except Exception:
                log.exception("looking for published bots failed; it is tried again")

    async def bot(self, slug: str) -> ServedBot:
        """The published version of a bot; new ones get their fixed texts spoken beforehand. Raises UnknownBot."""
        return self._spoken_beforehand(await self.bots.get(slug))

    async def trial(self, slug: str, content_hash: str) -> ServedBot:
        """A text of a bot that somebody tries. Raises UnknownBot."""
        return self._spoken_beforehand(await self.bots.version(slug, content_hash))

    def voice_of(self, bot: Bot, workspace: int) -> str:
        """Who speaks for a bot of a workspace, as `workers` know them."""
        return self._hosted.voice(bot, workspace)

    def _spoken_beforehand(self, served: ServedBot) -> ServedBot:
        if served.content_hash not in self._prepared:
            self._prepared.add(served.content_hash)
            clauses = (*last_words.SOONEST, *served.wording.clauses, *last_words.CLAUSES)
            spoken = partial(until_spoken, served.content_hash)
            self.workers.prepare(clauses, voice=self._hosted.voice(served.bot, served.workspace), after=spoken)
            self._hosted.begin(served.bot)
        return served

    async def _until_learned(self, content_hash: str) -> None:
        """A worker may learn it; not when the process starts: what was published before was learned before."""
        if self._started:
            await until_learned(content_hash)

    def check_room(self, mode: Mode, *, goes_on: bool = False) -> None:
        """Raises Busy, NotReady."""
        if not self.accepts or self._activity is None:
            raise NotReady("this process takes no calls now")
        self._lines.check(mode, goes_on=goes_on)

    def open_call(
        self,
        served: ServedBot,
        outbox: Outbox,
        *,
        mode: Mode,
        scopes: frozenset[str] = frozenset(),
        client: str | None = None,
        on_end: OnEnd,
        values: Mapping[str, Any] | None = None,
        seat: Seat | None = None,
        tried: Tried | None = None,
    ) -> Call:
        """Begin a call; it lives in a task of its own. `client` is who may not have too many of them; None may.

        `scopes` are those of its ticket, `values` of the bot's variables, as they come with the caller. `seat` is given
        back at its end. `tried`: what whoever tries a draft wants of it.

        Raises Busy, TooManyOfOne, NotReady.
        """
        self.check_room(mode)
        call_id = f"call-{secrets.token_hex(6)}"
        self._lines.take(call_id, mode, client)
        with log_context.about(call=call_id):
            call = Call(
                call_id, served, self._equipment(served), outbox, mode=mode, debug=DEBUG_SCOPE in scopes, scopes=scopes,
                values=values, tried=tried,
            )  # fmt: skip
            metrics.call_started(mode)
            return self._begin(call, call_id, on_end, seat)

    async def find(self, session: str) -> Resumable:
        """The conversation of a session's secret. Raises CannotGoOn."""
        return await self._history.look_for(session)

    async def version(self, found: Resumable) -> ServedBot:
        """The version of the bot that a conversation began with. Raises UnknownBot."""
        return await self.bots.version(found.bot, found.bot_hash)

    def attach(self, found: Resumable, outbox: Outbox, on_end: OnEnd) -> Call | None:
        """The call of a conversation, if it lives here and its sound still goes both ways, with another socket."""
        call = self.calls.get(found.call)
        if call is None or not call.attach(outbox):
            return None
        self._on_end[call] = on_end
        metrics.resumed("attached")
        return call

    async def go_on(
        self,
        session: str,
        found: Resumable,
        served: ServedBot,
        outbox: Outbox,
        *,
        mode: Mode,
        on_end: OnEnd,
        seat: Seat | None = None,
    ) -> Call:
        """Go on with a conversation that was broken off, here or on another process, in a call of its own.

        Raises CannotGoOn, VaultClosed, Busy, NotReady.
        """
        self.check_room(mode, goes_on=True)
        await self._leave_to_another(found.call)
        bot = KeptBot(found.bot, served.content_hash, served.version, served.personal)
        goes_on = await self._history.go_on(session, found, bot)
        key = f"{found.call} {secrets.token_hex(4)}"
        self._lines.take(key, mode, None, goes_on=True)
        debug = DEBUG_SCOPE in found.scopes
        with log_context.about(call=found.call):
            call = Call(found.call, served, self._equipment(served), outbox, mode=mode, debug=debug, goes_on=goes_on)
            metrics.resumed("gone on")
            metrics.call_started(mode)
            return self._begin(call, key, on_end, seat)

    async def _leave_to_another(self, call_id: str) -> None:
        """If this process has the conversation, or had it, all of it is kept, and it does nothing more with it."""
        before = self.calls.get(call_id)
        if (left := self._left.pop(call_id, None)) is not None:
            before = before or left[0]
        if before is None:
            return
        if before.over:
            raise CannotGoOn(f"{call_id} is over.")
        before.move_away(ELSEWHERE)
        with suppress(NotWritten, TimeoutError):
            async with asyncio.timeout(KEPT_S):
                await before.kept()

    def _equipment(self, served: ServedBot) -> Equipment:
        assert self._activity is not None
        ear = self._hosted.ear(served.bot, served.workspace)
        return Equipment(
            ear, self.workers, self._activity.stream, late_tools=self._late_tools, history=self._history,
            services=self._services_of, speaker=self._hosted.voice(served.bot, served.workspace), early=self.workers,
        )  # fmt: skip

    def _given(self, workspace: int) -> Given:
        given = self._services.of(workspace).given
        assert given is not None  # `Services` always gives it
        return given

    def _services_of(self, workspace: int, call: str) -> BoundServices:
        """What asks services for the bots of a workspace, in a conversation that is kept."""
        return self._services.of(workspace, call=call)

    def _begin(self, call: Call, line: str, on_end: OnEnd, seat: Seat | None) -> Call:
        self.calls[call.call_id] = call
        self._on_end[call] = on_end
        task = self._tasks[call] = asyncio.create_task(self._run(call, line), name=call.call_id)
        task.add_done_callback(lambda _task: self._tasks.pop(call, None))
        if seat is not None:
            seat.taken = True
            task.add_done_callback(lambda _task: self.admission.give_back(seat))
        return call

    async def _run(self, call: Call, line: str) -> None:
        try:
            await call.run()
        finally:
            if self.calls.get(call.call_id) is call:
                del self.calls[call.call_id]
            self._lines.release(line)
            on_end = self._on_end.pop(call)
            metrics.call_ended(call.mode, call.reason)
            log.info("%s ended: %s", call.call_id, call.suspended or call.reason)
        if call.suspended not in (None, ELSEWHERE):
            self._left[call.call_id] = call, asyncio.get_running_loop().time() + RESUMABLE_S
        try:
            await on_end()
        except Exception:
            log.debug("%s: the socket was gone already", call.call_id, exc_info=True)

    async def _end_what_was_left(self) -> None:
        """End conversations that nobody goes on with. One that goes on elsewhere is not ended by this; those that are
        left when the process stops are for others, or for itself when it is back."""
        while True:
            await asyncio.sleep(LEFT_EVERY_S)
            now = asyncio.get_running_loop().time()
            for call_id in [call_id for call_id, (_, until) in self._left.items() if now >= until]:
                if (left := self._left.pop(call_id, None)) is None:
                    continue  # its caller came back just now
                try:
                    async with asyncio.timeout(KEPT_S):
                        await left[0].give_up()
                except NotWritten as problem:
                    log.info("%s goes on elsewhere, or cannot be written: %s", call_id, problem)
                except Exception:
                    log.exception("%s: its end cannot be noted", call_id)

    async def drain(self, seconds: float) -> None:
        """Take no new call; return when the last one ended, or after `seconds`. Towards their end, say goodbye."""
        self._draining = True
        farewell_s = min(FAREWELL_S, seconds)
        await self._until_over(seconds - farewell_s)
        for call in self.calls.values():
            call.say_goodbye()
        await self._until_over(farewell_s)

    async def _until_over(self, seconds: float) -> None:
        """Wait for the calls, and for what their tools still do."""
        tasks = [*self._tasks.values(), *self._late_tools.tasks]
        if tasks:
            await asyncio.wait(tasks, timeout=seconds)

    async def aclose(self) -> None:
        """End everything."""
        global _current
        self._draining = True
        lend(None)
        for watch in self._watches:
            watch.cancel()
        await asyncio.gather(*self._watches, return_exceptions=True)
        for call in self.calls.values():
            call.drain()
        tasks = list(self._tasks.values())
        if tasks:
            await asyncio.wait(tasks, timeout=CLOSE_S)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(self._late_tools.aclose(), self.admission.aclose())
        await self._services.aclose()
        await self._bases.aclose()
        await asyncio.gather(
            asyncio.to_thread(self._history.writer.close), self.workers.aclose(), self._routes.aclose()
        )
        self._hosted.close()
        if self._local is not None:
            await self._local.aclose()
        if self._activity is not None:
            self._activity.close()
        self.bots.close()
        self._purse.close()
        readiness.unregister_figure("calls")
        gauges.unregister("voxloom_history_waiting")
        gauges.unregister("voxloom_outbox_waiting")
        gauges.unregister("voxloom_breakers_open")
        if _current is self:
            _current = None
