"""The socket of a call: hello, one offer, texts, keys, end. It only speaks the protocol; the call lives elsewhere."""

import asyncio
import json
import logging
from collections.abc import Coroutine
from typing import Any, ClassVar

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from flows.catalogue import origins_of
from flows.origins import embedding
from runtime.media.bad_offer import BadOffer
from runtime.service import Busy, NotReady, RuntimeService, TooManyOfOne, current
from runtime.sessions.admission import Seat, TooManyOfBot, TooManyOfWorkspace
from runtime.sessions.call import Call
from runtime.sessions.caller_values import caller_values
from runtime.sessions.outbox import Outbox
from runtime.sessions.parting import ELSEWHERE
from runtime.sessions.served_bot import ServedBot
from runtime.signalling import callers, tickets, trial
from runtime.signalling.crowd import Crowd
from runtime.signalling.messages import Dtmf, End, Hello, Message, Offer, Ping, Refused, Turned, TypedText, read_message
from runtime.signalling.origin import Caller, caller_of
from runtime.speech.errors import SpeechUnavailable
from voxloom.accounts.client import client_of_scope
from voxloom.conversations.going_on import CannotGoOn
from voxloom.conversations.vault import VaultClosed
from voxloom.shared.rates import Rate
from voxloom.telemetry import log_context, metrics

log = logging.getLogger(__name__)

SUBPROTOCOL = "voxloom.v1"
TICKET = "voxloom.ticket."
"""A sub-protocol that begins so brings the ticket or token along, for pages that have it before the socket opens."""
LEFT = frozenset({1000, 1001, 1005})
"""Codes with which a page closes its socket by itself; any other socket was lost."""
STUCK = 1013
"""The page does not read: it may be back on another socket."""
HELLO_DEADLINE_S = 5.0
"""A page sends hello at once; who waits holds a socket for nothing."""
OPEN_DEADLINE_S = 20.0
"""The ticket is looked up in milliseconds; a version of a bot that is new to this process is learned in seconds."""
OFFER_DEADLINE_S = 15.0
"""From hello to the offer: a permission dialog lies before hello."""
MAX_SENT_CHARACTERS = 1_000_000
"""Pages read no more in one message; only what a tool returned, in the debug scope, could be that long."""


class CallConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One socket, one call."""

    groups: ClassVar[list[str]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Live as long as the socket. Whatever ends it (also a server that is stopping), the call is hung up."""
        self._call: Call | None = None
        self._outbox: Outbox | None = None
        self._deadline: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._greeted = self._offered = self._closing = False
        self._rate = Rate()
        self._crowd: Crowd | None = None
        self._left = False
        self._ticket = ""
        self._caller = Caller(None, own=False)
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._closing = True
            self._set_deadline(None)
            self._lose()
            if self._outbox is not None:
                self._outbox.cancel()
            for task in self._tasks:
                task.cancel()

    async def connect(self) -> None:
        """Take the socket if its page may; hello must follow soon."""
        caller = caller_of(self.scope.get("headers", ()))
        if caller is None or not (caller.may_call(()) or caller.may_call(await database_sync_to_async(embedding)())):
            await self.close(4403)
            return
        self._caller = caller
        offered = self.scope.get("subprotocols", [])
        self._ticket = next((name.removeprefix(TICKET) for name in offered if name.startswith(TICKET)), "")
        await self.accept(SUBPROTOCOL if SUBPROTOCOL in offered else None)
        self._outbox = Outbox(self._send, name="signalling", on_stuck=self._stuck)
        self._set_deadline(
            HELLO_DEADLINE_S, Refused("hello.late", "No hello came in time.", "Please call again.", 4408)
        )

    async def disconnect(self, code: int) -> None:
        """Whether the page said goodbye to its socket, or is gone."""
        self._left = code in LEFT

    def _lose(self) -> None:
        """The socket is gone: with it the caller, or only their page."""
        if self._call is None or self._outbox is None:
            return
        if self._left:
            self._call.hang_up(self._outbox)
        else:
            self._call.socket_lost(self._outbox)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """One message; what is wrong with it is told, and the socket closed where nothing good can follow."""
        if self._closing:
            return
        try:
            if not self._rate.allows():
                raise Refused("message.flood", "Too many messages.", "Send fewer messages.", 4400)
            await self._deal_with(read_message(text_data, bytes_data))
        except Refused as refused:
            await self._refuse(refused)
        except Exception:
            log.exception("signalling failed")
            await self._refuse(Refused("internal", "Something went wrong here.", "Please call again.", 4500))

    async def _deal_with(self, message: Message) -> None:
        if isinstance(message, Hello):
            await self._hello(message)
            return
        if isinstance(message, Ping):
            self._put("pong")
            return
        call = self._call
        if call is None:
            raise Refused("hello.missing", "Hello must come first.", "Send hello with a ticket.", 4400)
        if isinstance(message, TypedText | Dtmf):
            self._count(call)
        match message:
            case Offer(sdp=sdp):
                await self._offer(call, sdp)
            case TypedText(text=text):
                call.say_text(text)
            case Dtmf(keys=keys):
                call.press(keys)
            case Turned():
                self._turn(call, message)
            case End():
                call.hang_up(self._outbox)

    def _turn(self, call: Call, wanted: Turned) -> None:
        """What goes wrong on purpose from now on. Raises Refused."""
        if call.tried is None:
            raise trial.only_for_trials()
        call.tried.switches = trial.turned(wanted, call.served.bot)
        self._put("switches", **call.tried.switches.as_json())

    def _count(self, call: Call) -> None:
        """Raises Refused when the callers of one bot together send too much."""
        if self._crowd is not None and not self._crowd.allows(call.served.bot.bot, call.served.workspace):
            raise Refused("message.rate", "Too many people write to this bot now.", "Wait a moment, and send it again.")

    async def _hello(self, hello: Hello) -> None:
        if self._greeted:
            raise Refused("hello.second", "This socket has a call already.", "Open another socket.", 4409)
        if not (hello.ticket or self._ticket or hello.resume):
            raise Refused("message.malformed", "`ticket` must be a text.", "Speak the protocol voxloom.v1.", 4400)
        self._greeted = True
        self._set_deadline(None)
        try:
            service = current()
            self._crowd = service.crowd
            if hello.resume:
                if hello.turned is not None or hello.again is not None:
                    raise trial.only_for_trials(close=4403)
                async with asyncio.timeout(OPEN_DEADLINE_S):
                    await self._go_on(service, hello)
                return
            service.check_room(hello.mode)  # before the ticket is used up
            async with asyncio.timeout(OPEN_DEADLINE_S):
                served, opened = await self._redeem(service, hello.ticket or self._ticket)
            async with service.admission.admitted(served.bot.bot, served.workspace) as seat:
                if not self._closing:
                    self._open(service, served, hello, opened, seat)
        except (CannotGoOn, VaultClosed):
            metrics.resumed("refused")
            message = "This conversation is over, or was left too long ago."
            raise Refused("session.refused", message, "Start a new call.", 4401) from None
        except TooManyOfOne:
            message, remedy = "There are too many calls from your address.", "End one of them first."
            raise Refused("busy.client", message, remedy, 4429) from None
        except TooManyOfBot:
            message = "As many people talk to this bot as may at once."
            raise Refused("busy.bot", message, "Please try again in a minute.", 4429) from None
        except TooManyOfWorkspace:
            message = "As many people talk to the bots of this organisation as may at once."
            raise Refused("busy.workspace", message, "Please try again in a minute.", 4429) from None
        except Busy:
            raise Refused("busy", "All lines are busy.", "Please try again in a minute.", 4429) from None
        except NotReady:
            raise Refused("not_ready", "The service is starting or stopping.", "Please try again soon.", 4429) from None
        except tickets.UnknownBot:
            raise Refused("bot.unknown", "This bot answers no calls.", "Publish it first.", 4401) from None
        except (TimeoutError, SpeechUnavailable):
            log.warning("a bot was not ready for a call in time")
            raise Refused("bot.late", "This bot is not ready yet.", "Please try again in a minute.", 4429) from None

    async def _go_on(self, service: RuntimeService, hello: Hello) -> None:
        """A conversation that was broken off; its sound may still go both ways."""
        assert self._outbox is not None
        found = await service.find(hello.resume)
        served = await service.version(found)
        await self._check_origin(served)
        call = service.attach(found, self._outbox, self._ended) if hello.media else None
        attached = call is not None
        if call is None:
            async with service.admission.admitted(found.bot, found.workspace, goes_on=True) as seat:
                call = await service.go_on(
                    hello.resume, found, served, self._outbox, mode=hello.mode, on_end=self._ended, seat=seat
                )
        self._call = call
        if self._closing:
            self._lose()
            return
        self._tell_ready(call, hello.mode, resumed=True, attached=attached, turn=call.turn, line=call.line)
        if not attached:
            self._expect_offer(hello.mode)

    async def _redeem(self, service: RuntimeService, ticket: str) -> tuple[ServedBot, tickets.Opened]:
        opened = await self._opened_by(ticket)
        served = await (
            service.trial(opened.bot, opened.content_hash) if opened.content_hash else service.bot(opened.bot)
        )
        if opened.workspace not in (None, served.workspace):
            raise tickets.UnknownBot(opened.bot)
        await self._check_origin(served)
        return served, opened

    async def _check_origin(self, served: ServedBot) -> None:
        if not self._caller.may_call(await database_sync_to_async(origins_of)(served.bot.bot)):
            raise Refused("origin.refused", "This page may not call this bot.", "Embed it on an allowed page.", 4403)

    async def _opened_by(self, ticket: str) -> tickets.Opened:
        """What a ticket or a token opens; it is used up."""
        if callers.is_token(ticket):
            try:
                known: tickets.Opened = await database_sync_to_async(callers.known_by, thread_sensitive=False)(ticket)
            except callers.TokenRefused as problem:
                raise Refused("token.refused", str(problem), "Sign a new one for each call.", 4401) from None
            return known
        opened: tickets.Opened | None = await database_sync_to_async(tickets.redeem)(ticket)
        if opened is None:
            raise Refused("ticket.refused", "The ticket is unknown, used or too old.", "Get a new one.", 4401)
        return opened

    def _open(
        self, service: RuntimeService, served: ServedBot, hello: Hello, opened: tickets.Opened, seat: Seat
    ) -> None:
        assert self._outbox is not None
        client = None if opened.trusted else client_of_scope(self.scope)
        values = caller_values(served.bot, hello.variables, opened.variables)
        call = service.open_call(
            served,
            self._outbox,
            mode=hello.mode,
            scopes=opened.scopes,
            client=client,
            on_end=self._ended,
            values=values,
            seat=seat,
            tried=trial.tried(hello, opened, served),
        )
        self._call = call
        self._tell_ready(call, hello.mode)
        self._expect_offer(hello.mode)

    def _tell_ready(self, call: Call, mode: str, **more: bool | int | str) -> None:
        log_context.also(call=call.call_id)
        bot = call.served.bot
        shown = {
            "slug": bot.bot,
            "name": bot.name or bot.bot,
            "description": bot.description or "",
            "language": bot.language,
        }
        if settings.PROCESS_PATHS:
            more["socket"] = f"/rt/{settings.PROCESS_NAME}/call"
        self._put("ready", conversation=call.call_id, bot=shown, mode=mode, debug=call.debug, **more)

    def _expect_offer(self, mode: str) -> None:
        if mode == "voice":
            late = Refused("offer.late", "No offer came in time.", "Please call again.", 4408)
            self._set_deadline(OFFER_DEADLINE_S, late)

    async def _offer(self, call: Call, sdp: str) -> None:
        if call.mode != "voice":
            raise Refused("offer.text", "This call has no voice.", "Say hello with mode voice.", 4400)
        if self._offered:
            raise Refused("offer.second", "This call already has an offer.", "Open a new call.", 4409)
        self._offered = True
        self._set_deadline(None)
        try:
            self._put("answer", sdp=await call.answer(sdp))
        except BadOffer as problem:
            if call.reason is None:  # else the page knows more already
                raise Refused(problem.code, problem.message, problem.remedy, 4400) from None

    # -- towards the page ------------------------------------------------------------------------------------------

    def _put(self, kind: str, **fields: Any) -> None:
        if self._outbox is not None:
            self._outbox.put(kind, **fields)

    async def _send(self, message: dict[str, Any]) -> None:
        text = json.dumps(message, ensure_ascii=False, default=str)
        if len(text) > MAX_SENT_CHARACTERS:
            log.warning("a message of the type %s is too long to be told", message["type"])
            return
        await self.send(text_data=text)

    async def _refuse(self, refused: Refused) -> None:
        if self._closing:
            return
        fatal = refused.close is not None
        if fatal and self._call is None:
            metrics.call_refused(refused.code)
        self._put("error", code=refused.code, message=refused.message, remedy=refused.remedy, fatal=fatal)
        if refused.close is not None:
            await self._finish(refused.close)

    async def _finish(self, code: int) -> None:
        """Send what waits, hang up and close. The first one wins."""
        if self._closing:
            return
        self._closing = True
        self._set_deadline(None)
        if self._outbox is not None:
            await self._outbox.aclose()
        if self._call is not None and code != STUCK:
            self._call.hang_up(self._outbox)
        elif self._call is not None and self._outbox is not None:
            self._call.socket_lost(self._outbox)
        try:
            await self.close(code)
        except Exception:  # the server's own, of any kind: the page was faster
            log.debug("the socket was gone already", exc_info=True)

    async def _ended(self) -> None:
        """The call is over and everything of it has ended."""
        suspended = self._call.suspended if self._call is not None else None
        await self._finish({None: 1000, ELSEWHERE: 4409}.get(suspended, 1012))

    def _stuck(self) -> None:
        """The page does not read, or is gone: nothing can be told any more."""
        self._spawn(self._finish(STUCK), "stuck")

    def _set_deadline(self, seconds: float | None, refused: Refused | None = None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
        if seconds is not None and refused is not None:
            loop = asyncio.get_running_loop()
            self._deadline = loop.call_later(seconds, lambda: self._spawn(self._refuse(refused), "late"))

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = asyncio.create_task(work, name=f"signalling:{name}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
