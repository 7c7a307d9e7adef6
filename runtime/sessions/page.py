"""What the caller's page is told, by the names of the protocol; the debug scope sees more."""

from typing import Any, Literal

from runtime.sessions.outbox import Outbox
from voxloom.conversations.going_on import RESUMABLE_S

CallState = Literal["connecting", "listening", "thinking", "speaking", "ended"]


class Page:
    """Writes into the outbox of one call. `turn` is the number of the caller's turn that something belongs to."""

    def __init__(self, outbox: Outbox, *, debug: bool) -> None:
        self._outbox = outbox
        self.debug = debug
        self.state: CallState | None = None
        self._early: list[dict[str, Any]] = []
        self._hearing = ""

    @property
    def outbox(self) -> Outbox:
        """Where it writes now."""
        return self._outbox

    def move(self, outbox: Outbox) -> None:
        """The page has another socket from now on: it is told the state again."""
        self._outbox, self.state = outbox, None

    def show(self, state: CallState) -> None:
        """What the call does now; told when it changes. The first one opens the page's view of the call."""
        if state != self.state:
            self.state = state
            self._outbox.put("state", state=state)
        while self._early:
            self._outbox.put("log", line=self._early.pop(0))

    def hearing(self, turn: int, text: str) -> None:
        """The caller's words so far, while they may go on; none when it was nothing after all."""
        if text != self._hearing:
            self._hearing = text
            self._outbox.put("transcript", turn=turn, text=text, final=False)

    def transcript(self, turn: int, text: str) -> None:
        """The caller's words."""
        self._hearing = ""
        self._outbox.put("transcript", turn=turn, text=text, final=True)

    def said(self, turn: int, text: str) -> None:
        """The bot begins to say a text."""
        self._outbox.put("said", turn=turn, text=text)

    def filler(self, turn: int, text: str) -> None:
        """The bot begins to say that it takes a moment."""
        self._outbox.put("filler", turn=turn, text=text)

    def interrupted(self, turn: int, heard: str) -> None:
        """The bot was cut off in the text that it said last; `heard` are the words of it that were played."""
        self._outbox.put("interrupted", turn=turn, heard=heard)

    def problem(self, code: str, message: str, remedy: str) -> None:
        """Something failed, and the call goes on."""
        self._outbox.put("error", code=code, message=message, remedy=remedy, fatal=False)

    def turn(self, fields: dict[str, Any]) -> None:
        """How a turn was understood and how long its parts took."""
        if self.debug:
            self._outbox.put("turn", **fields)

    def log(self, line: dict[str, Any]) -> None:
        """One line of the event log; its header waits until the page knows of the call."""
        if self.debug and self.state is None:
            self._early.append(line)
        elif self.debug:
            self._outbox.put("log", line=line)

    def session(self, secret: str) -> None:
        """With this the page may go on with the conversation, should it be broken off."""
        self._outbox.put("session", session=secret, seconds=RESUMABLE_S)

    def suspended(self, detail: str) -> None:
        """The call is broken off, and its conversation may be gone on with."""
        self._outbox.put("suspended", detail=detail, seconds=RESUMABLE_S)

    def ended(self, reason: str, detail: str | None) -> None:
        """The call is over."""
        self.show("ended")
        self._outbox.put("ended", reason=reason, detail=detail)
