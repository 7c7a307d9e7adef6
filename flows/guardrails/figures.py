"""The figures of an English sentence with their units: "thirty days", "€3.95", "half past seven", "the first of March".

Spoken and written forms give the same figure. Times of the clock are minutes of half a day, lengths of time up to a
week are seconds, a date is its month and day as one number; months and years stay what they are.
"""

import re
from dataclasses import dataclass, replace

_UNITS = {
    word: at
    for at, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {word: at * 10 for at, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_ORDINALS = {
    word: at
    for at, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
        "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
} | {"thirtieth": 30}
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
Tokens = list[str]
Span = tuple[int, int]


@dataclass(frozen=True)
class Figure:
    """A number with its unit; none where it is a number alone.

    `half`: of the day, of a time of the clock, where it is told. `span`: the tokens that say it.
    """

    value: float
    unit: str
    span: Span = (0, 0)
    half: int | None = None

    def covered_by(self, other: "Figure") -> bool:
        """Whether the other says the same, or nothing against it."""
        if "clock" in (self.unit, other.unit) and "" in (self.unit, other.unit):
            clock, plain = (self, other) if self.unit == "clock" else (other, self)
            return plain.value * 60 % HALF_DAY_MIN == clock.value
        if abs(self.value - other.value) > 1e-6 * max(1.0, abs(self.value)):
            return False
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
            result.append(replace(figure, value=figure.value / 100, unit=""))
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
        return Figure(value * _SECONDS[unit], "time", (at, end))
    return Figure(value, unit, (at, end))


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
    single = token.removesuffix("s")
    return (single, at + 1) if single in _SECONDS or single in _LONG else ("", at)


def _number(tokens: Tokens, at: int) -> tuple[float, int] | None:
    """The number that stands there, in figures or in words, and what comes behind it."""
    if at >= len(tokens):
        return None
    token = tokens[at]
    if token[0].isdecimal():
        scale = _SCALES.get((tokens[at + 1 : at + 2] or [""])[0])
        return (_written(token) * scale, at + 2) if scale else (_written(token), at + 1)
    if token in _ORDINALS and token not in _ORDERS:
        return float(_ORDINALS[token]), at + 1
    return _spoken(tokens, at)


def _written(token: str) -> float:
    """ "1,200" is 1200, "3.95" and "3,95" are 3.95, "15th" is 15."""
    plain = re.sub(r"(?:st|nd|rd|th)\Z", "", token)
    if not plain.startswith("0"):
        plain = re.sub(r"(?<=\d)[,.](?=\d{3}(?:\D|\Z))", "", plain)
    parts = plain.replace(",", ".").split(".")
    return float(f"{parts[0]}.{parts[1]}") if len(parts) == 2 else float("".join(parts) or 0)


def _spoken(tokens: Tokens, at: int) -> tuple[float, int] | None:
    """ "Two hundred and fifty", "one thousand two hundred", "four point five"."""
    total, held, begin = 0.0, None, at
    while at < len(tokens):
        token = tokens[at]
        first, _, second = token.partition("-")
        parts = [first, second] if first in _TENS and second in _UNITS else [token]
        for part in parts:
            if (grown := _grown(part, held)) is not None:
                held = grown
            elif part in _SCALES and held is not None:
                total, held = total + held * _SCALES[part], 0.0
            elif part == "point" and held is not None and (tokens[at + 1 : at + 2] or [""])[0] in _UNITS:
                return _with_point(tokens, at, total + held)
            elif not (part == "and" and held is not None and at > begin and _joins(tokens, at)):
                return (total + held, at) if held is not None else None
        at += 1
    return (total + held, at) if held is not None else None


def _grown(word: str, held: float | None) -> float | None:
    """A number with one more word; None where that begins another number, or is none."""
    if word == "hundred" and held is not None:
        return held * 100
    is_round = held is None or held % 100 == 0
    if word in _TENS and is_round:
        return (held or 0) + _TENS[word]
    if word in _UNITS and (
        is_round or (held is not None and held % 100 >= 20 and held % 10 == 0 and _UNITS[word] < 10)
    ):
        return (held or 0) + _UNITS[word]
    return None


def _with_point(tokens: Tokens, at: int, whole: float) -> tuple[float, int]:
    digits = ""
    while at + 1 < len(tokens) and _UNITS.get(tokens[at + 1], 10) < 10:
        digits, at = digits + str(_UNITS[tokens[at + 1]]), at + 1
    return whole + float(f"0.{digits or 0}"), at + 1


def _joins(tokens: Tokens, at: int) -> bool:
    """Whether "and" joins two parts of one number, behind a hundred or a thousand."""
    behind = (tokens[at + 1 : at + 2] or [""])[0]
    return tokens[at - 1] in _SCALES and (behind in _UNITS or behind.partition("-")[0] in _TENS)


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
    if token in _ORDINALS:
        return _ORDINALS[token], at + 1
    tens, _, ones = token.partition("-")
    end = at + 1
    if not ones:
        ones, end = (tokens[at + 1 : at + 2] or [""])[0], at + 2
    if tens in ("twenty", "thirty") and _ORDINALS.get(ones, 10) < 10:
        return _TENS[tens] + _ORDINALS[ones], end
    return None
