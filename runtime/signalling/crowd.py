"""How many messages the callers of one bot, and of one workspace, may send: no crowd slows down the others."""

from collections.abc import Callable

from voxloom.shared.rates import Rates


class Crowd:
    """Sentences and keys, counted by this process alone: nothing may be waited for between two messages."""

    def __init__(self, per_bot: int, per_workspace: int, clock: Callable[[], float] | None = None) -> None:
        """So many a minute, and as many at once."""
        self._limits = per_bot, per_workspace
        self._rates = Rates() if clock is None else Rates(clock)

    def allows(self, bot: str, workspace: int) -> bool:
        """Whether a caller of the bot may send one more now; if so, it counts."""
        per_bot, per_workspace = self._limits
        if self._rates.wait_s(of_workspace := f"workspace {workspace}", per_workspace):
            return False
        return self._rates.allows(f"bot {bot}", per_bot) and self._rates.allows(of_workspace, per_workspace)
