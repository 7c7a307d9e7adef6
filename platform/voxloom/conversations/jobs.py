"""The jobs of this part of the house."""

from voxloom import jobs
from voxloom.conversations.retention import forget


@jobs.task("conversations.forget")
def run() -> None:
    """Drop what is over its time."""
    forget()
