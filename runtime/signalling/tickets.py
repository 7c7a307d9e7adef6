"""Tickets: a WebSocket has no headers in a browser, so a call is opened by a secret sent as the first message.

A ticket is good once, for a minute, for one bot. Functions here use the database: never call them on the event loop.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from flows.catalogue import Published, published
from runtime.models import CallTicket
from voxloom.accounts.isolation import everywhere, within

LIFETIME_S = 60
"""Long enough for a permission dialog, short enough to be worthless in a log."""
DEBUG_SCOPE = "debug"
"""Sees the slots, the tools and the parts of each turn: the designer and local calls, never anonymous callers."""


class UnknownBot(LookupError):
    """No bot of that slug answers calls."""

    logs_its_words = True


@dataclass(frozen=True)
class Opened:
    """What a ticket opened."""

    bot: str
    scopes: frozenset[str]
    workspace: int | None = None
    """Of who says so, where only their bots may be called."""
    known: bool = False
    """Whether a program that we trust knows the caller."""
    variables: Mapping[str, Any] = field(default_factory=dict)
    """Values that come with the caller."""
    content_hash: str = ""
    """Of the text that is tried; empty: what answers callers."""

    @property
    def trusted(self) -> bool:
        """Whether a key, a token or this machine stands behind it: limits for one client are not meant for these."""
        return self.known or DEBUG_SCOPE in self.scopes


def issue(slug: str, scopes: Iterable[str] = ()) -> str:
    """A new ticket, in the workspace of its bot. Raises UnknownBot."""
    bot = published(slug)
    if bot is None:
        raise UnknownBot(slug)
    return issue_for(bot, scopes)


def issue_for(bot: Published, scopes: Iterable[str] = (), *, trial: bool = False) -> str:
    """A new ticket for what was found. `trial`: for that very text, whatever answers callers."""
    plain = secrets.token_urlsafe(32)
    now = timezone.now()
    with everywhere("tickets whose time is over"):
        CallTicket.objects.filter(expires__lt=now).delete()  # used or not, they open nothing any more
    with within(bot.workspace):
        CallTicket.objects.create(
            digest=_digest(plain), bot=bot.slug, scopes=sorted(scopes), expires=now + timedelta(seconds=LIFETIME_S),
            content_hash=bot.content_hash if trial else "",
        )  # fmt: skip
    return plain


def issue_local(slug: str, scopes: Iterable[str] = (DEBUG_SCOPE,)) -> str:
    """A ticket for somebody who may read the database of this machine. Raises UnknownBot."""
    return issue(slug, scopes)


def redeem(plain: str) -> Opened | None:
    """Use a ticket up; None when it is unknown, used or too old. Two at once: one of them wins."""
    now = timezone.now()
    with everywhere("a ticket names its own workspace"):
        fresh = CallTicket.objects.filter(digest=_digest(plain), used=None, expires__gte=now)
        if fresh.update(used=now) != 1:
            return None
        ticket = CallTicket.objects.get(digest=_digest(plain))
    return Opened(ticket.bot, frozenset(ticket.scopes), content_hash=ticket.content_hash)


def _digest(plain: str) -> str:
    return hashlib.sha256(plain.encode()).hexdigest()
