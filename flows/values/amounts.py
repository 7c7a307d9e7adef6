"""Amounts of money as they are said: "a dollar fifty", "12 dollars and 30 cents", "two fifty", "€12,50"."""

import re
from dataclasses import dataclass, replace

from flows.values.cardinals import every_cardinal, is_pair, joined, signed
from flows.values.currencies import CURRENCIES, MONEY_WORDS, SIGNS, Currency, MoneyWords, money_words
from flows.values.numerals import MAX_VALUE, Numeral
from flows.values.words import Words

_SIGN_BEHIND = re.compile(r"\s?([$£€¥₹])")
_SIGN_BEFORE = re.compile(r"([$£€¥₹])\s?\Z")
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")
"""With a decimal comma the point parts thousands: "1.250"."""
_DECIMAL_COMMA = frozenset("EUR CHF SEK NOK DKK PLN CZK HUF RON BRL TRY".split())


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money; `other` is what the same words can mean too."""

    value: float
    start: int
    end: int
    named: bool = False
    """Whether the unit or a sign was said."""
    other: float | None = None
    vague: bool = False
    foreign: str = ""
    """The ISO code of the other currency that was named."""


def amounts(words: Words, currency: Currency) -> list[Amount]:
    """Every amount in a sentence from the left."""
    numbers = list(every_cardinal(words))
    found: list[Amount] = []
    at = 0
    while at < len(numbers):
        amount, used = _amount(words, currency, numbers, at)
        found.append(_signed(words, amount))
        at += used
    found += _single_units(words, currency, found)
    return [amount for amount in found if abs(amount.value) <= MAX_VALUE]


def _amount(words: Words, currency: Currency, numbers: list[Numeral], at: int) -> tuple[Amount, int]:
    """One amount from the number at `at`, and how many numbers it took."""
    first = numbers[at]
    if (single := _behind_single(words, currency, first)) is not None:
        return single, 1
    number, used = _row(words, currency, numbers, at)
    end, code, small = _unit(words, currency, number.end)
    sign, before = _sign(words, number)
    foreign = _other_currency(currency, code or sign)
    both = bool(number.currency) and not float(number.value).is_integer()  # "$45.50 cents" has dollars and cents
    if small and not both:
        return Amount(round(number.value / 100, 4), number.start, end, True, foreign=foreign), used
    if not code and not sign:
        value, other = (number.value, None) if number.other is None else (number.other, number.value)
        return Amount(value, number.start - before, number.end, False, other, number.vague), used
    amount = Amount(number.value, number.start - before, end, True, None, number.vague, foreign)
    if sign and not code and number.other is not None:
        amount = replace(amount, value=number.other)  # "$2 50"
    cents = _cents(words, currency, numbers, at + used, end)
    whole = amount.value > MAX_VALUE or float(amount.value).is_integer()
    own_sign = cents is not None and bool(numbers[at + used].currency)
    if cents is not None and whole and (code or (not own_sign and words.token(cents[1] - 1) in MONEY_WORDS)):
        return replace(amount, value=amount.value + cents[0], end=cents[1]), used + 1
    return amount, used


def _behind_single(words: Words, currency: Currency, number: Numeral) -> Amount | None:
    """ "A dollar fifty", "a dollar and fifty cents", "a pound and a half"."""
    articles = money_words(words.setting.language).unit_articles
    joint = words.token(number.start - 1) == "and"
    unit = number.start - 1 - joint
    if words.token(unit) not in MONEY_WORDS or words.token(unit - 1) not in articles or number.value >= 100:
        return None
    end, code, small = _unit(words, currency, number.end)
    if (joint and not small and number.value >= 1) or (code and not small) or words.token(unit - 1) == "one":
        return None
    part = number.value if number.value < 1 else number.value / 100
    code = currency.code if words.tokens[unit] in currency.words else _named_by(words.tokens[unit])
    foreign, stop = _other_currency(currency, code), end if small else number.end
    return Amount(round(1 + part, 4), unit - 1, stop, True, foreign=foreign)


def _row(words: Words, currency: Currency, numbers: list[Numeral], at: int) -> tuple[Numeral, int]:
    """Numbers that are one amount: "two fifty", "one twenty five fifty", "€12,50", "three hundred five twenty"."""
    row = numbers[at : at + 3]
    first = _with_thousands(words, currency, row[0])
    if len(row) > 1 and _comma_decimals(words, row[0], row[1]):
        return replace(first, value=first.value + row[1].value / 100, end=row[1].end), 2
    if len(row) > 1 and is_pair(words, row[0], row[1]) and row[0].value != row[1].value:  # "fifty fifty" stutters
        pair = joined(words, row[:2])[0]
        if len(row) > 2 and _is_cents(words, pair, row[2]):
            return replace(pair, value=pair.value + row[2].value / 100, end=row[2].end, other=None), 3
        return pair, 2
    if len(row) > 1 and first.value >= 100 and first.value % 100 and _is_cents(words, first, row[1]):
        return replace(first, value=first.value + row[1].value / 100, end=row[1].end), 2
    return first, 1


def _is_cents(words: Words, before: Numeral, number: Numeral) -> bool:
    return (
        before.end == number.start
        and words.between(before.end, number.start).strip() == ""
        and float(before.value).is_integer()
        and float(number.value).is_integer()
        and 10 <= number.value <= 99
    )


def _comma_decimals(words: Words, first: Numeral, second: Numeral) -> bool:
    written = words.tokens[second.start]
    glued = first.end == second.start and words.between(first.end, second.start) == ","
    return glued and len(written) == 2 and written.isdecimal() and words.tokens[first.end - 1][-1:].isdecimal()


def _with_thousands(words: Words, currency: Currency, number: Numeral) -> Numeral:
    written = words.tokens[number.start].lstrip("$£€")
    if currency.code in _DECIMAL_COMMA and number.end == number.start + 1 and _THOUSANDS.fullmatch(written):
        return replace(number, value=float(written.replace(".", "")))
    return number


def _cents(words: Words, currency: Currency, numbers: list[Numeral], at: int, end: int) -> tuple[float, int] | None:
    """What follows the unit: "[and] thirty cents", "fifty", "and a half"."""
    if at >= len(numbers) or words.pauses_before(numbers[at].start):
        return None
    known, number = money_words(words.setting.language), numbers[at]
    gap = words.tokens[end : number.start]
    behind, _, small = _unit(words, currency, number.end)
    if len(gap) > 1 or not known.cents_joints.issuperset(gap) or not 0 < number.value < 100:
        return None
    if number.value < 1:
        return (number.value, number.end) if gap == ("and",) else None
    last = number.end >= len(words) or words.token(number.end) in known.behind_cents
    if small or (not gap and number.value >= 10) or gap == ("oh",) or (gap and last and number.value >= 10):
        return number.value / 100, behind if small else number.end
    return None


def _unit(words: Words, currency: Currency, at: int) -> tuple[int, str, bool]:
    """The unit at a token: (the token behind it, the ISO code, whether it is the hundredth)."""
    known, begin, word = money_words(words.setting.language), at, words.token(at)
    led = word in known.nation_leads
    nation = known.nations.get(word, "") or (known.nations.get(words.token(at + 1), "") if led else "")
    if nation:
        at += 1 + led
        word = words.token(at)
        if word not in MONEY_WORDS:
            return begin, "", False
    if word == known.of and words.token(at + 1) in MONEY_WORDS:  # "a couple of bucks"
        at, word = at + 1, words.token(at + 1)
    if word in known.notes:
        return at + 1, currency.code, False
    if word == "p" and words.token(at + 1) == "m":
        return begin, "", False
    for one in (currency, *CURRENCIES.values()) if word in MONEY_WORDS else ():
        if word in one.words or word in one.small:
            end = at + 1 + (words.token(at + 1) in known.unit_tails)
            return end, nation or one.code, word in one.small
    return begin, "", False


def _sign(words: Words, number: Numeral) -> tuple[str, int]:
    """The currency of a sign or a code beside the figures, and how many tokens stand before them for it."""
    behind = words.text[words.spans[number.end - 1][1] :]
    before = words.text[: words.spans[number.start][0]].removesuffix("-")
    mark = number.currency or next(
        (match[1] for match in (_SIGN_BEFORE.search(before), _SIGN_BEHIND.match(behind)) if match is not None), ""
    )
    code = words.token(number.start - 1).upper()
    if code in CURRENCIES and words.tokens[number.start][:1].isdigit():
        return code, 1
    return SIGNS.get(mark, ""), 0


def _other_currency(currency: Currency, code: str) -> str:
    same = not code or code == currency.code or (code == "USD" and currency.sign == "$")
    return "" if same else code


def _signed(words: Words, amount: Amount) -> Amount:
    [number] = signed(words, [Numeral(amount.value, amount.start, amount.end, other=amount.other)])
    return replace(amount, value=number.value, start=number.start, other=number.other)


def _single_units(words: Words, currency: Currency, found: list[Amount]) -> list[Amount]:
    """ "A buck", "a couple of dollars", "a tenner"."""
    known, result = money_words(words.setting.language), list[Amount]()
    for at, token in enumerate(words.tokens):
        if any(amount.start <= at < amount.end for amount in found):
            continue
        if token in known.notes and words.token(at - 1) in known.note_articles:
            result.append(Amount(known.notes[token], at - 1, at + 1, True))
        elif token == "couple":
            end, code, small = _unit(words, currency, at + 1)
            if code:
                foreign = _other_currency(currency, code)
                result.append(Amount(0.02 if small else 2, at, end, True, vague=True, foreign=foreign))
        elif _is_single(known, words.token(at - 1), token):
            _, code, small = _unit(words, currency, at)
            foreign = _other_currency(currency, code)
            result.append(Amount(0.01 if small else 1, at - 1, at + 1, True, foreign=foreign))
    return result


def _is_single(known: MoneyWords, before: str, token: str) -> bool:
    return before in known.unit_articles and token in MONEY_WORDS and token not in known.no_single_units


def _named_by(word: str) -> str:
    return next((code for code, currency in CURRENCIES.items() if word in currency.words), "")
