"""An amount of money."""

from dataclasses import replace
from typing import ClassVar, Literal, Self

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.amounts import Amount, amounts
from flows.values.corrections import settled, standing, surest
from flows.values.currencies import CURRENCIES, Currency, CurrencyCode, currency_of_region
from flows.values.misheard import mending
from flows.values.moments import COUNTED, UNCOUNTED, moments
from flows.values.number import Bounded, lone_word
from flows.values.numerals import plain_number
from flows.values.parted import figures
from flows.values.setting import ANYWHERE, Setting
from flows.values.slot_type import Value
from flows.values.words import Found, Words

SURE, UNSURE, GUESSED = 0.95, 0.9, 0.6
"""With its unit; as an answer; a bare number in a request: "transfer fifty to anna" is money only weakly."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Money(Bounded):
    """An amount: "a dollar fifty", "twelve hundred bucks", "two and a half thousand", "$12.30".

    "Two fifty" is 2.50, or 250 where `min` is above that; where both fit it is read back before it counts. Amounts in
    another currency than the slot's are refused: without `currency` that is the currency of the bot's `region`.
    """

    example: ClassVar[str] = "amount: {type: money, min: 1, max: 5000}"

    type: Literal["money"]
    currency: CurrencyCode | None = None
    """The currency, by its ISO code; left out it is that of the bot's region."""

    @mending("number", "money", written=figures)
    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The amount that the caller settled on first; one with its unit goes before bare numbers."""
        said = _outside_moments(words, amounts(words, self._currency(words.setting)), asked=asked)
        items = standing(words, [self._found(words, amount, asked=asked) for amount in said])
        if not items and asked:
            items = lone_word(words)
        return settled(words, surest(items), lambda item: self.problem(item.value) is None)

    def _found(self, words: Words, amount: Amount, *, asked: bool) -> Found:
        sure = SURE if amount.named else UNSURE if asked else GUESSED
        if amount.foreign:
            return Found(f"{plain_number(amount.value)} {amount.foreign}", amount.start, amount.end, sure)
        if amount.named:
            value, doubt = self.chosen(amount.value, amount.other)
        else:
            value, doubt = self.chosen_for(words, amount.start, amount.value, amount.other)
        return Found(plain_number(round(value, 2)), amount.start, amount.end, sure, doubt or amount.vague)

    def can_mean(self, words: Words, value: Value) -> bool:
        """Also the other reading of "eight fifty", whichever the limits prefer."""
        said = amounts(words, self._currency(words.setting))
        ways = {round(way, 2) for one in said for way in (one.value, one.other) if way is not None and not one.foreign}
        return value in ways or any(item.value == value for item in self.find(words, asked=True))

    def loosely(self, value: Value) -> Value:
        """ "850 GBP" as 850."""
        return float_of(value) if isinstance(value, str) and value[-3:] in CURRENCIES else value

    def _code(self, setting: Setting) -> CurrencyCode:
        return self.currency or currency_of_region(setting.region)

    def _currency(self, setting: Setting) -> Currency:
        return CURRENCIES[self._code(setting)]

    def problem(self, value: Value) -> str | None:
        """Outside the limits, another currency, or no number."""
        if isinstance(value, str) and value[-3:] in CURRENCIES:
            return f"I can only take {self._currency(ANYWHERE).apart(CURRENCIES[value[-3:]])}."
        return super().problem(value)

    def at_home(self, region: str) -> Self:
        """With the currency of the region, unless it has its own."""
        return self if self.currency is not None else replace(self, currency=currency_of_region(region))

    def problem_at(self, value: Value, setting: Setting) -> str | None:
        """As `problem`, with the currency of the bot's region."""
        return self.at_home(setting.region).problem(value)

    def read(self, raw: object, setting: Setting = ANYWHERE) -> Value | None:
        """Numbers as they are; words as spoken, in this currency only."""
        value = super().read(raw, setting)
        return None if isinstance(value, str) else value

    def say(self, value: Value) -> str:
        """`$1,250.50` as the written form; the voice reads it out."""
        return value if isinstance(value, str) else self._currency(ANYWHERE).written(value)


def float_of(value: str) -> Value:
    """The number of an amount in another currency: `850 GBP`."""
    return plain_number(float(value.split()[0]))


def money(value: Value, currency: CurrencyCode = "USD") -> str:
    """`1250.5` as `$1,250.50`, `50` as `$50`."""
    return CURRENCIES[currency].written(float(value))


def _outside_moments(words: Words, said: list[Amount], *, asked: bool) -> list[Amount]:
    """Without bare numbers that belong to a time or a date, or to people and things."""
    when = moments(words)

    def stays(amount: Amount, *, sure: bool) -> bool:
        held = (moment for moment in when if moment.sure or not sure)
        counts = words.token(amount.end) in (COUNTED - {"of"} if asked else COUNTED | UNCOUNTED)
        return amount.named or not (counts or any(moment.holds(amount.start, amount.end) for moment in held))

    kept = [amount for amount in said if stays(amount, sure=False)]
    return kept if kept or not asked else [amount for amount in said if stays(amount, sure=True)]
