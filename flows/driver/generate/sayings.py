"""Values as people say them, for sentences in tests."""

UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen".split()
)
TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
MOST_IN_WORDS = 999_999
"""Above it people read figures, and so do tests."""


def number_in_words(value: float) -> str:
    """`9000` as "nine thousand", `2.5` as "two point five"; figures above a million."""
    whole = int(abs(value))
    if whole > MOST_IN_WORDS:
        return f"{value:f}".rstrip("0").rstrip(".")
    words = ("minus " if value < 0 else "") + _whole(whole)
    decimals = f"{abs(value):.4f}".split(".")[1].rstrip("0")
    return f"{words} point {' '.join(UNITS[int(digit)] for digit in decimals)}" if decimals else words


def _whole(value: int) -> str:
    if value < 20:
        return UNITS[value]
    if value < 100:
        return f"{TENS[value // 10]} {UNITS[value % 10]}" if value % 10 else TENS[value // 10]
    size, name = (1000, "thousand") if value >= 1000 else (100, "hundred")
    rest = f" {_whole(value % size)}" if value % size else ""
    return f"{_whole(value // size)} {name}{rest}"


def digits_in_words(digits: str) -> str:
    """`407` as "four zero seven"; what is no digit stays."""
    return " ".join(UNITS[int(digit)] if digit.isdecimal() and digit.isascii() else digit for digit in digits)


SAMPLES: dict[str, tuple[str, ...]] = {
    "text": ("it happened yesterday",),
    "person": ("maria lopez",),
    "date": ("tomorrow", "next friday", "yesterday", "the fifteenth of march", "the third of june nineteen eighty"),
    "time": ("half past three", "nine in the morning", "noon", "seven in the evening", "ten at night"),
    "datetime": (
        "tomorrow at half past three",
        "next friday at ten in the morning",
        "tomorrow at seven in the evening",
    ),
    "duration": ("half an hour", "two hours", "three days", "five minutes", "two weeks"),
    "phone": ("2 0 2 5 5 5 0 1 4 3", "0 2 0 7 9 4 6 0 9 5 8", "+49 30 123456", "+44 20 7946 0958"),
    "email": ("maria at example dot com",),
    "postcode": ("nine four one oh three", "s w one a one a a", "1 0 1 1 5"),
    "address": ("twelve main street springfield", "12 Main Street, Springfield, Illinois 62701"),
    "card_number": ("4242 4242 4242 4242", "four two four two four two four two four two four two four two four two"),
    "iban": ("D E 8 9 3 7 0 4 0 0 4 4 0 5 3 2 0 1 3 0 0 0", "DE89 3704 0044 0532 0130 00"),
}
"""Sentences by slot type from which a value is taken where the type says no more. All of them are made-up values:
`example.com`, numbers that the authorities keep for films, the card and account of the payment networks' own tests."""
