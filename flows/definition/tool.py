"""A tool: what a bot may have done in the world."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar, Literal, get_args

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, Milliseconds, Names, Text
from flows.definition.tool_auth import Auth
from flows.definition.tool_request import Below, Request
from flows.definition.tool_response import Response
from flows.definition.tool_server import Server
from flows.definition.tool_undo import Undo
from flows.definition.tool_verifies import Verifies

DEFAULT_TIMEOUT_MS = 4_000
"""A caller waits that long behind a filler; longer silences lose them."""
DEFAULT_CONNECT_MS = 2_000
"""Who is further away than that answers no caller in time."""
DEFAULT_AT_ONCE, MOST_AT_ONCE = 16, 100
"""Twice the calls that a process takes by default; a client has a hundred lines."""

ReturnType = Literal[
    "text", "person", "number", "integer", "money", "digits", "yes_no", "boolean", "choice", "date", "time", "datetime",
    "duration", "phone", "email", "postcode", "address", "spelled", "card_number", "iban", "list", "map",
]  # fmt: skip
"""What an argument or a field of a result may be."""
RETURN_TYPES: tuple[str, ...] = get_args(ReturnType)
OVER_ARGUMENTS = frozenset({"request", "verifies", "confirm"})
"""The parts of a tool in whose texts a name is an argument of the tool first."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Tool:
    """A named thing to call. Without a binding, its `stub` answers: in tests, in the chat and under `make run`."""

    example: ClassVar[str] = """
tools:
  get_balance:
    type: http
    request: {method: GET, url: "{{ env.bank_api }}/accounts/{{ account }}/balance"}
    auth: {bearer: bank_token}
    timeout: 4s
    arguments: {account: text}
    returns: {balance: money}
    stub: {balance: 1250.5}
"""

    type: Literal["python", "http", "mcp"] | None = None
    """How it is bound: `python` calls a function registered under `function`, `http` makes the `request`, `mcp` has it
    done by the `server`. Left out: only the stub answers."""
    function: str | None = None
    """The registered name of the Python function."""
    request: Request | None = None
    """What a tool of type `http` asks for."""
    response: Response | None = None
    """What of the answer to a tool of type `http` becomes its result; left out: the whole."""
    server: Server | None = None
    """Where a tool of type `mcp` lives."""
    auth: Auth | None = None
    """On whose behalf a tool of type `http` or `mcp` asks."""
    description: str | None = None
    """What it does."""
    arguments: dict[str, ReturnType] = Field(default_factory=dict)
    """The arguments it takes and their types; left out: any."""
    timeout: Milliseconds = Field(default=DEFAULT_TIMEOUT_MS, validate_default=False)
    """How long the bot waits for it, everything included."""
    connect_timeout: Milliseconds = Field(default=DEFAULT_CONNECT_MS, validate_default=False)
    """How long it may take until the line stands, name and TLS included."""
    first_byte_timeout: Milliseconds | None = None
    """How long a service may take from there until it begins to answer; left out: as long as there is time."""
    at_once: int = Field(default=DEFAULT_AT_ONCE, ge=1, le=MOST_AT_ONCE)
    """How many calls of it may be under way in one process; one more is told at once that it is unavailable. So a
    service that is slow takes no lines from the others."""
    effect: Literal["read", "write"] = "read"
    """`write` changes something: it needs an idempotency key."""
    idempotency_key: str | None = None
    """A template, or `auto`: a hash of call, node visit and arguments."""
    background: bool = False
    """It may take long: a job does it, which goes on when the call is broken off, and whoever goes on with the
    conversation gets its result. A service that answers 202 with a `Location` is asked there until it is done."""
    on_interrupt: Literal["finish", "cancel", "compensate"] | None = None
    """What becomes of it when the caller hangs up while it is under way, or says something that leads elsewhere: it
    comes to its `finish` before that is dealt with, is broken off (`cancel`), or comes to its finish and is taken back
    by `undo` (`compensate`). Left out: what reads is broken off, what writes is finished."""
    undo: Undo | None = None
    """What takes back what it did."""
    confirmed: bool = False
    """The caller need not confirm before it is called, though it writes: what it does can be taken back, or something
    outside of the bot asks."""
    confirm: Text | None = None
    """How the bot asks the caller before a model has it called, where it writes; a template over its arguments and the
    bot's values. Left out: `confirm_tool` of the defaults."""
    verifies: Verifies | None = None
    """Its result says whether callers are who they say they are."""
    anybody: bool = False
    """The caller need not be who they say they are, though it writes; for bots with tools that find that out."""
    allow: Names = ()
    """Classes of personal data that it may be given, such as `person` or `card`."""
    returns: dict[str, ReturnType] = Field(default_factory=dict)
    """The fields of its result."""
    stub: Any = None
    """The result that stands in for the tool: a map, `{error: timeout}`, or a list of these, one after the other."""

    def __post_init__(self) -> None:
        """Raises ValueError where it would be no yes or no that says who callers are."""
        field = self.verifies.field if self.verifies is not None else ""
        if self.returns.get(field, "boolean") not in ("boolean", "yes_no"):
            raise ValueError(f"`{field}` says whether callers are who they say: write `{field}: boolean` in `returns`")

    @property
    def may_be_tried(self) -> bool:
        """Whether it may be called before the caller has finished: half a number is no attempt, a job goes on."""
        return self.effect == "read" and self.verifies is None and not self.background

    @cached_property
    def gives(self) -> dict[str, str]:
        """The fields of its result with those that are added to it; empty where any may be there."""
        added = self.verifies.adds() if self.verifies is not None and self.returns else {}
        return {**added, **self.returns}

    @cached_property
    def templates(self) -> tuple[tuple[Below, str], ...]:
        """The texts of the tool that are filled where it is called, with where they stand below it."""
        return tuple((below, text) for below, text in self._texts() if "{" in text)

    def _texts(self) -> Iterator[tuple[Below, str]]:
        if self.idempotency_key not in (None, "auto"):
            yield ("idempotency_key",), str(self.idempotency_key)
        if self.verifies is not None:
            yield ("verifies", "who"), self.verifies.who
        for below, text in self.request.texts() if self.request is not None else ():
            yield ("request", *below), text
