"""How a model that a bot names is reached: with the key of its workspace, at an address that the operator lets bots
ask."""

import asyncio
import logging
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Protocol

from tools.bindings.filling import CannotFill, filled_address
from tools.bindings.outside import Given
from voxloom.outgoing.addresses import host_of

log = logging.getLogger(__name__)

READS_S = 1.0
"""How long the first look at what a workspace is given may take."""
NO_KEY = "none"
"""For an address without a key: the library would take the operator's own from the environment instead."""


class Reached(Protocol):
    """A route, or hosted speech."""

    @property
    def key(self) -> str | None: ...
    @property
    def api_base(self) -> str | None: ...
    @property
    def provider(self) -> str: ...


@dataclass(frozen=True)
class Way:
    """Where it is asked; an empty base is the provider's own."""

    base: str
    key: str = field(repr=False)


async def way_to(what: str, asked: Reached, providers: AbstractSet[str], given: Given) -> Way | None:
    """None where it is not given what it needs. `what` it is, for the log."""
    if asked.key is None and asked.api_base is None:
        return None
    if asked.provider not in providers:
        log.warning("%s is not asked: its provider takes no key of a workspace", what)
        return None
    key, base = "", ""
    try:
        async with asyncio.timeout(READS_S):
            if asked.key is not None:
                secret = await given.secret(asked.key)
                if secret is None:
                    return None
                key = secret
            if asked.api_base is not None:
                base = filled_address("api_base", asked.api_base, await given.names())
                if not await given.may_ask(host_of(base)):
                    log.warning("%s is not asked: its host is none that bots may ask", what)
                    return None
    except CannotFill:
        return None
    except Exception as problem:  # whatever the database says
        log.warning("what %s is given cannot be read: %s", what, problem)
        log.debug("it cannot be read", exc_info=True)
        return None
    return Way(base, key or NO_KEY)
