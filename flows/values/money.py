"""An amount of money."""

from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.number import Bounded
from flows.values.numerals import Numeral, numerals, plain_number
from flows.values.slot_type import Value
from flows.values.words import Found, Words

MAIN_UNITS = frozenset({"dollar", "dollars", "buck", "bucks", "pound", "pounds", "euro", "euros"})
FOREIGN_UNITS = frozenset({"pound", "pounds", "euro", "euros", "quid", "sterling"})
SMALL_UNITS = frozenset({"cent", "cents", "pence", "p"})


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Money(Bounded):
    """An amount: "two fifty" (2.50, or 250 where `min` is above that), "a dollar fifty", "twelve hundred bucks"."""

    example: ClassVar[str] = "amount: {type: money, min: 1, max: 5000}"

    type: Literal["money"]

    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """Amounts in the sentence, last first; without the question only with a unit or a sign."""
        found: list[Found] = []
        numbers = list(numerals(words.tokens))
        at = 0
        while at < len(numbers):
            amount, used, named = self._amount(words, numbers, at)
            sure = 0.95 if named else 0.9 if asked else 0.6  # "transfer fifty to anna" is money only weakly
            if not _foreign(words, amount):
                value = -amount.value if _negative(words, amount) else amount.value
                found.insert(0, Found(plain_number(round(value, 2)), amount.start, amount.end, sure))
            at += used
        if not found and asked and ("dollar" in words.tokens or "buck" in words.tokens):
            where = next(at for at, token in enumerate(words.tokens) if token in ("dollar", "buck"))
            found.append(Found(1, where, where + 1, 0.8))
        return sorted(found, key=lambda item: item.confidence < 0.9)

    def _amount(self, words: Words, numbers: list[Numeral], at: int) -> tuple[Numeral, int, bool]:
        """One amount from the number at `at`: (amount, how many numbers it took, whether its unit was said)."""
        first = numbers[at]
        end, tokens = first.end, words.tokens
        unit = tokens[end] if end < len(tokens) else ""
        second = numbers[at + 1] if at + 1 < len(numbers) else None
        lead = tokens[max(0, first.start - 2) : first.start]
        if lead in (("a", "dollar"), ("a", "pound"), ("a", "euro")) and first.value < 100:
            return Numeral(1 + first.value / 100, first.start - 2, end + (unit in SMALL_UNITS)), 1, True
        if unit in SMALL_UNITS:
            return Numeral(first.value / 100, first.start, end + 1), 1, True
        if unit in MAIN_UNITS:
            end += 1
            if second is not None and second.start - end <= 1 and 0 < second.value < 100:
                between, after = tokens[end : second.start], tokens[second.end : second.end + 1]
                if (not between or between == ("and",)) and (after and after[0] in SMALL_UNITS or not between):
                    small = bool(after) and after[0] in SMALL_UNITS
                    return Numeral(first.value + second.value / 100, first.start, second.end + small), 2, True
            return Numeral(first.value, first.start, end), 1, True
        if second is not None and words.pauses_before(second.start):
            second = None
        if second is not None and second.start == end and 1 <= first.value <= 99 and 10 <= second.value <= 99:
            after = tokens[second.end : second.end + 1]
            named = bool(after) and after[0] in MAIN_UNITS
            cents = first.value + second.value / 100
            large = named or (self.min is not None and cents < self.min)
            value = first.value * 100 + second.value if large else cents
            return Numeral(value, first.start, second.end + named), 2, named
        return first, 1, bool(first.currency)

    def say(self, value: Value) -> str:
        """`$1,250.50` as the written form; the voice reads it out."""
        return money(value)


def _foreign(words: Words, amount: Numeral) -> bool:
    """Pounds and euros are no dollars; asking again beats sending the wrong money."""
    said = {*words.tokens[amount.start : amount.end], *words.tokens[amount.end : amount.end + 1]}
    return bool(FOREIGN_UNITS & said) or any(token[0] in "£€" for token in words.tokens[amount.start : amount.end])


def _negative(words: Words, amount: Numeral) -> bool:
    """ "minus fifty": refused by the slot's limits, never taken for fifty."""
    at = words.spans[amount.start][0]
    return words.tokens[max(0, amount.start - 1)] in ("minus", "negative") or words.text[max(0, at - 1) : at] == "-"


def money(value: Value) -> str:
    """`1250.5` as `$1,250.50`, `50` as `$50`."""
    amount = float(value)
    return f"${amount:,.0f}" if amount.is_integer() else f"${amount:,.2f}"
