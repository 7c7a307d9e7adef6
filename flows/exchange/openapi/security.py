"""On whose behalf an operation asks: the names of secrets in the place of the schemes of a document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from flows.checks.secret_forms import secret_in, secret_under
from flows.exchange.openapi.names import Taken, snake
from flows.exchange.openapi.operations import Operation
from flows.exchange.openapi.parameters import is_header
from flows.exchange.openapi.refs import Refs, Unresolved, few, items, word
from flows.exchange.openapi.report import Report
from flows.exchange.openapi.servers import is_address

MOST_SCHEME_CHARACTERS = 20
MOST_TOKEN_URL_CHARACTERS = 1_500
"""A bot has addresses of 2,000, the name of the server before it included."""
MOST_SCOPES, MOST_SCOPE_CHARACTERS = 50, 500
MOST_ALTERNATIVES = 20
"""Of one operation; nobody offers more ways."""
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,100}\Z")
_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7a\x7c]+\Z")
"""RFC 6749 §3.3, without braces."""
_PATH = re.compile(r"(?:/[\w.~%+-]+)*/?\Z", re.ASCII)
WITHOUT = "so the tool has no `auth`"
SEVERAL = "it wants several ways at once, and a tool asks in one"
NOT_OPENID = "tools do not sign in by OpenID Connect; where the service takes a client and its secret, write `oauth2`"


class _CannotCarry(ValueError):
    """A bot has nothing like it."""


@dataclass(frozen=True)
class Way:
    """How a tool asks, and the names that somebody has to give for it."""

    auth: dict[str, Any]
    addresses: tuple[tuple[str, str | None], ...] = ()
    """Names of addresses with what they stand for, as far as the document says it."""


class Security:
    """The schemes of a document."""

    def __init__(self, refs: Refs, document: dict[str, Any], base: str) -> None:
        """`base`: what the names of secrets begin with."""
        self._refs, self._document, self._base = refs, document, base
        components = document.get("components")
        self._schemes = dict(few(components.get("securitySchemes"))) if isinstance(components, dict) else {}
        self._names = dict(self._named())

    def _named(self) -> Iterator[tuple[str, str]]:
        """What the secrets of each scheme begin with: of several of a kind, its name tells it apart."""
        kinds = {name: self._kind(raw) for name, raw in self._schemes.items()}
        taken = Taken()
        for name, kind in kinds.items():
            alone = list(kinds.values()).count(kind) == 1
            own = snake(name, "scheme", MOST_SCHEME_CHARACTERS)
            if secret_under("token", f"{self._base}_{own}_token") is not None:
                own = "scheme"
            yield name, self._base if alone else f"{self._base}_{taken.take(own)}"

    def _kind(self, raw: Any) -> str:
        try:
            scheme = self._refs.map(raw)
        except Unresolved:
            return ""
        finally:
            self._refs.begin()
        return f"{word(scheme.get('type'))} {word(scheme.get('scheme')).lower()}"

    def of(self, operation: Operation, server: tuple[str, str | None], report: Report) -> Way | None:
        """The first way that a tool can take; None where it needs none, or has none, which is told. `server`: the name
        that the operation is sent to, and its address."""
        wanted = operation.raw.get("security", self._document.get("security"))
        problems: list[str] = []
        for one in items(wanted)[:MOST_ALTERNATIVES]:
            if not isinstance(one, dict) or not one:
                return None
            try:
                return self._way(one, server)
            except (_CannotCarry, Unresolved) as problem:
                problems.append(str(problem))
        if problems:
            report.add("security", f"{'; '.join(dict.fromkeys(problems))}; {WITHOUT}")
        return None

    def _way(self, wanted: dict[str, Any], server: tuple[str, str | None]) -> Way:
        """One alternative: one way, and a certificate beside it."""
        if len(wanted) > 2:
            raise _CannotCarry(SEVERAL)
        ways = [self._of_scheme(str(name), scopes, server) for name, scopes in wanted.items()]
        names = [next(iter(way.auth)) for way in ways]
        if len(names) - names.count("certificate") > 1 or names.count("certificate") > 1:
            raise _CannotCarry(SEVERAL)
        ways.sort(key=lambda way: "certificate" in way.auth)
        auth = {key: value for way in ways for key, value in way.auth.items()}
        return Way(auth, tuple(address for way in ways for address in way.addresses))

    def _of_scheme(self, name: str, scopes: Any, server: tuple[str, str | None]) -> Way:
        if name not in self._schemes:
            raise _CannotCarry(f"there is no scheme {name}")
        scheme, own = self._refs.map(self._schemes[name]), self._names[name]
        match word(scheme.get("type")), word(scheme.get("scheme")).lower():
            case "http", "bearer":
                return Way({"bearer": f"{own}_token"})
            case "http", "basic":
                return Way({"basic": {"user": f"{own}_user", "password": f"{own}_password"}})
            case "apiKey", _:
                return Way({"api_key": {"secret": f"{own}_key", **_place(scheme)}})
            case "oauth2", _:
                return _oauth2(own, scheme, items(scopes), server)
            case "mutualTLS", _:
                return Way({"certificate": f"{own}_certificate"})
            case "openIdConnect", _:
                raise _CannotCarry(NOT_OPENID)
            case "http", other:
                raise _CannotCarry(f"tools do not ask by the HTTP scheme {other or '?'}")
        raise _CannotCarry(f"tools know no security of the type {word(scheme.get('type')) or '?'}")


def _place(scheme: dict[str, Any]) -> dict[str, str]:
    where, name = word(scheme.get("in")), word(scheme.get("name"))
    if where not in ("header", "query", "cookie") or _TOKEN.match(name) is None or secret_in(name) is not None:
        raise _CannotCarry("its key stands where a tool cannot send it")
    if where == "header" and not is_header(name):
        raise _CannotCarry(f"its key stands in the header {name}, which is not for tools to set")
    return {where: name}


def _oauth2(own: str, scheme: dict[str, Any], scopes: list[Any], server: tuple[str, str | None]) -> Way:
    flows = dict(few(scheme.get("flows")))
    flow = flows.get("clientCredentials")
    if not isinstance(flow, dict):
        known = ", ".join(name for name in flows if name.isalnum()) or "none"
        raise _CannotCarry(f"of the flows of OAuth 2 tools know clientCredentials, and it has {known}")
    if not word(flow.get("tokenUrl")):
        raise _CannotCarry("its flow clientCredentials has no `tokenUrl`")
    token_url, addresses = _token_url(own, word(flow.get("tokenUrl")), server)
    scope = " ".join(
        one for one in scopes[:MOST_SCOPES] if isinstance(one, str) and _SCOPE.match(one) and secret_in(one) is None
    )
    told = {"scope": scope} if scope and len(scope) <= MOST_SCOPE_CHARACTERS else {}
    auth = {"token_url": token_url, "client": f"{own}_client", "secret": f"{own}_client_secret", **told}
    return Way({"oauth2": auth}, addresses)


def _token_url(own: str, url: str, server: tuple[str, str | None]) -> tuple[str, tuple[tuple[str, str | None], ...]]:
    """Below the address of the service where it lies there, else a name of its own."""
    name, address = server
    unknown = f"{{{{ env.{own}_token_url }}}}", ((f"{own}_token_url", None),)
    if len(url) > MOST_TOKEN_URL_CHARACTERS:
        return unknown
    try:
        whole = urljoin(f"{address}/", url) if address is not None else url
        parts = urlsplit(whole)
    except ValueError:
        return unknown
    below = url if address is None else whole[len(address) :] if whole.startswith(f"{address}/") else ""
    if below.startswith("/") and _PATH.match(below) and ".." not in below and secret_in(below) is None:
        return f"{{{{ env.{name} }}}}{below}", ()
    is_one = parts.scheme in ("http", "https") and bool(parts.netloc) and "@" not in parts.netloc
    shown = whole if is_one and is_address(whole) and secret_in(whole) is None else None
    return unknown[0], ((f"{own}_token_url", shown),)
