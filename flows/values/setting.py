"""Where and when a sentence is said: what "tomorrow" and a phone without a country mean."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """The caller's moment and place. Time comes in here, never from a clock."""

    now: str = "2026-01-05T10:00"
    """ISO 8601, in the bot's time zone; with or without an offset."""
    timezone: str = "UTC"
    """IANA name; the offset of datetimes comes from it."""
    region: str = "US"
    """The country of phones, money and addresses that name none."""
    language: str = "en"


ANYWHERE = Setting()
"""Stands in where neither time nor place matters."""
