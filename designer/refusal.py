"""An answer other than what was asked for."""

from typing import Any


class Refused(Exception):
    """`status` is that of HTTP; `body` is what is told."""

    def __init__(self, status: int, code: str, message: str, remedy: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.body = {"error": {"code": code, "message": message, "remedy": remedy, **more}}


def unknown_bot(slug: str) -> Refused:
    """There is no such bot in the workspace."""
    return Refused(404, "bot.unknown", f"There is no bot called {slug[:64]}.", "Look at /api/v1/bots.")


def unknown_version(slug: str, number: int) -> Refused:
    """A bot has no such version."""
    return Refused(404, "version.unknown", f"{slug} has no version {number}.", "Look at its versions.")
