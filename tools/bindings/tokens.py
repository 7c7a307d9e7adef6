"""Tokens that the sign-in of a service gives for a client and its secret (OAuth 2, RFC 6749 §4.4), kept while they
hold. They are in the memory of this process alone."""

import asyncio
import base64
import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import httpx

from flows.definition.tool_auth import OAuth2
from tools.bindings.exchange import Answer, Exchange, Unreadable
from tools.bindings.filling import CannotFill, Filled, filled_address, header_value
from tools.bindings.outside import Given
from tools.lines import Deadlines
from voxloom.outgoing.addresses import AddressRefused, host_of

UNSAID_S = 300.0
"""How long a token holds that does not say so."""
EARLY_S = 30.0
"""So long before its end a token is not used any more: the request is on its way, and clocks differ."""
SIGN_IN_S = 10.0
"""A sign-in takes no longer; whoever waits for it may have less."""
MOST_KEPT = 1_000
Key = tuple[str, ...]


class NoToken(Exception):
    """The sign-in gives none; the message is one line without values."""

    logs_its_words = True


@dataclass(frozen=True)
class _Token:
    text: str
    until: float

    def __repr__(self) -> str:
        return "_Token(…)"


@dataclass(frozen=True)
class _Client:
    """Who signs in, and where."""

    url: str
    name: str
    secret: str
    certificate: str | None

    def __repr__(self) -> str:
        return "_Client(…)"


class Tokens:
    """Of one process; belongs to its event loop."""

    def __init__(self, exchange: Exchange, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self._exchange = exchange
        self._clock = clock
        self._kept: dict[Key, _Token] = {}
        self._asking: dict[Key, asyncio.Task[str]] = {}

    async def of(self, auth: OAuth2, given: Given, whose: str, certificate: str | None = None) -> str:
        """A token; several who want the same one wait for one sign-in. Raises CannotFill, NoToken."""
        client = await _client(auth, given, certificate)
        key = _key(auth, client, whose)
        kept = self._kept.get(key)
        if kept is not None and self._clock() < kept.until:
            return kept.text
        if key not in self._asking:
            task = asyncio.create_task(self._sign_in(auth, client, key), name=f"sign-in for {whose}")
            self._asking[key] = task
            task.add_done_callback(lambda done: self._asked(key, done))
        return await asyncio.shield(self._asking[key])

    async def forget(self, auth: OAuth2 | None, given: Given, whose: str, certificate: str | None, text: str) -> None:
        """A token holds no more, whatever it said; a newer one stays. Raises CannotFill."""
        if auth is None:
            return  # who signs in in another way has none
        key = _key(auth, await _client(auth, given, certificate), whose)
        if (kept := self._kept.get(key)) is not None and kept.text == text:
            del self._kept[key]

    async def aclose(self) -> None:
        """Nobody signs in any more."""
        left = list(self._asking.values())
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _asked(self, key: Key, task: "asyncio.Task[str]") -> None:
        self._asking.pop(key, None)
        if not task.cancelled():
            task.exception()  # whoever waited has it; nobody may have

    async def _sign_in(self, auth: OAuth2, client: _Client, key: Key) -> str:
        try:
            async with asyncio.timeout(SIGN_IN_S):
                answer = await self._exchange.send(_request(auth, client), Deadlines(), client.certificate)
        except (httpx.HTTPError, httpx.InvalidURL, OSError, Unreadable) as problem:
            # TimeoutError and AddressRefused are OSErrors.
            refused = "may not be asked" if isinstance(problem, AddressRefused) else type(problem).__name__
            raise NoToken(f"the sign-in cannot be reached: {refused}") from None
        token = _read(answer, self._clock())
        while len(self._kept) >= MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = token
        return token.text


async def _client(auth: OAuth2, given: Given, certificate: str | None) -> _Client:
    names = await given.names()
    name, secret = await given.secret(auth.client) or names.get(auth.client), await given.secret(auth.secret)
    if name is None or secret is None:
        missing = auth.client if name is None else auth.secret
        raise CannotFill(f"there is no secret `{missing}`.")
    url = filled_address("auth.oauth2.token_url", auth.token_url, names)
    if not await given.may_ask(host_of(url)):
        raise CannotFill("the host of its sign-in is none of those that the workspace allows.")
    return _Client(url, name, secret, certificate)


def _key(auth: OAuth2, client: _Client, whose: str) -> Key:
    """A secret that was changed gives other tokens, and is no key of a map itself."""
    digest = hashlib.sha256(f"{client.secret}\n{client.certificate}".encode()).hexdigest()
    return whose, client.url, client.name, digest, auth.scope or "", auth.audience or ""


def _request(auth: OAuth2, client: _Client) -> Filled:
    form = {"grant_type": "client_credentials", "scope": auth.scope, "audience": auth.audience}
    headers = [("Accept", "application/json"), ("Content-Type", "application/x-www-form-urlencoded")]
    if auth.send == "body":
        form |= {"client_id": client.name, "client_secret": client.secret}
    else:  # each is encoded as in a form before they are joined (RFC 6749 §2.3.1)
        pair = f"{quote(client.name, safe='')}:{quote(client.secret, safe='')}"
        headers.append(("Authorization", f"Basic {base64.b64encode(pair.encode()).decode()}"))
    sent = urlencode({name: value for name, value in form.items() if value is not None})
    return Filled("POST", client.url, tuple(headers), sent.encode())


def _read(answer: Answer, now: float) -> _Token:
    """What a sign-in said. Raises NoToken."""
    if answer.status != 200:
        raise NoToken(f"the sign-in answers with status {answer.status}")
    try:
        said = json.loads(answer.body)
        text, kind = said["access_token"], str(said.get("token_type", "bearer"))
        holds_s = float(said.get("expires_in", UNSAID_S))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        raise NoToken("the sign-in answers with no token") from None
    if not isinstance(text, str) or not text or kind.lower() != "bearer" or not holds_s > 0:
        raise NoToken("the sign-in answers with no token that can be used")
    try:
        text = header_value("the token", text)
    except CannotFill:
        raise NoToken("the sign-in answers with no token that can be used") from None
    return _Token(text, now + max(holds_s - EARLY_S, min(holds_s, 2 * EARLY_S) / 2))
