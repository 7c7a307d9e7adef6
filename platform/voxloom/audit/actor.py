"""Who does what is done here: a person, a key, a command, or the house itself."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.http import HttpRequest, HttpResponse

from voxloom.accounts.isolation import NoWorkspace, current, current_workspace
from voxloom.audit import chain

HOUSE = "the server"
_actor: ContextVar[str] = ContextVar("actor", default=HOUSE)


def actor() -> str:
    """As the audit log names them."""
    return _actor.get()


@contextmanager
def acting(name: str) -> Iterator[None]:
    """What is done here is done by them."""
    token = _actor.set(name)
    try:
        yield
    finally:
        _actor.reset(token)


def of_this_terminal() -> str:
    """Whoever types a command."""
    try:
        return f"command of {getpass.getuser()}"
    except (OSError, KeyError):
        return "command"


def note(action: str, target: str = "", **details: Any) -> None:
    """Write down what who acts here does, in the workspace at hand."""
    try:
        workspace = current_workspace().slug if current().workspace is not None else ""
    except NoWorkspace:
        workspace = ""
    chain.note(actor(), action, target, workspace, **details)


class ActorOfTheRequest:
    """Middleware behind that of accounts: a person by their name, a program by its key."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as whoever asks."""
        key = getattr(request, "api_key", None)
        if key is not None:
            name = f"key {key.name} ({key.prefix})"
        elif request.user.is_authenticated:
            name = request.user.get_username()
        else:
            name = "somebody"
        with acting(name):
            return self._get_response(request)
