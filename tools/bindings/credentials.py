"""On whose behalf a tool asks: what its `auth` adds to a request, with the secrets that were given for it."""

import base64
from dataclasses import dataclass
from urllib.parse import quote

from flows.definition.tool_auth import ApiKey, Auth, Basic
from tools.bindings.filling import CannotFill, header_value
from tools.bindings.outside import Given
from tools.bindings.tokens import Tokens


@dataclass(frozen=True)
class Credentials:
    """What is added to a request. It shows itself to nobody."""

    headers: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    certificate: str | None = None
    """PEM: with it the line itself is opened."""
    token: str = ""
    """One that was kept, and may hold no more."""

    @property
    def kept(self) -> bool:
        """Whether it is such a token."""
        return bool(self.token)

    def __repr__(self) -> str:
        """Nothing of it stands in a log by accident."""
        return f"Credentials({len(self.headers)} headers, {len(self.query)} in the query)"


NOBODY = Credentials()


async def credentials(auth: Auth | None, given: Given, tokens: Tokens, whose: str) -> Credentials:
    """What `auth` adds. Raises CannotFill where a secret is missing or does not fit, NoToken, TimeoutError."""
    if auth is None:
        return NOBODY
    certificate = await secret(auth.certificate, given) if auth.certificate is not None else None
    if auth.oauth2 is not None:
        token = await tokens.of(auth.oauth2, given, whose, certificate)
        return Credentials((("Authorization", f"Bearer {token}"),), (), certificate, token)
    headers: tuple[tuple[str, str], ...] = ()
    query: tuple[tuple[str, str], ...] = ()
    if auth.bearer is not None:
        headers = (("Authorization", f"Bearer {await _in_header(auth.bearer, given)}"),)
    elif auth.basic is not None:
        headers = (("Authorization", await _basic(auth.basic, given)),)
    elif auth.api_key is not None and auth.api_key.query is not None:
        query = ((auth.api_key.query, await secret(auth.api_key.secret, given)),)
    elif auth.api_key is not None:
        headers = (await _key(auth.api_key, given),)
    return Credentials(headers, query, certificate)


async def secret(name: str, given: Given) -> str:
    """A secret. Raises CannotFill."""
    found = await given.secret(name)
    if found is None:
        raise CannotFill(f"there is no secret `{name}`.")
    return found


async def secret_or_name(name: str, given: Given) -> str:
    """What a name stands for, be it a secret or not. Raises CannotFill."""
    found = await given.secret(name) or (await given.names()).get(name)
    if found is None:
        raise CannotFill(f"there is neither a secret nor a name `{name}`.")
    return found


async def _in_header(name: str, given: Given) -> str:
    return header_value(f"the secret {name}", await secret(name, given))


async def _basic(basic: Basic, given: Given) -> str:
    user, password = await secret_or_name(basic.user, given), await secret(basic.password, given)
    if ":" in user:
        raise CannotFill(f"`{basic.user}` has a colon, which ends the user.")  # RFC 7617 §2
    return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


async def _key(key: ApiKey, given: Given) -> tuple[str, str]:
    value = await _in_header(key.secret, given)
    if key.header is not None:
        return key.header, value
    return "Cookie", f"{key.cookie}={quote(value, safe='')}"
