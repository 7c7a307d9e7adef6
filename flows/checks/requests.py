"""Tools of type `http`: what they ask for is whole, and leads where no caller and no slip can turn it."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote_plus

from jinja2 import nodes

from flows.checks.look import Look
from flows.checks.secret_forms import secret_in, secret_under
from flows.checks.urls import url_problem
from flows.definition.tool import Tool
from flows.definition.tool_auth import ApiKey
from flows.definition.tool_request import MAX_HEADER_CHARACTERS, Request
from flows.expressions.templates import TemplateProblem
from flows.findings import Finding
from flows.loader.misfits import shown
from flows.loader.path import Path

HTTP, MCP = "http", "mcp"
WITHOUT_BODY = frozenset({"GET", "HEAD"})
CHANGING = frozenset({"PUT", "PATCH", "DELETE"})
"""POST is left out: many services search by it."""
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,100}\Z")
SECRET_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}\Z")
_OF_THE_CONNECTION = frozenset(
    "connection content-length expect host http2-settings keep-alive te trailer transfer-encoding upgrade".split()
)
"""Headers that say where a request goes and where it ends: a second opinion on that leads past whoever looks at it."""
_AUTHORIZATION, _COOKIE, _KEY = "authorization", "cookie", "idempotency-key"


def whole_requests(look: Look) -> Iterator[Finding]:
    """The parts of a tool of type `http` go together, and other tools have none of them."""
    for name, tool in look.bot.tools.items():
        path: Path = ("tools", name)
        if not look.sure((*path, "type")):
            continue
        if tool.type != HTTP:
            for field in ("request", "response", "auth"):
                if getattr(tool, field) is not None and (field, tool.type) != ("auth", MCP):
                    message = f"The tool `{name}` has `{field}`, and its type is not `http`."
                    yield look.finding("tool.request", (*path, field), message, "Write `type: http`, or take it away.")
            continue
        if tool.function is not None:
            message = f"The tool `{name}` is of type `http`, and calls no Python function."
            yield look.finding("tool.request", (*path, "function"), message, "Take it away, or write `type: python`.")
        if tool.request is not None and look.sure((*path, "request", "method")):
            yield from _together(look, (*path, "request"), name, tool, tool.request)


def _together(look: Look, path: Path, name: str, tool: Tool, request: Request) -> Iterator[Finding]:
    method = request.method
    sent = "form" if request.form is not None else "body"
    if method in WITHOUT_BODY and getattr(request, sent) is not None:
        message = f"A {method} with a {sent} is read in as many ways as there are servers."
        remedy = "Write `method: POST`, or give the values in `query:`."
        yield look.finding("tool.request", (*path, sent), message, remedy, "warning")
    if request.form is not None and request.body is not None:
        message = "A request has one body: `body` and `form` are two."
        yield look.finding("tool.request", (*path, "form"), message, "Keep the one that the service wants.")
    if method in CHANGING and tool.effect == "read" and look.sure(("tools", name, "effect")):
        message = f"A {method} changes something, and the tool `{name}` says that it only reads."
        remedy = "Write `effect: write` and `idempotency_key: auto` at the tool."
        yield look.finding("tool.request", (*path, "method"), message, remedy, "warning")
    for header in request.headers if tool.auth is not None else ():
        if header.lower() == _AUTHORIZATION and tool.auth is not None and tool.auth.sends_authorization:
            message = f"The tool `{name}` says twice on whose behalf it asks: here and in `auth`."
            yield look.finding("tool.request", (*path, "headers", header), message, "Keep `auth`.")
    for header in request.headers if tool.idempotency_key is not None else ():
        if header.lower() == _KEY:
            message = f"The tool `{name}` has two keys: this one is sent, and `idempotency_key` is not."
            yield look.finding(
                "tool.request", (*path, "headers", header), message, "Keep `idempotency_key`.", "warning"
            )
    for below in _beside_key(tool.auth.api_key, request) if tool.auth is not None and tool.auth.api_key else ():
        message = f"The tool `{name}` says twice on whose behalf it asks: here and in `auth`."
        yield look.finding("tool.request", (*path, *below), message, "Keep `auth`.")


def _beside_key(key: ApiKey, request: Request) -> Iterator[Path]:
    """Where the request has what `auth` adds to it: one cookie header, and one value of a name behind the `?`."""
    if key.cookie is not None:
        yield from (("headers", header) for header in request.headers if header.lower() == _COOKIE)
    if key.query is not None and request.query.get(key.query) is not None:
        yield "query", key.query
    if key.query is not None and key.query in _names_in_query(request.url):
        yield ("url",)


def _names_in_query(url: str) -> set[str]:
    """What an address has behind its `?`, as far as it is written out."""
    query = url.partition("#")[0].partition("?")[2]
    return {unquote_plus(pair.partition("=")[0]) for pair in query.split("&")}


def safe_urls(look: Look) -> Iterator[Finding]:
    """Every request goes to a host outside, or to one that the operator names."""
    for path, request in _requests(look):
        yield from safe_url(look, (*path, "url"), request.url)
    for name, tool in look.bot.tools.items():
        if tool.auth is not None and tool.auth.oauth2 is not None:
            where: Path = ("tools", name, "auth", "oauth2", "token_url")
            yield from safe_url(look, where, tool.auth.oauth2.token_url)
            yield from outside_alone(look, where, tool.auth.oauth2.token_url)


def safe_url(look: Look, path: Path, url: str) -> Iterator[Finding]:
    """What is wrong with one address."""
    try:
        problem = url_problem(url, look.tree(url))
    except TemplateProblem:
        return  # told of as such
    told_of = problem is not None and problem.is_of_user and secret_in(url) is not None
    if problem is not None and not told_of:
        yield look.finding("tool.url", path, problem.message, problem.remedy)


def outside_alone(look: Look, path: Path, url: str) -> Iterator[Finding]:
    """An address for all calls of a bot takes nothing of one of them."""
    with suppress(TemplateProblem):  # told of by others, or below
        names = sorted({name.name for name in look.tree(url).find_all(nodes.Name)} - {"env"}) if "{" in url else []
        for name in names[:1]:
            message = f"This address is the same for all calls, and takes no `{name}`."
            yield look.finding("tool.url", path, message, "Write it out, or as `{{ env.NAME }}`.")


def safe_headers(look: Look) -> Iterator[Finding]:
    """Every header is one line that a request may have."""
    for path, request in _requests(look):
        seen: set[str] = set()
        for name, value in request.headers.items():
            for message, remedy in _of_header(look, name, value, seen):
                yield look.finding("tool.header", (*path, "headers", name), message, remedy)
            seen.add(name.lower())


def _of_header(look: Look, name: str, value: str, seen: set[str]) -> Iterator[tuple[str, str]]:
    if _TOKEN.match(name) is None:
        yield f"{shown(name)} cannot be the name of a header.", "Use letters, digits and `-`; templates are for values."
    elif name.lower() in _OF_THE_CONNECTION or name.lower().startswith("proxy-"):
        yield f"The header `{name}` is made by what sends the request.", "Take it away."
    elif name.lower() in seen:
        yield f"The header `{name}` stands there twice.", "Capitals make no other header of it: keep one."
    if (sign := _control(look, value)) is not None:
        yield f"The value of {shown(name)} has {sign} in it.", "Write it in one line, without signs that are not seen."
    elif len(value) > MAX_HEADER_CHARACTERS:
        yield (
            f"The value of {shown(name)} is too long for a header.",
            f"{MAX_HEADER_CHARACTERS:,} characters are the limit.",
        )


def _control(look: Look, value: str) -> str | None:
    """What in a value, or in a text within one of its templates, ends a line or is not seen."""
    texts = [value]
    with suppress(TemplateProblem):  # told of as such
        texts += [str(one.value) for one in look.tree(value).find_all(nodes.Const)] if "{" in value else []
    for character in "".join(texts):
        if character in "\r\n\v\f\x85\u2028\u2029":
            return "a line break"
        if character != "\t" and unicodedata.category(character) == "Cc":
            return f"the sign {ascii(character)[1:-1]}"
    return None


def named_secrets(look: Look) -> Iterator[Finding]:
    """`auth` names secrets of the bot's own workspace, by their names alone."""
    for name, tool in look.bot.tools.items():
        for below, written in (*tool.auth.secrets(), *tool.auth.names()) if tool.auth is not None else ():
            if SECRET_NAME.match(written):
                continue
            if secret_in(written) is not None or secret_under(str(below[-1]), written) is not None:
                continue  # told of as one
            path: Path = ("tools", name, "auth", *below)
            message = f"{shown(written) if written else 'An empty text'} is not the name of a secret."
            yield look.finding("tool.auth", path, message, name_alone(written, str(below[-1])))


def sent_keys(look: Look) -> Iterator[Finding]:
    """A key that `auth` sends goes where one can be sent, and where nothing else stands."""
    for name, tool in look.bot.tools.items():
        key = tool.auth.api_key if tool.auth is not None else None
        path: Path = ("tools", name, "auth", "api_key")
        if key is None:
            continue
        own = tool.request.headers if tool.request is not None else {}
        for message, remedy in _of_header(look, key.header, "", {other.lower() for other in own}) if key.header else ():
            yield look.finding("tool.header", (*path, "header"), message, remedy)
        for place in ("query", "cookie"):
            written = getattr(key, place)
            if written is not None and _TOKEN.match(written) is None:
                message = f"{shown(written)} cannot be the name of a key."
                yield look.finding("tool.header", (*path, place), message, "Use letters, digits, `_` and `-`.")


def name_alone(written: str, field: str, name: str = "bank_token") -> str:
    """The remedy for what should be the name of a secret, such as `name`."""
    example = f"`{field}: {name}`"
    if "{" in written or written.startswith("$"):
        return f"Write the name without braces, as in {example}."
    if re.search(r"[/.:\\]", written):
        return "Write the name alone: a bot has the secrets of its own workspace, and no others."
    if written.lower().startswith(("bearer ", "basic ", "token ")):
        return f"Write the name alone, as in {example}: the word before it is put there by itself."
    return "Use letters, digits, `_` and `-`, beginning with a letter, 64 at most."


def _requests(look: Look) -> Iterator[tuple[Path, Request]]:
    for name, tool in look.bot.tools.items():
        if tool.request is not None:
            yield ("tools", name, "request"), tool.request
