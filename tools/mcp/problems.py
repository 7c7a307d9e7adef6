"""What goes wrong between us and a server, told apart by what may be done about it."""

from collections.abc import Mapping, Sequence
from typing import Any

ILL_FROM, TOO_MANY = 500, 429
INTERNAL = -32603
METHOD_NOT_FOUND, INVALID_PARAMETERS = -32601, -32602
HEADERS_DIFFER, LACKS_CAPABILITY, OTHER_VERSION = -32020, -32021, -32022
"""Codes of versions without a handshake: who answers with one of them speaks such a version."""
MOST_VERSIONS = 20


class Problem(Exception):
    """The message is one line and names no value."""

    logs_its_words = True


class NotReached(Problem):
    """Nothing of the call was sent, so it may be sent again, whatever it does."""


class Lost(Problem):
    """The line or the session ended before there was an answer: nobody knows whether it was done."""


class Slow(Lost):
    """The server did not begin to answer in the time that it has for that."""


class Unusable(Problem):
    """What came is no answer to what was asked."""


class Failed(Problem):
    """The answer is an error, of the protocol or of HTTP. What the server says of it stays out: it may quote values."""

    def __init__(self, words: str, *, code: int | None = None, status: int = 200, versions: Sequence[str] = ()) -> None:
        """`versions`: those that the server names."""
        super().__init__(words)
        self.code, self.status, self.versions = code, status, tuple(versions)

    @property
    def is_ill(self) -> bool:
        """Whether it tells of the server, and not of the question."""
        return self.status >= ILL_FROM or self.status == TOO_MANY or self.code == INTERNAL

    @property
    def may_know_no_handshake(self) -> bool:
        """Whether a server that knows no `initialize` could answer one with it."""
        codes = (METHOD_NOT_FOUND, INVALID_PARAMETERS, HEADERS_DIFFER, LACKS_CAPABILITY, OTHER_VERSION)
        return self.code in codes


def failure(answer: Any, status: int = 200) -> Failed:
    """What an error says that counts: its code, and the versions that the server speaks."""
    error = answer.get("error") if isinstance(answer, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    code = code if type(code) is int else None
    data = error.get("data") if isinstance(error, dict) else None
    named = data.get("supported") if isinstance(data, Mapping) else None
    versions = [one for one in named[:MOST_VERSIONS] if isinstance(one, str)] if isinstance(named, list) else []
    words = f"status {status}" if code is None else f"the error {code}"
    return Failed(words, code=code, status=status, versions=versions)
