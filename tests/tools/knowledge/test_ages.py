"""How old content may be."""

from datetime import UTC, datetime, timedelta

import pytest

from tools.knowledge.ages import stale

NOW = datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age_h", "hours", "is_stale"), [(24, 24, False), (25, 24, True), (None, 24, True), (9_000, None, False)]
)
def test_content_without_an_age_is_too_old_where_there_is_a_bound(
    age_h: int | None, hours: int | None, is_stale: bool
) -> None:
    assert stale(NOW - timedelta(hours=age_h) if age_h is not None else None, hours, NOW) is is_stale
