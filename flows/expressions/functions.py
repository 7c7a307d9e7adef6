"""The functions of the language in conditions, beside those that CEL has itself."""

from typing import Any

from cel_expr_python import cel

from flows.values.local_time import as_date, as_moment
from flows.values.spoken_time import say_weekday


def weekday(value: str) -> str:
    """The weekday of a date or of a date and time, in small letters: `monday`. Raises ValueError for other texts."""
    moment = as_moment(value)
    day = moment.date() if moment is not None else as_date(value)
    if day is None:
        raise ValueError(f"{value[:40]!r} is no date")
    return say_weekday(day).lower()


FUNCTION_NAMES = ("size", "weekday", "startsWith", "endsWith", "contains", "matches")
"""What a condition may call."""


def functions() -> list[Any]:
    """The functions as CEL takes them."""
    return [
        cel.FunctionDecl(
            "weekday",
            [cel.Overload(id="weekday_text", return_type=cel.Type.STRING, parameters=[cel.Type.STRING], impl=weekday)],
        )
    ]
