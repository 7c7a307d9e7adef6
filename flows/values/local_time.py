"""The caller's moment in the bot's time zone, and dates and times as they stand in JSON."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from flows.values.setting import Setting

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_TIME = re.compile(r"\d{2}:\d{2}\Z", re.ASCII)


@cache
def zone(name: str) -> ZoneInfo:
    """A time zone by its IANA name. Raises ZoneInfoNotFoundError; the loader has refused such a bot."""
    return ZoneInfo(name)


def now_of(setting: Setting) -> datetime:
    """The caller's moment, with the offset of the bot's time zone."""
    return in_zone(datetime.fromisoformat(setting.now), setting)


def in_zone(moment: datetime, setting: Setting) -> datetime:
    """A moment in the bot's time zone; one without an offset is taken for local."""
    if moment.tzinfo is None:
        return local(moment.date(), moment.time(), setting)
    return moment.astimezone(zone(setting.timezone))


def local(day: date, clock: time, setting: Setting) -> datetime:
    """A local date and time. An hour that is skipped in spring is moved on, of a doubled one the first is meant."""
    moment = datetime.combine(day, clock, zone(setting.timezone))
    return moment.astimezone(UTC).astimezone(zone(setting.timezone))


def after(moment: datetime, seconds: float, setting: Setting) -> datetime:
    """So many seconds on, to the whole minute; the hours that a clock skips or doubles do not count."""
    later = (moment.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(zone(setting.timezone))
    return later.replace(second=0, microsecond=0)


def as_date(value: object) -> date | None:
    """A date in JSON, `2026-05-03`; None for everything else."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and _DATE.match(value) else None
    except ValueError:
        return None


def as_time(value: object) -> time | None:
    """A time in JSON, `19:30`; None for everything else."""
    try:
        return time.fromisoformat(value) if isinstance(value, str) and _TIME.match(value) else None
    except ValueError:
        return None


def as_moment(value: object) -> datetime | None:
    """A date and time in JSON, with its offset; None for everything else."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def clock_text(clock: time) -> str:
    """`19:30`."""
    return clock.strftime("%H:%M")


def moment_text(moment: datetime) -> str:
    """`2026-05-03T19:30:00+02:00`, as RFC 3339 has it."""
    return moment.isoformat(timespec="seconds")
