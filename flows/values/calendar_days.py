"""Days that a calendar knows: the next Friday, the next 25th, three months on. No clock: today is an argument."""

import calendar
from datetime import date, timedelta

WEEK_DAYS = 7
LEAP_YEARS_APART = 8
"""29 February comes again within eight years, over 2100 too."""
MONTHS_WITHOUT_A_31ST = 2
"""No two months in a row lack a day; one more is looked at for 29 February."""


def weekday_ahead(today: date, weekday: int) -> date:
    """The next day of that name, today excluded."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % WEEK_DAYS + 1)


def weekday_behind(today: date, weekday: int) -> date:
    """The last day of that name, today excluded."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % WEEK_DAYS + 1)


def weekday_of_week(today: date, weekday: int, weeks: int) -> date:
    """The day of that name in the week so many weeks from this one; weeks begin on Monday."""
    return today + timedelta(days=weekday - today.weekday() + WEEK_DAYS * weeks)


def month_from(today: date, months: int) -> tuple[int, int]:
    """Year and month so many months from today's."""
    number = today.year * 12 + today.month - 1 + months
    return number // 12, number % 12 + 1


def day_in_month(today: date, day: int, months: int) -> date | None:
    """That day of the month so many months from this one; None when it has no such day."""
    return on(*month_from(today, months), day)


def on(year: int, month: int, day: int) -> date | None:
    """The date; None when there is none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def days_of_month(today: date, day: int, *, back: bool, count: int) -> list[date]:
    """The next (or last) so many months' days of that number, today included; months without it are skipped."""
    found: list[date] = []
    for away in range(count + MONTHS_WITHOUT_A_31ST):
        one = day_in_month(today, day, -away if back else away)
        if one is not None and (one <= today if back else one >= today) and len(found) < count:
            found.append(one)
    return found


def yearly(today: date, month: int, day: int, *, back: bool) -> date | None:
    """The next (or last) such day of the year, today included; None for 30 February."""
    for away in range(LEAP_YEARS_APART + 1):
        one = on(today.year + (-away if back else away), month, day)
        if one is not None and (one <= today if back else one >= today):
            return one
    return None


def month_end(today: date, months: int) -> date:
    """The last day of the month so many months from this one."""
    year, month = month_from(today, months)
    return date(year, month, calendar.monthrange(year, month)[1])


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The first, second … day of that name in a month, -1 for the last; None when there is none."""
    last = calendar.monthrange(year, month)[1]
    days = [date(year, month, day) for day in range(1, last + 1) if date(year, month, day).weekday() == weekday]
    return days[nth - 1 if nth > 0 else nth] if nth <= len(days) else None


def later(start: date, count: int, unit: str) -> date | None:
    """So many days, weeks, months or years on; the 31st becomes the last of a shorter month. None beyond 9999."""
    try:
        match unit:
            case "day":
                return start + timedelta(days=count)
            case "week":
                return start + timedelta(days=WEEK_DAYS * count)
            case "fortnight":
                return start + timedelta(days=2 * WEEK_DAYS * count)
            case "month" | "year":
                end = month_end(start, count * (12 if unit == "year" else 1))
                return end.replace(day=min(start.day, end.day))
    except (OverflowError, ValueError):
        pass
    return None
