"""The one error that a caller's offer can raise."""


class BadOffer(Exception):
    """An SDP offer that cannot be answered: a stable code, what is wrong in the caller's words, what to do about it."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.remedy = remedy
