"""The jobs of this part of the house."""

from runtime.signalling.callers import forget_used
from voxloom import jobs


@jobs.task("tokens.forget", every_s=3600)
def forget() -> None:
    """Drop the numbers of tokens that cannot be used again."""
    forget_used()
