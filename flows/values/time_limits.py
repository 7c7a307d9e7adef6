"""Limits of days, times and spans of time as a bot writes them: `today+60d`, `2026-12-31`, `18:00`, `30m`."""

import re
from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from flows.values.local_time import as_date, as_time, now_of
from flows.values.setting import Setting

_TODAY = re.compile(r"today(?:\+(\d{1,4})d)?\Z", re.ASCII)
_SPAN = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)(s|m|h|d|w)\Z", re.ASCII)
_UNIT_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}


def day_of(limit: str, setting: Setting) -> date:
    """The day that a limit means at the caller's moment."""
    if relative := _TODAY.match(limit):
        return now_of(setting).date() + timedelta(days=int(relative[1] or 0))
    return date.fromisoformat(limit)


def span_seconds(limit: str) -> float:
    """`1.5h` in seconds. Raises ValueError in the author's words."""
    if (found := _SPAN.match(limit)) is None:
        raise ValueError("a span of time is a number and a unit, such as 30m, 2h or 1d")
    return float(found[1]) * _UNIT_SECONDS[found[2]]


def crossed(low: str, high: str) -> bool:
    """Whether the lower of two limits is above the upper; of days only where both are counted from today or neither."""
    first, second = _TODAY.match(low), _TODAY.match(high)
    if first and second:
        return int(first[1] or 0) > int(second[1] or 0)
    return not first and not second and low > high


def _day_limit(value: str) -> str:
    if not _TODAY.match(value) and as_date(value) is None:
        raise ValueError("a day is `today`, `today+30d` or a date such as 2026-12-31")
    return value


def _clock_limit(value: str) -> str:
    if as_time(value) is None:
        raise ValueError("a time is written in 24 hours, such as 07:30 or 18:00")
    return value


def _span_limit(value: object) -> object:
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError("a span of time needs its unit, such as 30m, 2h or 1d")
    return span_seconds(value) if isinstance(value, str) else value


DayLimit = Annotated[str, AfterValidator(_day_limit), Field(examples=["today+30d", "2026-12-31"])]
"""A day: an ISO date, `today`, or so many days on."""
ClockLimit = Annotated[str, AfterValidator(_clock_limit), Field(examples=["18:00"])]
"""A time of day in 24 hours."""
SpanLimit = Annotated[
    float,
    Field(ge=0, examples=["30m"], json_schema_extra={"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?(s|m|h|d|w)$"}),
    BeforeValidator(_span_limit, json_schema_input_type=str),
]
"""A span of time, written `30m`, `2h` or `1d`; held in seconds."""
