"""The book of the purse: what bots may spend, and have, as the database knows it."""

from datetime import date

from django.db import close_old_connections, connections

from flows import spending
from flows.allowances import allowance_of


class Database:
    """The tables of this server. All of it blocks, in one thread."""

    def bound(self, bot: str) -> int:
        """Of one day, in millionths of a dollar."""
        close_old_connections()
        return allowance_of(bot).spend_micros

    def spent(self, bot: str, day: date) -> int:
        """By all processes."""
        return spending.spent_on(bot, day)

    def add(self, bot: str, day: date, micros: int) -> None:
        """Something was spent."""
        close_old_connections()
        spending.add(bot, day, micros)

    def close(self) -> None:
        """Nobody asks any more."""
        connections.close_all()
