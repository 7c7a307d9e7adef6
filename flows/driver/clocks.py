"""Clocks for events: the real one in a bot's time zone, and a fixed one for tests."""

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@dataclass(frozen=True)
class ZoneClock:
    """The real time in a time zone."""

    zone: str = "UTC"

    def now(self) -> str:
        """ISO 8601 to the millisecond, with offset."""
        return datetime.now(time_zone(self.zone)).isoformat(timespec="milliseconds")


@dataclass(frozen=True)
class FixedClock:
    """Always the same time: `--now` and tests."""

    moment: str

    def now(self) -> str:
        """The time that was given."""
        return self.moment


def time_zone(name: str) -> tzinfo:
    """The zone of a name; UTC where the machine does not know it."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def fixed(text: str, zone: str) -> FixedClock:
    """A clock that stands at an ISO 8601 time, in the bot's zone when it names none. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=time_zone(zone))
    return FixedClock(moment.isoformat(timespec="milliseconds"))
