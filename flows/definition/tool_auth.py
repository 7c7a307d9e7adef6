"""How a tool says on whose behalf it asks: by the names of secrets, never by the secrets."""

from collections.abc import Iterator
from typing import Literal

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.definition.tool_request import MAX_URL_CHARACTERS

Below = tuple[str, ...]
WAYS = ("bearer", "basic", "api_key", "oauth2")
"""Of these a tool has one at most; `certificate` may stand beside it."""
PLACES = ("header", "query", "cookie")
"""Where a service may want its key: one of them."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Basic:
    """A user and a password, sent as `Authorization: Basic …`."""

    user: str
    """The name of a secret, or of a name given outside that is none."""
    password: str
    """The name of a secret."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class ApiKey:
    """A key that the service wants in a header of its own, in the query or in a cookie."""

    secret: str
    """The name of a secret."""
    header: str | None = None
    """The header that it is sent in, such as `X-Api-Key`."""
    query: str | None = None
    """The name that it has behind the `?`. Addresses are written into logs by whoever stands in between: prefer a
    header where the service takes one."""
    cookie: str | None = None
    """The cookie that it is sent in."""

    def __post_init__(self) -> None:
        """Raises ValueError unless it says of one place where the key is sent."""
        if sum(getattr(self, place) is not None for place in PLACES) != 1:
            raise ValueError("a key is sent in one of `header`, `query` and `cookie`")


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class OAuth2:
    """A token that the service's own sign-in gives for a client and its secret (RFC 6749 §4.4), kept while it holds."""

    token_url: str = Field(max_length=MAX_URL_CHARACTERS)
    """Where tokens are given. It takes no template but `{{ env.NAME }}`."""
    client: str
    """The name of a secret, or of a name given outside that is none: the id of the client."""
    secret: str
    """The name of the client's secret."""
    scope: str | None = None
    """What the token is for, as the service names it; several with spaces between them."""
    audience: str | None = None
    """Whom the token is for, where the service asks for that."""
    send: Literal["header", "body"] = "header"
    """How client and secret are sent: as `Authorization: Basic …`, or in the form."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Auth:
    """Who asks. The secrets themselves are kept outside of the bot, by whoever runs it."""

    bearer: str | None = None
    """The name of the secret that is sent as `Authorization: Bearer …`."""
    basic: Basic | None = None
    """A user and a password."""
    api_key: ApiKey | None = None
    """A key in a header of its own, in the query or in a cookie."""
    oauth2: OAuth2 | None = None
    """A client with its secret, for whom the service gives a token."""
    certificate: str | None = None
    """The name of a secret that holds a certificate and its key (PEM), with which the line itself is opened (mutual
    TLS). It may stand beside another way."""

    def __post_init__(self) -> None:
        """Raises ValueError where it says nothing, or two things."""
        ways = [way for way in WAYS if getattr(self, way) is not None]
        if len(ways) > 1:
            raise ValueError(f"a tool asks in one way: `{ways[0]}` or `{ways[1]}`")
        if not ways and self.certificate is None:
            raise ValueError(f"it says one of {', '.join(f'`{way}`' for way in (*WAYS, 'certificate'))}")

    def secrets(self) -> Iterator[tuple[Below, str]]:
        """Every name of a secret, with where it stands below `auth`."""
        for way in ("bearer", "certificate"):
            if (name := getattr(self, way)) is not None:
                yield (way,), name
        if self.basic is not None:
            yield ("basic", "password"), self.basic.password
        if self.api_key is not None:
            yield ("api_key", "secret"), self.api_key.secret
        if self.oauth2 is not None:
            yield ("oauth2", "secret"), self.oauth2.secret

    def names(self) -> Iterator[tuple[Below, str]]:
        """Every name that may be a secret or not, with where it stands below `auth`."""
        if self.basic is not None:
            yield ("basic", "user"), self.basic.user
        if self.oauth2 is not None:
            yield ("oauth2", "client"), self.oauth2.client

    @property
    def sends_authorization(self) -> bool:
        """Whether it makes the header `Authorization`."""
        in_header = self.api_key is not None and (self.api_key.header or "").lower() == "authorization"
        return in_header or any(way is not None for way in (self.bearer, self.basic, self.oauth2))
