"""Phone numbers by the rules of their country: Google's libphonenumber behind a few plain functions."""

import re
from functools import cache
from importlib.resources import files
from typing import Any

import phonenumbers
import yaml
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

LONGEST_GROUP = 4
"""Digits that are said without a pause."""


@cache
def phone_words() -> dict[str, Any]:
    """The tables of phones.yaml."""
    found: dict[str, Any] = yaml.safe_load(files("flows.values").joinpath("phones.yaml").read_text(encoding="utf-8"))
    return found


def valid_number(digits: str, region: str) -> str | None:
    """The number in E.164 if it can exist, dialled as in `region` where it has no country code."""
    number = _parsed(digits, region)
    if number is None:
        return None
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return e164 if phonenumbers.is_valid_number(number) or _is_fictional(e164) else None


def possible_number(digits: str, region: str) -> str | None:
    """The number in E.164 if it has as many digits as numbers there have."""
    number = _parsed(digits, region)
    if number is None or phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def groups(e164: str, region: str) -> list[str]:
    """The groups in which a number is written: with `+44` in front for callers of another country than `region`."""
    number = _parsed(e164, region)
    if number is None:
        return [e164]
    at_home = phonenumbers.country_code_for_region(region) == number.country_code
    kind = PhoneNumberFormat.NATIONAL if at_home else PhoneNumberFormat.INTERNATIONAL
    written = re.findall(r"\+?\d+", phonenumbers.format_number(number, kind))
    return [part for group in written for part in _short(group)]


def _short(group: str) -> list[str]:
    """A long group in as few and as even parts as a voice can say in one breath."""
    parts = -(-len(group.lstrip("+")) // LONGEST_GROUP)
    ends = [round((at + 1) * len(group) / parts + 0.25) for at in range(parts)]
    return [group[begin:end] for begin, end in zip([0, *ends], ends, strict=False)] if parts > 1 else [group]


def _parsed(digits: str, region: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(digits, region)
    except NumberParseException:
        return None


def _is_fictional(e164: str) -> bool:
    return any(e164.startswith(first) and len(e164) == size for first, size in phone_words()["fictional"].items())
