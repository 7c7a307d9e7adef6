"""Who may look at a draft by a socket. Uses the database: never call it on the event loop."""

from dataclasses import dataclass
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user

from flows.members import role_with
from flows.models import Bot
from voxloom.accounts.isolation import within
from voxloom.accounts.members import chosen, role_of
from voxloom.accounts.roles import Action, may
from voxloom.accounts.second_factor import lacks_second_factor


@dataclass(frozen=True)
class Seat:
    """Somebody who may look at the draft of a bot."""

    bot: int
    """Its key."""
    name: str


def seat_of(session_key: str | None, slug: str) -> Seat | None:
    """What a session allows now; None for nobody, and for a bot that they may not see.

    A seat is asked for again while its socket is open: they may have signed out, or lost their role.
    """
    if not session_key or not slug.isprintable():
        return None
    session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    request: Any = SimpleNamespace(session=session)
    user = get_user(request)
    if not user.is_authenticated or lacks_second_factor(user):
        return None
    workspace = chosen(user, session)
    if workspace is None:
        return None
    with within(workspace):
        bot = Bot.objects.filter(slug=slug).first()
        if bot is None or not may(Action.SEE, role_of(user), role_with(user, bot)):
            return None
        return Seat(bot.pk, user.get_username())
