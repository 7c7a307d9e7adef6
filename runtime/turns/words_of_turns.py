"""What turn taking knows of a language, read from files before the first call: never while somebody waits."""

from runtime.turns.backchannel import backchannel
from runtime.turns.completeness import finished
from runtime.turns.polite import only_polite


def load() -> None:
    """Read it; it stays in memory. Called in a thread."""
    finished("Good morning.")
    backchannel("Okay.")
    only_polite("Please.")
