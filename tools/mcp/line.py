"""The line to a server, whatever it is made of."""

from collections.abc import Sequence
from typing import Protocol

from tools.lines import Deadlines
from tools.mcp.messages import Message

Headers = Sequence[tuple[str, str]]


class Line(Protocol):
    """To one server, on behalf of one workspace."""

    version: str | None
    """What both speak; None before that is settled."""
    stateless: bool
    """Whether there is no handshake, and each request says everything."""

    @property
    def over(self) -> bool:
        """Whether nothing can be asked over it any more."""

    @property
    def may_be_forgotten(self) -> bool:
        """Whether the server can have forgotten us without our being told."""

    async def ask(self, message: Message, deadlines: Deadlines, headers: Headers = ()) -> Message:
        """The result of a request; how long it takes is for whoever asks. `headers`: more of them, where there are any.

        Raises Problem, AddressRefused.
        """

    async def tell(self, message: Message, deadlines: Deadlines) -> None:
        """Say something that is not answered. Raises as `ask`."""

    def gives_up(self, number: int) -> None:
        """Nobody waits for the answer to that request: tell the server, if it can be told."""

    async def aclose(self) -> None:
        """End it, politely where that is possible, in a bounded time."""
