"""The types of the language for what schemas describe."""

import re

from flows.definition.tool import ReturnType
from flows.exchange.openapi.names import snake
from flows.exchange.openapi.schemas import Schema

OF_KINDS: dict[str, ReturnType] = {
    "object": "map", "array": "list", "number": "number", "integer": "integer", "boolean": "boolean",
}  # fmt: skip
OF_FORMATS: dict[str, ReturnType] = {
    "date": "date", "date-time": "datetime", "time": "time", "email": "email", "idn-email": "email", "phone": "phone",
    "iban": "iban",
}  # fmt: skip
"""A `duration` is a text there, such as `PT1H`, and a number of seconds here; so it is a text."""
OF_NAMES: tuple[tuple[re.Pattern[str], ReturnType], ...] = (
    (re.compile(r"(?:^|_)(?:tele)?phone(?:_number|_no)?\Z|(?:^|_)mobile(?:_number|_no)?\Z"), "phone"),
    (re.compile(r"(?:^|_)e_?mail(?:_address)?\Z"), "email"),
    (re.compile(r"(?:^|_)iban(?:_number)?\Z"), "iban"),
    (re.compile(r"(?:^|_)card_number\Z"), "card_number"),
)
"""Texts that are personal by what they are called: so the checks follow them to where they are sent."""


def type_of(name: str, schema: Schema | None) -> ReturnType:
    """The type of a value that the document calls so; a text where nothing is known."""
    if schema is None:
        return "text"
    if schema.kind in OF_KINDS:
        return OF_KINDS[schema.kind]
    if schema.enum:
        return "text"
    if schema.format in OF_FORMATS:
        return OF_FORMATS[schema.format]
    called = snake(name, "")
    return next((kind for form, kind in OF_NAMES if form.search(called)), "text")
