"""What turn taking knows of a language, read from files before the first call: never while somebody waits."""

from runtime.turns.backchannel import may_be_backchannel
from runtime.turns.completeness import finished
from runtime.turns.polite import only_polite


def load() -> None:
    """Read it; it stays in memory. Called in a thread."""
    finished("Good morning.")
    may_be_backchannel("Then", [("Um", 1.0)])
    only_polite("Please.")
