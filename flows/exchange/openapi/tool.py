"""One operation as a tool: what stands in the bot, as a person would write it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flows.exchange.openapi.address import Path
from flows.exchange.openapi.answers import Answer, answer_of
from flows.exchange.openapi.bodies import body_of
from flows.exchange.openapi.leaves import Asked, Leaf, ask_for
from flows.exchange.openapi.operations import READING, Operation
from flows.exchange.openapi.parameters import parameters_of
from flows.exchange.openapi.refs import Refs, items
from flows.exchange.openapi.report import NotATool, Report
from flows.exchange.openapi.security import Security, Way
from flows.exchange.openapi.servers import Servers

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"})
MOST_NAMED = 10
"""Arguments that may be null, in a description."""


@dataclass(frozen=True)
class Api:
    """What the operations of a document have in common."""

    refs: Refs
    servers: Servers
    security: Security
    report: Report


@dataclass(frozen=True)
class Made:
    """A tool, and the names of addresses that somebody has to give for it."""

    tool: dict[str, Any]
    addresses: dict[str, str | None]


def tool_of(api: Api, operation: Operation) -> Made:
    """The tool of an operation; what does not come along is told. Raises NotATool."""
    if operation.method not in METHODS:
        raise NotATool(f"tools send no {operation.method}")
    api.refs.spend(sum(len(part) for part in operation.raw.values() if isinstance(part, dict | list)))
    api.refs.spend(len(items(operation.shared.get("parameters"))))
    name = api.servers.of(operation)
    address = api.servers.addresses[name]
    path = Path(operation.path)
    way = api.security.of(operation, (name, address), api.report)
    answer = answer_of(api.refs, operation, api.report)
    body = body_of(api.refs, operation, api.report)
    parameters = list(parameters_of(api.refs, operation, path.names, api.report))
    leaves = [leaf for leaf in (*parameters, *body.leaves) if not _is_key(leaf, way)]
    asked = ask_for(leaves, api.report)
    own = {"Accept": answer.accept, "Content-Type": body.content_type}
    headers = {key: value for key, value in own.items() if value is not None}
    key = _key_in_query(way)
    query = {name: value for name, value in path.query.items() if name != key}
    request = _request({"headers": headers, "query": query}, leaves, asked)
    given = {leaf.keys[0]: _written(leaf, asked, in_path=True) for leaf in leaves if leaf.place == "path"}
    request = {"method": operation.method, "url": path.written(f"{{{{ env.{name} }}}}", given), **request}
    addresses = {name: address, **(dict(way.addresses) if way is not None else {})}
    return Made(_tool(operation, request, way, asked, answer), addresses)


def _is_key(leaf: Leaf, way: Way | None) -> bool:
    """Whether a parameter is the key that `auth` sends."""
    key = way.auth.get("api_key", {}) if way is not None else {}
    if leaf.place == "headers":
        return leaf.keys[0].lower() == str(key.get("header", "")).lower()
    return leaf.place == "query" and leaf.keys[0] == _key_in_query(way)


def _key_in_query(way: Way | None) -> str | None:
    """The name that the key has behind the `?`, where `auth` sends one there."""
    name: str | None = way.auth.get("api_key", {}).get("query") if way is not None else None
    return name


def _request(request: dict[str, Any], leaves: Iterable[Leaf], asked: Asked) -> dict[str, Any]:
    """What stands in a request beside method and address; `request`: what is in it anyway."""
    for leaf in leaves:
        if leaf.place == "path" or not (leaf.is_fixed or leaf in asked.names):
            continue
        value = _written(leaf, asked)
        if not leaf.keys:
            request[leaf.place] = value
            continue
        here = request.setdefault(leaf.place, {})
        for key in leaf.keys[:-1]:
            here = here.setdefault(key, {})
        here[leaf.keys[-1]] = value
    return {field: value for field, value in request.items() if value != {}}


def _written(leaf: Leaf, asked: Asked, *, in_path: bool = False) -> Any:
    if not leaf.is_fixed:
        return f"{{{{ {asked.names[leaf]} }}}}"
    return Path.part(leaf.value) if in_path else leaf.value


def _tool(
    operation: Operation, request: dict[str, Any], way: Way | None, asked: Asked, answer: Answer
) -> dict[str, Any]:
    tool: dict[str, Any] = {"description": _description(operation, asked), "type": "http", "request": request}
    if answer.fields:
        tool["response"] = {"fields": answer.fields}
    if way is not None:
        tool["auth"] = way.auth
    if asked.types:
        tool["arguments"] = dict(asked.types)
    if operation.method not in READING:
        tool |= {"effect": "write", "idempotency_key": "auto"}
    if answer.returns:
        tool["returns"] = dict(answer.returns)
    tool["stub"] = answer.stub
    return {field: value for field, value in tool.items() if value != ""}


def _description(operation: Operation, asked: Asked) -> str:
    """What it does, and what need not be given: the language asks for every argument, and takes null."""
    sentence = operation.summary
    if sentence and sentence[-1] not in ".!?…":
        sentence = f"{sentence}."
    names = [f"`{name}`" for name in asked.optional[:MOST_NAMED]]
    if len(asked.optional) > MOST_NAMED:
        names.append(f"{len(asked.optional) - MOST_NAMED} others")
    if not names:
        return sentence
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{sentence} {listed} may be null.".strip()
