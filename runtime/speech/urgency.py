"""How urgent a request to a speech worker is. It may become more urgent while it waits or is worked on."""

from collections.abc import Callable

NOW = 0
"""A call's first words: somebody waits for them in silence."""
NEXT = 1
"""What follows words that the caller already hears, or will in a moment."""
DRAFT = 2
"""What may be said soon. From here on, work is stopped for more urgent work and begun again after it."""
BACKGROUND = 9
"""What nobody waits for."""


class Urgency:
    """The urgency of one piece of work, held by whoever asked for it; the smaller, the sooner."""

    def __init__(self, value: int = NOW) -> None:
        self.value = value
        self._told: list[Callable[[int], None]] = []

    def raise_to(self, value: int) -> None:
        """Make it more urgent. Nothing happens when it is so already."""
        if value < self.value:
            self.value = value
            for tell in list(self._told):
                tell(value)

    def follow(self, tell: Callable[[int], None]) -> Callable[[], None]:
        """Have `tell` called at each raise; returns what ends that."""
        self._told.append(tell)
        return lambda: self._told.remove(tell)
