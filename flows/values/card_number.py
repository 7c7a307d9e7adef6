"""The number of a payment card."""

from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass
from stdnum import luhn

from flows.definition.config import CONFIG
from flows.values.misheard import mending
from flows.values.safe_pattern import safe_pattern
from flows.values.slot_type import SlotType, Value
from flows.values.spelled_out import spelled_out
from flows.values.spelled_value import can_spell, nearest_reading, spelled_value, unasked_value
from flows.values.words import Found, Words

FEWEST, MOST = 13, 19
"""Digits of a card by ISO/IEC 7812; old Visa cards have 13, Maestro up to 19."""
DIGITS = f"[1-9][0-9]{{{FEWEST - 1},{MOST - 1}}}"
LOOSE = "[0-9]{1,24}"
KEPT = 12
"""Of readings of equal length only one has the right check digit in ten."""
SHOWN = 4
"""Digits that may be said and shown, as on receipts."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class CardNumber(SlotType):
    """The number of a payment card, digits without spaces, checked by its check digit (Luhn): "forty two forty two,
    forty two forty two, …". The bot says its last four digits only: "the card ending 4 2 4 2". Personal data of the
    class `card`.
    """

    example: ClassVar[str] = "card: {type: card_number}"
    said_in_texts: ClassVar[bool] = True
    personal_by_itself: ClassVar[str | None] = "card"
    found_unasked: ClassVar[bool] = True

    type: Literal["card_number"]

    @mending("digits", "number")
    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The number; unasked only one whose check digit is right."""
        pattern = safe_pattern(DIGITS)
        if not asked:
            one = unasked_value(words, pattern, _valid, kept=KEPT, digits=FEWEST)
            return [Found(one.value, one.start, one.end, 0.95)] if one is not None else []
        said = spelled_value(words, pattern, _valid, loose=safe_pattern(LOOSE), kept=KEPT)
        if said is not None:
            return [Found(said.value, said.start, said.end, 0.95, said.doubtful)]
        heard = nearest_reading(words, safe_pattern(LOOSE))
        return [Found(heard.text, heard.start, heard.end, 0.5)] if heard is not None else []

    def can_mean(self, words: Words, value: Value) -> bool:
        """Also another way to write the same sounds down."""
        return can_spell(words, str(value)) or super().can_mean(words, value)

    def problem(self, value: Value) -> str | None:
        """Too few or too many digits, or a wrong check digit. The digits themselves are never repeated."""
        if not isinstance(value, str) or not value.isascii() or not value.isdecimal():
            return "I need the number of a card."
        if not FEWEST <= len(value) <= MOST:
            return f"A card number has {FEWEST} to {MOST} digits, and I heard {len(value)}."
        return None if _valid(value) else "One of those digits cannot be right; please say the card number again."

    def say(self, value: Value) -> str:
        """The last four digits: whoever listens in must not learn the number."""
        return f"the card ending {spelled_out([str(value)[-SHOWN:]])}"


def _valid(digits: str) -> str | None:
    right = FEWEST <= len(digits) <= MOST and not digits.startswith("0") and luhn.is_valid(digits)
    return digits if right else None
