"""What can go wrong before a call stands, in the user's words."""


class CallFailed(Exception):
    """The call cannot be held; the message is one line that also says what to do. Exit code 2."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()))
