"""Knowledge bases: the documents from which `answer` nodes answer, and who may hear of each."""

from dataclasses import dataclass as plain
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field
from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG, written_ms

UNITS_H = {"h": 1, "d": 24, "w": 168}
MAX_AGE_H = 87_600
"""Ten years: whoever allows more allows any age."""


def hours(value: object) -> object:
    """`12h`, `30d`, `4w` to whole hours. Raises ValueError in the author's words."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError("an age needs its unit, such as 12h or 30d")
    age = written_ms(value, UNITS_H) if isinstance(value, str) else None
    if isinstance(value, str) and not age:
        raise ValueError("an age is a number and a unit, such as 12h, 30d or 4w")
    if age is not None and age > MAX_AGE_H:
        raise ValueError("an age is ten years at most, 3650d; leave it out where any age will do")
    return value if age is None else age


Age = Annotated[
    int,
    Field(ge=1, le=MAX_AGE_H, json_schema_extra={"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)?(h|d|w)$"}),
    BeforeValidator(hours, json_schema_input_type=str),
]
"""How old something may be, written `12h`, `30d` or `4w`; held in hours."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class KnowledgeSource:
    """A document that is not for everybody, or that is true for some time only."""

    document: str
    """Its name in the workspace, as `manage.py knowledge list` shows it; never an address."""
    condition: str | None = Field(default=None, alias="if")
    """A condition over slots and variables: only where it holds is the document looked at."""
    fresh_for: Age | None = None
    """How old the content of this document may be: `12h`, `30d`, `4w`. An older one is not quoted."""


@plain(frozen=True)
class Entry:
    """A source as it is used: a document, when it may be used, and how many hours old its content may be."""

    document: str
    condition: str | None
    fresh_for: int | None


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Knowledge:
    """A knowledge base that `answer` nodes ask."""

    example: ClassVar[str] = """
knowledge:
  handbook:
    description: What members may do in the club.
    sources:
      - house_rules
      - {document: prices, fresh_for: 30d}
      - {document: contracts, if: verified == true}
"""

    description: str | None = None
    """What it knows about."""
    sources: tuple[str | KnowledgeSource, ...] = ()
    """The documents it is made of, by their names in the workspace."""
    fresh_for: Age | None = None
    """How old the content of each document may be: `12h`, `30d`, `4w`; a source may say otherwise."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The sources, each with the age that holds for it."""
        return tuple(
            Entry(source, None, self.fresh_for)
            if isinstance(source, str)
            else Entry(source.document, source.condition, source.fresh_for or self.fresh_for)
            for source in self.sources
        )

    @property
    def documents(self) -> tuple[str, ...]:
        """The names of the documents."""
        return tuple(source if isinstance(source, str) else source.document for source in self.sources)
