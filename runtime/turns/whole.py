"""How sure it is that an answer to a question is whole: by what was asked and what was understood.

"Four four" is no whole answer where four digits are asked for, "four four seven one" is; after "yes" people often go
on, after "the savings account please" they do not.
"""

from typing import Literal

from flows.values.address import Address
from flows.values.card_number import CardNumber
from flows.values.choice import Choice
from flows.values.digits import Digits
from flows.values.email import Email
from flows.values.iban import Iban
from flows.values.number import Bounded
from flows.values.number_words import number_words
from flows.values.person import Person
from flows.values.phone import Phone
from flows.values.postcode import Postcode
from flows.values.slot_type import SlotType
from flows.values.spelled import Spelled
from flows.values.text import Text
from flows.values.yes_no import YesNo

Wholeness = Literal["whole", "likely", "open", "broken"]
"""`whole`: nothing can follow; `likely`: something may; `open`: people often go on; `broken`: more must come."""

_PIECE_BY_PIECE = Digits | CardNumber | Phone | Iban | Postcode | Spelled | Email
"""Said in groups, with pauses between them."""


def wholeness(slot: SlotType, value: object, words: str) -> Wholeness:
    """Of an answer in `words` that gave `value`; None when it gave no value."""
    if isinstance(slot, _PIECE_BY_PIECE):
        return _pieces(slot, value)
    if value is None:
        return "open"
    count = len(words.split())
    match slot:
        case Choice():
            return "whole"
        case YesNo():
            return "likely" if count == 1 else "whole"
        case Bounded():
            # "Two hundred" may go on with "and fifty", "two hundred dollars" does not.
            return "likely" if _ends_in_a_number(words) else "whole"
        case Text() | Address():
            return "open"
        case Person():
            return "open" if count == 1 else "likely"
        case _:
            return "likely"


def _pieces(slot: SlotType, value: object) -> Wholeness:
    if value is None or slot.problem(value if isinstance(value, str) else "") is not None:
        return "broken"
    match slot:
        case Digits(length=length, max=most):
            return "whole" if length is not None or (most is not None and len(str(value)) >= most) else "broken"
        case Spelled(pattern=pattern):
            return "likely" if pattern else "broken"
        case Phone() | Email():
            return "likely"
        case _:
            return "whole"


def _ends_in_a_number(words: str) -> bool:
    """Whether a bare number comes last; "$200" has said what it counts."""
    last = next(reversed(words.lower().rstrip(" .,!?").split()), "")
    known = number_words()
    return last[:1].isdigit() or last in known.units or last in known.tens or last in known.scales
