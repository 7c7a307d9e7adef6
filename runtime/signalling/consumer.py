"""The socket of a call: hello, one offer, texts, keys, end. It only speaks the protocol; the call lives elsewhere."""

import asyncio
import json
import logging
from typing import Any, ClassVar

from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer

from runtime.media.bad_offer import BadOffer
from runtime.service import Busy, NotReady, RuntimeService, current
from runtime.sessions.call import Call
from runtime.sessions.outbox import Outbox
from runtime.sessions.served_bot import ServedBot
from runtime.signalling import tickets
from runtime.signalling.messages import Dtmf, End, Hello, Message, Offer, Ping, Refused, TypedText, read_message
from runtime.signalling.origin import is_allowed
from runtime.signalling.rate import Rate

log = logging.getLogger(__name__)

SUBPROTOCOL = "voxloom.v1"
HELLO_DEADLINE_S = 5.0
"""A page sends hello at once; who waits holds a socket for nothing."""
OFFER_DEADLINE_S = 15.0
"""From hello to the offer: a permission dialog lies before hello."""


class CallConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One socket, one call."""

    groups: ClassVar[list[str]] = []

    async def connect(self) -> None:
        """Take the socket if its page may; hello must follow soon."""
        self._call: Call | None = None
        self._outbox: Outbox | None = None
        self._closing = False
        self._offered = False
        self._greeted = False
        self._rate = Rate()
        headers = dict(self.scope.get("headers", ()))
        if not is_allowed(headers.get(b"origin"), headers.get(b"host")):
            await self.close(4403)
            return
        offered = self.scope.get("subprotocols", [])
        await self.accept(SUBPROTOCOL if SUBPROTOCOL in offered else None)
        self._outbox = Outbox(self._send, name="signalling", on_stuck=self._stuck)
        loop = asyncio.get_running_loop()
        self._deadline = loop.call_later(HELLO_DEADLINE_S, self._too_late, 4408, "hello.late", "No hello came in time.")

    async def disconnect(self, code: int) -> None:  # noqa: ARG002 - whatever the reason, the call is over
        """The page is gone: hang up."""
        self._closing = True
        if (deadline := getattr(self, "_deadline", None)) is not None:
            deadline.cancel()
        if self._call is not None:
            self._call.post(self._call.hang_up)
        if self._outbox is not None:
            await self._outbox.aclose(0.1)

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
        match message:
            case Offer(sdp=sdp):
                await self._offer(call, sdp)
            case TypedText(text=text):
                call.post(lambda: call.say_text(text))
            case Dtmf(keys=keys):
                call.post(lambda: call.press(keys))
            case End():
                call.post(call.hang_up)

    async def _hello(self, hello: Hello) -> None:
        if self._greeted:
            raise Refused("hello.second", "This socket has a call already.", "Open another socket.", 4409)
        self._greeted = True
        self._deadline.cancel()
        opened = await sync_to_async(tickets.redeem)(hello.ticket)
        if opened is None:
            raise Refused("ticket.refused", "The ticket is unknown, used or too old.", "Get a new one.", 4401)
        service = _service()
        try:
            served = await service.bots.get(opened.bot)
        except tickets.UnknownBot:
            raise Refused("bot.unknown", "This bot answers no calls.", "Publish it first.", 4401) from None
        if self._closing:
            return
        self._open(service, served, hello, debug=tickets.DEBUG_SCOPE in opened.scopes)

    def _open(self, service: RuntimeService, served: ServedBot, hello: Hello, *, debug: bool) -> None:
        assert self._outbox is not None
        try:
            call = service.open_call(served, self._outbox, mode=hello.mode, debug=debug, on_end=self._ended)
        except Busy:
            raise Refused("busy", "All lines are busy.", "Please try again in a minute.", 4429) from None
        self._call = call
        bot = served.bot
        shown = {
            "slug": bot.bot,
            "name": bot.name or bot.bot,
            "description": bot.description or "",
            "language": bot.language,
        }
        self._put("ready", conversation=call.call_id, bot=shown, mode=hello.mode, debug=debug)
        self._put("state", state="connecting")
        if hello.mode == "voice":
            self._deadline = asyncio.get_running_loop().call_later(
                OFFER_DEADLINE_S, self._too_late, 4408, "offer.late", "No offer came in time."
            )

    async def _offer(self, call: Call, sdp: str) -> None:
        if call.mode != "voice":
            raise Refused("offer.text", "This call has no voice.", "Say hello with mode voice.", 4400)
        if self._offered:
            raise Refused("offer.second", "This call already has an offer.", "Open a new call.", 4409)
        self._offered = True
        self._deadline.cancel()
        try:
            self._put("answer", sdp=await call.answer(sdp))
        except BadOffer as problem:
            raise Refused(problem.code, problem.message, problem.remedy, 4400) from None

    # -- towards the page ------------------------------------------------------------------------------------------

    def _put(self, kind: str, **fields: Any) -> None:
        if self._outbox is not None:
            self._outbox.put(kind, **fields)

    async def _send(self, message: dict[str, Any]) -> None:
        if not self._closing:
            await self.send(text_data=json.dumps(message, ensure_ascii=False, default=str))

    async def _refuse(self, refused: Refused) -> None:
        self._put(
            "error", code=refused.code, message=refused.message, remedy=refused.remedy, fatal=refused.close is not None
        )
        if refused.close is not None:
            await self._finish(refused.close)

    async def _finish(self, code: int) -> None:
        """Send what waits and close."""
        if self._closing:
            return
        outbox = self._outbox
        if self._call is not None:
            self._call.post(self._call.hang_up)
        if outbox is not None:
            await outbox.aclose()
        self._closing = True
        await self.close(code)

    def _too_late(self, close: int, code: str, message: str) -> None:
        self._later(self._refuse(Refused(code, message, "Please call again.", close)), "late")

    def _stuck(self) -> None:
        """The page does not read: nothing can be told any more."""
        if not self._closing:
            self._closing = True
            if self._call is not None:
                self._call.post(self._call.hang_up)
            self._later(self.close(1013), "stuck")

    async def _ended(self) -> None:
        """The call is over and everything of it has ended."""
        await self._finish(1000)

    def _later(self, work: Any, name: str) -> None:
        self._task = asyncio.create_task(work, name=f"signalling:{name}")


def _service() -> RuntimeService:
    try:
        return current()
    except NotReady:
        raise Refused("not_ready", "The service is starting or stopping.", "Please try again soon.", 4429) from None
