"""What goes in and comes out of new bots."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from designer.drafts.state import MOST_BYTES


class TemplateOut(Schema):
    """A starter bot."""

    slug: str
    name: str
    description: str
    flows: int


class BeginIn(Schema):
    """What a new bot is made from."""

    origin: Annotated[Literal["template", "text", "file", "empty"], Field(alias="from")]
    slug: Annotated[str, Field(max_length=64)] = ""
    """Its short name; left out: the one in the text."""
    name: Annotated[str, Field(max_length=200)] = ""
    """Its name for people; left out: the one in the text."""
    template: Annotated[str, Field(max_length=64)] = ""
    """Of `template`: the slug of a starter bot."""
    text: Annotated[str, Field(max_length=2 * MOST_BYTES)] = ""
    """Of `text`."""
    file_name: Annotated[str, Field(max_length=200)] = ""
    """Of `file`."""
    content: Annotated[str, Field(max_length=2 * MOST_BYTES)] = ""
    """Of `file`: a YAML file, or a ZIP of one folder with such files, as base64."""


class BegunOut(Schema):
    """A new bot and its draft."""

    slug: str
    rev: int
    notes: list[str]
    """What was done with a file on the way."""
