"""What a value looked like without what it was, and values that look so: a replay needs them when the real are gone."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from stdnum import iban, luhn

Shape = dict[str, Any]
"""`kind`: text, words, number, integer, yes_no or other; `form` of a text: each letter as `a` or `A`, each digit as
`9`; `count` of words, or of digits."""

_DATE = re.compile(r"9999-99-99")
_TIME = re.compile(r"99:99")
_AREAS = ("201", "212", "303", "312", "404", "415", "512", "602", "617", "702")
"""Of numbers that can be: others are refused by the question that is answered with them."""
_LETTERS = "abcdefghiklmnoprstuvwxyz"


def shape_of(value: Any, *, words: bool = False) -> Shape:
    """The shape of a value; `words`: of a text only how many words it has."""
    match value:
        case bool():
            return {"kind": "yes_no"}
        case int():
            return {"kind": "integer", "count": len(str(abs(value)))}
        case float():
            return {"kind": "number", "count": len(str(int(abs(value))))}
        case str() if words:
            return {"kind": "words", "count": len(value.split())}
        case str():
            return {"kind": "text", "form": "".join(_formed(letter) for letter in value)}
        case _:
            return {"kind": "other"}


def surrogate(token: str, personal: str, shape: Shape) -> Any:
    """A value of that shape, always the same for a token; check digits are right, and a phone has an area."""
    digits = _digits(token)
    match shape.get("kind"):
        case "yes_no":
            return True
        case "integer":
            return _number(digits, shape)
        case "number":
            return float(_number(digits, shape))
        case "text":
            return _text(str(shape.get("form", "")), personal, digits)
        case _:
            return token


def _formed(letter: str) -> str:
    if letter.isdigit():
        return "9"
    if letter.isalpha():
        return "A" if letter.isupper() else "a"
    return letter


def _digits(token: str) -> Iterator[int]:
    """Without an end, from 0 to 9."""
    block = token.encode()
    while True:
        block = hashlib.sha256(block).digest()
        yield from (byte % 10 for byte in block)


def _number(digits: Iterator[int], shape: Shape) -> int:
    count = min(int(shape.get("count", 1)), 18)
    return int("".join(str(next(digits) or 1) for _ in range(count)))


def _text(form: str, personal: str, digits: Iterator[int]) -> str:
    if _DATE.match(form) or _TIME.match(form):
        return _moment(form, digits)
    if personal == "phone" and form.startswith("+"):
        area = _AREAS[next(digits)]
        return f"+1{area}555" + "".join(str(next(digits)) for _ in range(4))
    made = "".join(_letter(letter, digits) for letter in form)
    if personal == "card" and made.isdigit() and len(made) > 1:
        return made[:-1] + luhn.calc_check_digit(made[:-1])
    if personal == "iban" and len(made) > 14 and made.isalnum():  # as in Germany: figures only, and none checks others
        bank = "".join(str(next(digits)) for _ in range(18))
        return "DE" + iban.calc_check_digits(f"DE00{bank}") + bank
    return made


def _letter(form: str, digits: Iterator[int]) -> str:
    match form:
        case "9":
            return str(next(digits))
        case "a":
            return _LETTERS[next(digits) + next(digits)]
        case "A":
            return _LETTERS[next(digits) + next(digits)].upper()
        case _:
            return form


def _moment(form: str, digits: Iterator[int]) -> str:
    """A day that each month has, a time of day, and zeros behind them: seconds, an offset."""
    day = f"19{next(digits)}{next(digits)}-0{next(digits) or 1}-1{next(digits)}"
    time = f"1{next(digits)}:{next(digits) % 6}{next(digits)}"
    parts = {"9999-99-99": day, "99:99": time, "A": "T", "9": "0"}
    seen: set[str] = set()

    def filled(found: re.Match[str]) -> str:
        part = found[0]
        first = part not in seen
        seen.add(part)
        return parts[part] if first or len(part) == 1 else "00:00"

    return re.sub("9999-99-99|99:99|A|9", filled, form)
