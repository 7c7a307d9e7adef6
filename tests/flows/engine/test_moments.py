"""How much time lies between two moments."""

import pytest

from flows.engine.moments import passed_ms


@pytest.mark.parametrize(
    ("since", "now", "ms"),
    [
        ("2026-01-01T10:00:00+00:00", "2026-01-01T10:00:01.500+00:00", 1500),
        ("2026-01-01T10:00:00+00:00", "2026-01-01T11:00:00+02:00", 0),
        ("", "2026-01-01T10:00:00+00:00", 0),
        ("2026-01-01T10:00:00", "2026-01-01T10:00:00+00:00", 0),
    ],
)
def test_time_never_runs_backwards(since: str, now: str, ms: int) -> None:
    assert passed_ms(since, now) == ms
