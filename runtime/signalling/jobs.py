"""The jobs of this part of the house."""

from voxloom import jobs


@jobs.task("tokens.forget", every_s=3600)
def forget() -> None:
    """Drop the numbers of tokens that cannot be used again."""
    from runtime.signalling.callers import forget_used  # noqa: PLC0415  who knows callers knows HTTP; 0.15 s

    forget_used()
