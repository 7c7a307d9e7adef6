"""What the phrases of the calendar mean: the days that "next Friday" or "the first Saturday in May" can be today."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from flows.values.calendar_days import (
    day_in_month,
    days_of_month,
    later,
    month_end,
    month_from,
    nth_weekday,
    on,
    weekday_ahead,
    weekday_behind,
    weekday_of_week,
    yearly,
)
from flows.values.calendar_readers import Today
from flows.values.patterns import Match

AGREEING_MONTHS = 3
""" "Friday the 13th" is looked for so many months ahead."""
Read = Mapping[str, Any]
Readings = tuple[date, ...] | None


def meaning(match: Match, today: Today) -> Readings:
    """The days that a phrase can mean, the likeliest first; None when there is no such day."""
    return _MEANINGS[match.rule.kind](match.read, match.rule.meaning, today)


def _both_ways(today: Today, behind: date | None, ahead: date | None) -> Readings:
    ways = (behind, ahead) if today.past else (ahead,)
    return tuple(dict.fromkeys(day for day in ways if day is not None)) or None


def _some(day: date | None) -> Readings:
    return (day,) if day is not None else None


def _offset(_read: Read, rule: Read, today: Today) -> Readings:
    return (today.day + timedelta(days=rule["days"]),)


def _weekday(read: Read, rule: Read, today: Today) -> Readings:
    weekday = read.get("weekday", read.get("loose_weekday"))
    ahead = weekday_ahead(today.day, weekday) + timedelta(days=rule.get("more", 0))
    return (ahead,) if rule.get("more") else _both_ways(today, weekday_behind(today.day, weekday), ahead)


def _this_weekday(read: Read, _rule: Read, today: Today) -> Readings:
    """On a Friday "this Friday" is today or the next; on a Saturday the next."""
    ahead = weekday_ahead(today.day, read["weekday"])
    return (today.day, ahead) if today.day.weekday() == read["weekday"] else (ahead,)


def _weekday_of_week(read: Read, rule: Read, today: Today) -> Readings:
    return (weekday_of_week(today.day, read["weekday"], rule["weeks"]),)


def _weekday_in_weeks(read: Read, _rule: Read, today: Today) -> Readings:
    weeks = read["count"] * {"week": 1, "fortnight": 2}.get(read["unit"], 0)
    return (weekday_of_week(today.day, read["weekday"], weeks),) if weeks else None


def _weekdays_ahead(read: Read, _rule: Read, today: Today) -> Readings:
    return (weekday_ahead(today.day, read["loose_weekday"]) + timedelta(weeks=read["count"] - 1),)


def _nth_weekday(read: Read, rule: Read, today: Today) -> Readings:
    """ "The first Saturday in February", "the last Friday of the month"."""
    nth = -1 if rule.get("last") else read["ordinal"]
    if "months" in rule:
        return _some(nth_weekday(*month_from(today.day, rule["months"]), read["weekday"], nth))
    years = [read["year"]] if "year" in read else [today.day.year, today.day.year + 1]
    days = (nth_weekday(year, read["month"], read["weekday"], nth) for year in years)
    return _some(next((day for day in days if day is not None and ("year" in read or day >= today.day)), None))


def _last_weekday(read: Read, _rule: Read, today: Today) -> Readings:
    return (weekday_behind(today.day, read["weekday"]),)


def _counted(read: Read, rule: Read, start: date, sign: int) -> Readings:
    unit, wanted = read["unit"], rule.get("unit")
    if (wanted == "week" and unit not in ("week", "fortnight")) or (wanted == "day" and unit != "day"):
        return None
    return _some(later(start, sign * read.get("count", 1), unit))


def _day_number(read: Read, _rule: Read, today: Today) -> Readings:
    number = next(read[name] for name in ("ordinal", "figure_ordinal", "number", "figure") if name in read)
    ahead = days_of_month(today.day, number, back=False, count=AGREEING_MONTHS)
    behind = days_of_month(today.day, number, back=True, count=AGREEING_MONTHS)
    if (weekday := read.get("weekday")) is None:
        return _both_ways(today, behind[0], ahead[0])
    near = behind if today.past else ahead
    agreeing = [day for day in near if day.weekday() == weekday]
    return tuple(dict.fromkeys((*agreeing[:1], near[0])))


def _day_of_month(read: Read, rule: Read, today: Today) -> Readings:
    if rule["months"] == 0:
        return _day_number(read, rule, today)
    return _some(day_in_month(today.day, read["ordinal"], rule["months"]))


def _month_day(read: Read, _rule: Read, today: Today) -> Readings:
    number = next(read[name] for name in ("ordinal", "figure", "number") if name in read)
    month = next(read[name] for name in ("month", "plain_month", "month_ordinal") if name in read)
    return _of_year(read, today, month, number)


def _holiday(read: Read, _rule: Read, today: Today) -> Readings:
    month, number = read["holiday"].split("-")
    return _of_year(read, today, int(month), int(number))


def _of_year(read: Read, today: Today, month: int, number: int) -> Readings:
    if "year" in read:
        return _some(on(read["year"], month, number))
    behind = yearly(today.day, month, number, back=True)
    return _both_ways(today, behind, yearly(today.day, month, number, back=False))


def _weekend(_read: Read, rule: Read, today: Today) -> Readings:
    saturday = weekday_of_week(today.day, 5, rule["weeks"])
    return tuple(day for day in (saturday, saturday + timedelta(days=1)) if day >= today.day)


_MEANINGS: dict[str, Callable[[Read, Read, Today], Readings]] = {
    "offset": _offset,
    "weekday": _weekday,
    "this_weekday": _this_weekday,
    "weekday_of_week": _weekday_of_week,
    "weekday_in_weeks": _weekday_in_weeks,
    "weekdays_ahead": _weekdays_ahead,
    "nth_weekday": _nth_weekday,
    "last_weekday": _last_weekday,
    "ahead": lambda read, rule, today: _counted(read, rule, today.day, 1),
    "ago": lambda read, rule, today: _counted(read, rule, today.day, -1),
    "from_day": lambda read, rule, _today: _counted(read, rule, read["anchor"], 1),
    "before_day": lambda read, rule, _today: _counted(read, rule, read["anchor"], -1),
    "day": _day_number,
    "day_of_month": _day_of_month,
    "month_day": _month_day,
    "holiday": _holiday,
    "written": lambda read, _rule, _today: read["written"],
    "weekend": _weekend,
    "month_end": lambda _read, rule, today: (month_end(today.day, rule["months"]),),
}
"""What each kind of phrase of the data means."""
