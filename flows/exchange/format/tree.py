"""A bot's text as a tree of spans: what stands where, with its comments and blank lines."""

from dataclasses import dataclass, field

BLANK = ""
"""A blank line among comment lines."""


@dataclass(slots=True)
class Scalar:
    """A value or key as it is written, quotes and all."""

    raw: str
    style: str | None = None
    """The first character of its kind: a quote, `|`, `>`; None or empty: plain."""
    margin: int = 0
    """Of a block scalar: how many columns of each line are indentation."""
    digit: int = 0
    """Of a block scalar: the indentation that its first line asks for; 0: as deep as the text is."""
    colon: bool = True
    """False: a key in braces that nothing follows."""

    @property
    def is_block(self) -> bool:
        """Whether it is written below its key, behind `|` or `>`."""
        return self.style in ("|", ">")

    @property
    def keeps_blank_lines(self) -> bool:
        """Whether blank lines behind it belong to it."""
        return self.is_block and "+" in self.raw.split("\n", 1)[0].split("#", 1)[0]


@dataclass(slots=True)
class Entry:
    """A key with its value, or an item of a list. Grows while the text is read."""

    value: "Scalar | Collection"
    key: Scalar | None = None
    above: list[str] = field(default_factory=list)
    """Comment lines, and BLANK for blank ones."""
    beside: str = ""
    """The comment at the end of its line."""

    def is_answered(self) -> bool:
        """Whether a comment answers warnings of this very line, which then must stay one line."""
        return any("lint ok" in comment for comment in (self.beside, *self.above))


@dataclass(slots=True)
class Collection:
    """A map or a list. Grows while the text is read."""

    is_map: bool
    is_flow: bool
    """Written in braces or brackets."""
    column: int = 0
    """Where its keys or dashes stand; where it begins when it is in braces or brackets."""
    items: list[Entry] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    """Comment lines behind the last item, and BLANK for blank ones."""
    raw: str = ""
    """As it is written, when it is in braces or brackets."""
    is_commented: bool = False
    """Comments stand within the braces or brackets: it stays as it is."""


Node = Scalar | Collection
