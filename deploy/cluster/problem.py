"""What keeps a cluster from running, in a line for a person."""


class CannotRun(Exception):
    """The text says what is missing or in the way, and what to do."""
