"""The country of a slot: whose phones, postcodes and addresses are meant where none is said."""

from typing import Annotated

from pydantic import AfterValidator

from flows.values.setting import Setting


def is_region(text: object) -> bool:
    """Whether it looks like an ISO 3166 code of two capitals, such as US."""
    return isinstance(text, str) and len(text) == 2 and text.isascii() and text.isalpha() and text.isupper()


def _usable(text: str) -> str:
    if not is_region(text):
        raise ValueError("a region is two capital letters, such as US or GB")
    return text


Region = Annotated[str, AfterValidator(_usable)]
"""An ISO 3166 code."""


def region_of(own: str | None, setting: Setting) -> str:
    """The country that counts: the slot's own, else the bot's."""
    return own or setting.region.upper()
