"""Plain scalars by YAML 1.2."""

import pytest

from flows.loader.scalars import NumberTooLong, plain_scalar


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("no", "no"), ("on", "on"), ("yes", "yes"), ("y", "y"), ("true", True), ("False", False), ("~", None),
        ("", None), ("null", None), ("12:30:45", "12:30:45"), ("12:30", "12:30"), ("1_000", "1_000"),
        ("0o17", "0o17"), ("0x1f", "0x1f"), ("010", "010"), ("0042", "0042"), ("-07", "-07"), ("0", 0), ("-5", -5),
        ("+5", 5), ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0), (".nan", ".nan"), (".inf", ".inf"),
        ("2026-01-01", "2026-01-01"), ("=", "="), ("1.", 1.0), ("٣", "٣"), ("1\n", "1\n"),
    ],
)  # fmt: skip
def test_means_what_people_mean(text: str, value: object) -> None:
    got = plain_scalar(text)
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize("text", ["1e400", "-1e999", "9" * 41, "9" * 100_000, "1." + "0" * 50])
def test_huge_numbers_are_refused(text: str) -> None:
    with pytest.raises(NumberTooLong):
        plain_scalar(text)
