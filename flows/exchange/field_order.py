"""Where a new field of a bot stands among the others."""

from collections.abc import Iterable

ORDER = (
    "voxloom bot name description language region timezone voice hearing start types slots variables intents knowledge "
    "tools routes guardrails defaults pronunciations texts flows tests layout"
).split()
"""The order of the fields of a bot, by which a new one finds its place; `layout` is the last of the file."""


def field_after(names: Iterable[str], name: str) -> str | None:
    """The first field of a bot that stands behind a new one; None where it is the last."""
    rank = ORDER.index(name) if name in ORDER else len(ORDER)
    behind = [known for known in names if known in ORDER and ORDER.index(known) > rank]
    return behind[0] if behind else None
