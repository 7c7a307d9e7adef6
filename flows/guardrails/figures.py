"""The figures of an English sentence with their units: "thirty days", "€3.95", "half past seven", "the first of March".

Spoken and written forms give the same figure. Times of the clock are minutes of half a day, lengths of time up to a
week are seconds, a date is its month and day as one number; months and years stay what they are. Numbers in words are
read as those of callers are (`flows.values.numerals`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.values.numerals import ORDINALS, SCALES, TENS, numeral_at

_ORDERS = frozenset({"first", "second", "third"})
"""Ordinals that are no numbers unless a month stands beside them."""
_MONTHS = {
    name[:3]: at
    for at, name in enumerate(
        "january february march april may june july august september october november december".split(), 1
    )
}
_MONTH = re.compile(
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_MONEY = {
    **dict.fromkeys(("$", "dollar", "dollars", "usd", "buck", "bucks"), "dollar"),
    **dict.fromkeys(("€", "euro", "euros", "eur"), "euro"),
    **dict.fromkeys(("£", "pound", "pounds", "gbp", "quid"), "pound"),
}
_SMALL = frozenset({"cent", "cents", "pence", "penny"})
_SHARE = frozenset({"%", "percent", "percents"})
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "fortnight": 1_209_600}
_LONG = frozenset({"month", "year"})
_WORKING = frozenset({"working", "business"})
_HALVES = {"morning": 0, "afternoon": 1, "evening": 1, "night": 1, "am": 0, "pm": 1}
HALF_DAY_MIN = 720
_MEASURES = {
    word: name
    for name, words in {
        "kilogram": "kg kilo kilos kilogram kilograms",
        "gram": "gram grams",
        "kilometer": "km kilometer kilometers kilometre kilometres",
        "meter": "meter meters metre metres",
        "centimeter": "cm centimeter centimeters centimetre centimetres",
        "millimeter": "mm millimeter millimeters millimetre millimetres",
        "mile": "mile miles",
        "liter": "liter liters litre litres",
        "megabyte": "mb megabyte megabytes",
        "gigabyte": "gb gigabyte gigabytes",
        "degree": "degree degrees",
    }.items()
    for word in words.split()
}
MONEY = "money"
"""The unit of cents and pence without dollars, euros or pounds before them."""
CURRENCIES = frozenset({MONEY, *_MONEY.values()})
_IRREGULAR = frozenset("people children men women feet teeth persons".split())
_NO_PLURALS = frozenset("is was has does its this his hers ours yours theirs as us plus less perhaps always".split())
MOST_COUNTED_WORDS = 3
"""Behind a number: "two small blue bags"."""
MOST_NUMBER_WORDS = 16
Tokens = list[str]
Span = tuple[int, int]


@dataclass(frozen=True)
class Figure:
    """A number with its unit; none where it is a number alone.

    `half`: of the day, of a time of the clock, where it is told. `span`: the tokens that say it. `number`: what was
    said, where the value is worked out from it and from `word`, which is the unit as it was said, one of it. `counted`:
    what a number without a unit counts: "guests" of "two guests", with what stands between.
    """

    value: float
    unit: str
    span: Span = (0, 0)
    half: int | None = None
    number: float | None = None
    word: str = ""
    counted: tuple[str, ...] = ()

    def covered_by(self, other: "Figure") -> bool:
        """Whether the other says the same, or nothing against it."""
        if "clock" in (self.unit, other.unit) and "" in (self.unit, other.unit):
            clock, plain = (self, other) if self.unit == "clock" else (other, self)
            return plain.value * 60 % HALF_DAY_MIN == clock.value
        if abs(self.value - other.value) > 1e-6 * max(1.0, abs(self.value)):
            return False
        if MONEY in (self.unit, other.unit) and {self.unit, other.unit} <= CURRENCIES:
            return True
        if self.unit == other.unit:
            return self.half is None or other.half is None or self.half == other.half
        return not self.unit or not other.unit


def figures(tokens: Tokens) -> list[Figure]:
    """Those of a sentence from the left; `tokens` are its words and signs, small."""
    found, at = list[Figure](), 0
    while at < len(tokens):
        figure = _figure(tokens, at)
        if figure is None:
            at += 1
            continue
        found.append(figure)
        at = max(figure.span[1], at + 1)
    return _with_cents(found)


def month(token: str) -> int:
    """The number of a month; 0 for any other word."""
    return _MONTHS.get(token[:3], 0) if _MONTH.fullmatch(token) else 0


def _with_cents(found: list[Figure]) -> list[Figure]:
    """ "4 euros and 50 cents" is 4.5 euros."""
    result: list[Figure] = []
    for figure in found:
        before = result[-1] if result else None
        if figure.unit != "cent":
            result.append(figure)
        elif before is not None and before.unit in _MONEY.values() and float(before.value).is_integer():
            span = before.span[0], figure.span[1]
            result[-1] = replace(before, value=before.value + figure.value / 100, span=span)
        else:
            result.append(replace(figure, value=figure.value / 100, unit=MONEY))
    return result


def _figure(tokens: Tokens, at: int) -> Figure | None:
    """A figure that begins at a token."""
    if (found := _date(tokens, at) or _named(tokens, at)) is not None:
        return found
    token = tokens[at]
    if token in _MONEY and len(token) == 1 and (number := _number(tokens, at + 1)) is not None:
        return Figure(number[0], _MONEY[token], (at, number[1]))
    number = _number(tokens, at)
    if number is None:
        return None
    value, end = number
    if token == "one" and end == at + 1 and not _unit(tokens, end)[0]:
        return None  # "the one that you have"
    if (clock := _clock_of(tokens, at, value, end)) is not None:
        return clock
    unit, end = _unit(tokens, end)
    if unit in _SECONDS:
        return Figure(value * _SECONDS[unit], "time", (at, end), number=value, word=unit)
    return Figure(value, unit, (at, end), word=unit, counted=() if unit else _counted(tokens, end, value))


def _counted(tokens: Tokens, at: int, value: float) -> tuple[str, ...]:
    """What stands behind a number up to the first word that is many of something, or behind one, one of it."""
    for end, token in enumerate(tokens[at : at + MOST_COUNTED_WORDS], at + 1):
        if not token.isalpha():
            break
        if token in _IRREGULAR or (token.endswith("s") and not token.endswith("ss") and token not in _NO_PLURALS):
            return tuple(tokens[at:end])
    follows = tokens[at : at + 1]
    return tuple(follows) if value == 1 and follows and follows[0].isalpha() and len(follows[0]) > 3 else ()


def words_of(unit: str, word: str) -> frozenset[str]:
    """The words and signs that say a unit; `word`: as it was said."""
    known: Mapping[str, str] = {**_MONEY, **_MEASURES, **dict.fromkeys(_SHARE, "percent")}
    said = {each for each, of in known.items() if of == unit or (unit == MONEY and of in CURRENCIES)}
    if unit == MONEY:
        said |= _SMALL
    return frozenset(said) if said else frozenset({word, f"{word}s"})


def _named(tokens: Tokens, at: int) -> Figure | None:
    """ "Noon", "half past seven", "half an hour"."""
    token, behind = tokens[at], tokens[at + 1 : at + 3]
    if token in ("noon", "midday", "midnight"):
        return Figure(0.0, "clock", (at, at + 1), int(token != "midnight"))
    if token in ("half", "quarter") and len(behind) == 2:
        if behind[0] in ("past", "to") and (hour := _number(tokens, at + 2)) is not None:
            minutes = (30 if token == "half" else 15) * (1 if behind[0] == "past" else -1)
            return _clock(tokens, at, hour[1], hour[0] * 60 + minutes)
        size = _SECONDS.get(behind[1].removesuffix("s"), 0)
        if token == "half" and behind[0] in ("a", "an") and size:
            return Figure(size * 0.5, "time", (at, at + 3))
    if token == "dozen":
        return Figure(12.0, "", (at, at + 1))
    return None


def _clock_of(tokens: Tokens, begin: int, value: float, end: int) -> Figure | None:
    """ "7:30", "seven o'clock", "2 in the afternoon"."""
    if tokens[end : end + 1] == [":"] and re.fullmatch(r"\d\d", (tokens[end + 1 : end + 2] or [""])[0]) and value < 24:
        return _clock(tokens, begin, end + 2, value * 60 + int(tokens[end + 1]))
    is_named = tokens[end : end + 1] == ["o'clock"]
    if value <= 24 and (is_named or _half(tokens, end) is not None):
        return _clock(tokens, begin, end + is_named, value * 60)
    return None


def _clock(tokens: Tokens, begin: int, end: int, minutes: float) -> Figure:
    known = _half(tokens, end)
    half = known[0] if known is not None else (1 if minutes >= HALF_DAY_MIN + 60 else None)
    return Figure(minutes % HALF_DAY_MIN, "clock", (begin, known[1] if known is not None else end), half)


def _half(tokens: Tokens, at: int) -> Span | None:
    """The half of the day that stands there, and what comes behind it."""
    three = tokens[at : at + 3]
    if three[:1] and three[0] in ("am", "pm"):
        return _HALVES[three[0]], at + 1
    if len(three) > 1 and three[0] in ("a", "p") and three[1] == "m":
        return int(three[0] == "p"), at + 2
    if len(three) > 2 and three[:2] == ["in", "the"] and three[2] in _HALVES:
        return _HALVES[three[2]], at + 3
    return (1, at + 2) if three[:2] == ["at", "night"] else None


def _unit(tokens: Tokens, at: int) -> tuple[str, int]:
    """The unit that stands there, and what comes behind it; none where there is none."""
    if at >= len(tokens):
        return "", at
    token, behind = tokens[at], tokens[at + 1 : at + 2]
    if token in _MONEY:
        return _MONEY[token], at + 1
    if token in _SMALL:
        return "cent", at + 1
    if token in _SHARE:
        return "percent", at + 1
    if token == "per" and behind == ["cent"]:
        return "percent", at + 2
    if token in _WORKING and behind in (["day"], ["days"]):
        return "working day", at + 2
    if token in _MEASURES:
        return _MEASURES[token], at + 1
    single = token.removesuffix("s")
    return (single, at + 1) if single in _SECONDS or single in _LONG else ("", at)


def _number(tokens: Tokens, at: int) -> tuple[float, int] | None:
    """The number that stands there, in figures or in words, and what comes behind it."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token[0].isdecimal():
        scale = SCALES.get((tokens[at + 1 : at + 2] or [""])[0])
        return (_written(token) * scale, at + 2) if scale else (_written(token), at + 1)
    if token in ORDINALS and token not in _ORDERS:
        return float(ORDINALS[token]), at + 1
    parts = list[str]()
    ends = list[int]()
    for place, each in enumerate(tokens[at : at + MOST_NUMBER_WORDS], at + 1):
        tens, dash, ones = each.partition("-")
        parts += [tens, ones] if dash and tens in TENS else [each]
        ends += [place] * (len(parts) - len(ends))
    found = numeral_at(tuple(parts), 0, len(parts))
    return (found.value, ends[found.end - 1]) if found is not None and found.start == 0 else None


def _written(token: str) -> float:
    """ "1,200" is 1200, "3.95" and "3,95" are 3.95, "15th" is 15."""
    plain = re.sub(r"(?:st|nd|rd|th)\Z", "", token)
    if not plain.startswith("0"):
        plain = re.sub(r"(?<=\d)[,.](?=\d{3}(?:\D|\Z))", "", plain)
    parts = plain.replace(",", ".").split(".")
    return float(f"{parts[0]}.{parts[1]}") if len(parts) == 2 else float("".join(parts) or 0)


def _date(tokens: Tokens, at: int) -> Figure | None:
    """ "March 1st", "the first of March", "1 March": month and day as one number."""
    number = month(tokens[at])
    if number and (day := _day(tokens, at + 1)) is not None:
        return Figure(number * 100 + day[0], "date", (at, day[1]))
    if (day := _day(tokens, at)) is None:
        return None
    end = day[1] + (tokens[day[1] : day[1] + 1] == ["of"])
    if end < len(tokens) and (number := month(tokens[end])):
        return Figure(number * 100 + day[0], "date", (at, end + 1))
    return None


def _day(tokens: Tokens, at: int) -> Span | None:
    """The day of a month that stands there, and what comes behind it."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if (match := _DAY.fullmatch(token)) is not None and 1 <= int(match[1]) <= 31:
        return int(match[1]), at + 1
    if token in ORDINALS:
        return ORDINALS[token], at + 1
    tens, _, ones = token.partition("-")
    end = at + 1
    if not ones:
        ones, end = (tokens[at + 1 : at + 2] or [""])[0], at + 2
    if tens in ("twenty", "thirty") and ORDINALS.get(ones, 10) < 10:
        return TENS[tens] + ORDINALS[ones], end
    return None
