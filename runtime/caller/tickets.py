"""Where a caller's ticket comes from: the local database, an API key, or (public bots) nothing."""

import ipaddress
from urllib.parse import urlsplit

from asgiref.sync import sync_to_async
from django.db import DatabaseError

from runtime.caller.client import TicketSource
from runtime.caller.errors import CallFailed
from runtime.caller.signalling import Line, Ticket, base_address
from runtime.signalling import tickets


def source(server: str, bot: str, api_key: str | None) -> TicketSource:
    """How to get a ticket for `bot`: by the key if there is one, else locally if the server is this machine."""
    base_address(server)
    if api_key is not None or not _is_local(server):
        return lambda line: line.request_ticket(bot, api_key)

    async def local(line: Line) -> Ticket:
        await line.reach()
        try:
            return Ticket(await sync_to_async(tickets.issue_local)(bot))
        except tickets.UnknownBot:
            raise CallFailed(f"There is no bot {bot} that takes calls; publish it, or name another one.") from None
        except DatabaseError:
            raise CallFailed("The local database cannot be used; run `make setup`, or give --api-key.") from None

    return local


def _is_local(server: str) -> bool:
    host = urlsplit(server).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
