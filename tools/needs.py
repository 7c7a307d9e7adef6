"""What the tools of a bot need to be given outside of it, and what of that is missing where it is to answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from flows.definition.bot import Bot
from flows.definition.tool import Tool
from tools.bindings.filling import outside_in, outside_names
from tools.bindings.outside import Given
from voxloom.given.keeping import Everything

ASKS = frozenset({"http", "mcp"})
"""Types of tools that ask services."""


@dataclass(frozen=True)
class Needs:
    """Of one tool. `either`: what may be a secret or a name."""

    names: frozenset[str]
    secrets: frozenset[str]
    either: frozenset[str]


@dataclass(frozen=True)
class Missing:
    """Something that a tool needs and is not given."""

    tool: str
    name: str
    secret: bool
    stubbed: bool
    """Nothing that the tool needs is given, and its stub answers."""

    def as_text(self, environment: str) -> str:
        """One line, with what to do about it."""
        what, how = ("secret", f"env --secret {self.name}") if self.secret else ("name", f"env {self.name}=…")
        where = "" if environment == "production" else f" --environment {environment}"
        return (
            f"The tool `{self.tool}` needs the {what} `{self.name}`, which is not given in {environment}: "
            f"`manage.py {how}{where}`."
        )


def needs(tool: Tool) -> Needs:
    """What a tool needs; nothing for one that asks no service."""
    if tool.type not in ASKS:
        return Needs(frozenset(), frozenset(), frozenset())
    names = outside_names(tool.request) if tool.request is not None else frozenset[str]()
    if tool.server is not None and tool.server.url is not None:
        names |= outside_in(tool.server.url)
    if tool.auth is None:
        return Needs(names, frozenset(), frozenset())
    if tool.auth.oauth2 is not None:
        names |= outside_in(tool.auth.oauth2.token_url)
    secrets = frozenset(name for _, name in tool.auth.secrets())
    return Needs(names, secrets, frozenset(name for _, name in tool.auth.names()))


def missing(bot: Bot, given: Everything) -> list[Missing]:
    """Everything that is missing, the tools in their order."""
    return list(chain.from_iterable(_of(name, tool, given) for name, tool in bot.tools.items()))


def _of(name: str, tool: Tool, given: Everything) -> Iterator[Missing]:
    wanted = needs(tool)
    known = given.names.keys() | given.secrets.keys()
    lacks = [(each, False) for each in sorted(wanted.names - known)]
    lacks += [(each, True) for each in sorted((wanted.secrets - given.secrets.keys()) | (wanted.either - known))]
    every = wanted.names | wanted.secrets | wanted.either
    stubbed = tool.stub is not None and every.isdisjoint(known)
    yield from (Missing(name, each, secret, stubbed) for each, secret in lacks)


async def some_given(tool: Tool, given: Given) -> bool | None:
    """Whether something of what a tool needs is given; None for one that needs nothing."""
    wanted = needs(tool)
    asked_with = wanted.secrets | wanted.either
    for name in asked_with:
        if await given.secret(name) is not None:
            return True
    every = wanted.names | asked_with
    return not every.isdisjoint(await given.names()) if every else None
