"""The steps from one version of the language to the next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """From one version to the next, told twice: the text is changed, and the data prove it.

    Both are given one file, which may be a part of a bot only. Neither has to change the number of the version.
    """

    told: str
    """What the step changes, as its user reads it: "`prompt` is called `say`"."""
    data: Callable[[Any], Any]
    """What becomes of the data of a file."""
    text: Callable[[str], str]
    """What becomes of its text; comments, order and quotes stay."""


STEPS: Mapping[int, Step] = {}
"""By the version that a step begins with. A version that changes the meaning of a file comes with its step here."""
