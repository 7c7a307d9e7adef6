"""Where a tool of type `mcp` lives: a server of the Model Context Protocol, and what the tool is called there."""

from pydantic import Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.definition.tool_request import MAX_URL_CHARACTERS

MAX_NAME_CHARACTERS = 128


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Server:
    """A server of the Model Context Protocol: one on the network, or a program that the operator allows."""

    url: str | None = Field(default=None, max_length=MAX_URL_CHARACTERS)
    """The address that it answers at by streamable HTTP. It takes no template but `{{ env.NAME }}`."""
    program: str | None = None
    """The name of a program on the machine of the operator, who has to allow it there; it is asked by its standard
    input and output."""
    tool: str | None = Field(default=None, max_length=MAX_NAME_CHARACTERS)
    """What the tool is called at the server; left out: as it is called here."""

    def __post_init__(self) -> None:
        """Raises ValueError unless it says one of both."""
        if (self.url is None) == (self.program is None):
            raise ValueError("a server is either at a `url` or a `program`")
