"""What kind of thing a question asks for, and whether a sentence tells one: a price, a time, a number, a place."""

import re
from typing import Literal

Kind = Literal["phone", "share", "length", "number", "price", "date", "when", "place"]


def _either(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_ASKS: dict[Kind, re.Pattern[str]] = {
    "phone": _either(r"\bnumber (?:do|can|should|must|to|shall) \w+ (?:call|ring|phone|dial)\b", r"\bphone number\b"),
    "share": _either(r"\binterest\b", r"\bpercent(?:age)?\b", r"\bwhat rate\b", r"\brate of\b"),
    "length": _either(
        r"\bhow (?:long|soon|fast|quick|quickly)\b",
        r"\bhow many (?:days|weeks|hours|minutes|months|years)\b",
        r"\bhow much time\b",
    ),
    "number": _either(
        r"\bhow (?:many|old|often|big|large|heavy|tall|high|far|warm|hot|cold)\b", r"\bup to (?:what|which|how)\b"
    ),
    "price": _either(
        r"\bhow (?:much|expensive)\b",
        r"\b(?:cost|fee)s?\b",
        r"\bcharged?\b",
        r"\bwhat(?:'s| is| are) the (?:price|charge)s?\b",
        r"\bwhat (?:do|does|will|would) .*\bpay\b",
    ),
    "date": _either(r"\bwhen (?:was|were|did)\b", r"\b(?:what|which) year\b"),
    "when": _either(
        r"\bwhen\b",
        r"\bwhat (?:time|day|days|hours|date)\b",
        r"\bhow (?:late|early)\b",
        r"\bhours\b",
        r"\bwhich days?\b",
    ),
    "place": _either(r"\bwhere\b", r"\bwhich (?:floor|room|street|building)\b"),
}
"""The first that fits."""
_SMALL = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_MONTHS = r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
_SPANS = "(?:second|minute|hour|day|week|month|year)s?"
_LENGTHS = rf"\b(?:\d[\d.,]*|{_SMALL}|half an?|each|every)\s+(?:\w+\s+)?{_SPANS}\b"
_TIMES = (
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b",
    _MONTHS,
    r"\b(?:noon|midday|midnight|weekends?|holidays?)\b",
    r"\b(?:from|until|till|at|to|between|before|after|past) \d",
    r"\d ?(?:am|pm|a\.m|p\.m|o'clock|:\d\d)\b",
    rf"\b(?:at|from|until|by|past) (?:{_SMALL})\b",
    r"\b(?:any ?time|always|day and night|at once|each day|every day|daily|never)\b",
    r"\b(?:19|20)\d\d\b",
)
_TELLS: dict[Kind, re.Pattern[str]] = {
    "phone": _either(r"\d{3}"),
    "share": _either(r"%", r"\bpercent\b", r"\b(?:euros?|dollars?|free|nothing)\b", r"[$£€]"),
    "length": _either(_LENGTHS, r"\b(?:at once|any ?time|immediately)\b", r"\buntil\b"),
    "number": _either(r"\d", rf"\b(?:{_SMALL}|unlimited|tenth)\b"),
    "price": _either(
        r"[$£€%]", r"\b(?:euros?|dollars?|pounds?|cents?|pence|percent|free|nothing|included|charge|tenth of)\b"
    ),
    "date": _either(_MONTHS, r"\b(?:1[5-9]|20)\d\d\b", r"\byears? ago\b"),
    "when": _either(*_TIMES, _LENGTHS),
    "place": _either(
        r"\b(?:at|on|in|beside|behind|opposite|near|above|below|floor|room|street|lane|square|desk|entrance|counter)\b",
        r"\b(?:website|app|online|outside|inside)\b",
    ),
}


def kind_of(question: str) -> Kind | None:
    """What a question asks for; None where it is yes or no, or anything."""
    return next((kind for kind, pattern in _ASKS.items() if pattern.search(question)), None)


def has(kind: Kind, text: str) -> bool:
    """Whether a text tells something of this kind."""
    return _TELLS[kind].search(text) is not None
