"""Moments as events carry them: ISO 8601 with an offset."""

from datetime import datetime


def passed_ms(since: str, now: str) -> int:
    """How much time lies between two moments; 0 where one of them is none, or they stand the other way round."""
    try:
        passed = datetime.fromisoformat(now) - datetime.fromisoformat(since)
    except (TypeError, ValueError):
        return 0
    return max(0, int(passed.total_seconds() * 1000))
