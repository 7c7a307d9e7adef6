"""What the bank does not do, and how it says so."""

from http import HTTPStatus
from typing import Any


class CannotRun(Exception):
    """The bank cannot start; the text is one line for a person."""


class Refused(Exception):
    """A request that is understood and not done. The text is for a person, the code for a program."""

    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(text)
        self.status, self.code = status, code

    @property
    def body(self) -> dict[str, Any]:
        """As it is answered."""
        return told(self.code, str(self))


def told(code: str, text: str) -> dict[str, Any]:
    """The body of every answer that is no success."""
    return {"error": {"code": code, "message": text}}


def by_status(status: int) -> dict[str, Any]:
    """The same, where there is no more to say."""
    phrase = HTTPStatus(status).phrase
    return told(phrase.lower().replace(" ", "_"), f"{phrase}.")
