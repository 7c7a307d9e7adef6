"""All slot types as one union; the word in `type:` picks the class."""

from typing import Annotated

from pydantic import Field

from flows.values.address import Address
from flows.values.card_number import CardNumber
from flows.values.choice import Choice
from flows.values.date import Date
from flows.values.datetime import DateTime
from flows.values.digits import Digits
from flows.values.duration import Duration
from flows.values.email import Email
from flows.values.iban import Iban
from flows.values.integer import Integer
from flows.values.money import Money
from flows.values.number import Number
from flows.values.person import Person
from flows.values.phone import Phone
from flows.values.postcode import Postcode
from flows.values.slot_type import SlotType
from flows.values.spelled import Spelled
from flows.values.text import Text
from flows.values.time import Time
from flows.values.yes_no import YesNo

SLOT_TYPES: dict[str, type[SlotType]] = {
    "text": Text,
    "person": Person,
    "number": Number,
    "integer": Integer,
    "money": Money,
    "digits": Digits,
    "yes_no": YesNo,
    "choice": Choice,
    "date": Date,
    "time": Time,
    "datetime": DateTime,
    "duration": Duration,
    "spelled": Spelled,
    "phone": Phone,
    "email": Email,
    "postcode": Postcode,
    "address": Address,
    "card_number": CardNumber,
    "iban": Iban,
}
Slot = Annotated[
    Text
    | Person
    | Number
    | Integer
    | Money
    | Digits
    | YesNo
    | Choice
    | Date
    | Time
    | DateTime
    | Duration
    | Spelled
    | Phone
    | Email
    | Postcode
    | Address
    | CardNumber
    | Iban,
    Field(discriminator="type"),
]
"""A slot: what a caller may be asked for."""
