"""A spoken address as it is written on an envelope: figures, capitals, commas."""

from dataclasses import dataclass, field

from flows.values.address_words import AddressWords, address_words
from flows.values.house_numbers import number_at, position_at
from flows.values.postcode_forms import postcode_form
from flows.values.spelling import readings
from flows.values.words import Words

MAX_POSTCODE_TOKENS = 14
MIN_NAMES = 2
"""Without a word for a street, so many names beside a number make an address."""


@dataclass
class _Line:
    """The address so far."""

    text: str = ""
    names: int = 0
    """Words of a street's name since the number."""
    street: bool = False
    comma: bool = False
    """A comma stands before what comes next."""
    numbers: int = 0
    words: list[str] = field(default_factory=list)

    def add(self, text: str, *, joined: bool = False) -> None:
        """Put something behind what there is."""
        between = "" if joined or not self.text else ", " if self.comma else " "
        self.text, self.comma = f"{self.text}{between}{text}", False


@dataclass(frozen=True)
class Tidied:
    """An address, and what speaks for it being one."""

    text: str
    numbers: int
    street: bool
    postcode: bool
    names: int

    @property
    def is_address(self) -> bool:
        """Whether it has a number, and a street, a postcode or names enough."""
        return self.numbers > 0 and (self.street or self.postcode or self.names >= MIN_NAMES)


def tidied(words: Words, start: int, end: int, region: str) -> Tidied | None:
    """Tokens `start` up to `end` as an address; None when they are a sentence."""
    table = address_words()
    if table.never & set(words.tokens[start:end]) or start >= end:
        return None
    code_at, postcode = postcode_at_end(words, start, end, region)
    state_at, state = _state(words, start, code_at, region, before_postcode=bool(postcode))
    line = _Line()
    at = start
    while at < state_at:
        at = _next(table, line, words, at, state_at, region)
    if state:
        line.comma = line.comma or line.names > 0
        line.add(state)
    if postcode:
        line.comma = line.comma and not state
        line.add(postcode)
    return Tidied(line.text, line.numbers, line.street, bool(postcode), len(line.words))


def _next(table: AddressWords, line: _Line, words: Words, at: int, end: int, region: str) -> int:
    """Add what stands at a token; return the token behind it."""
    token = words.tokens[at]
    if at > 0 and line.text and any(mark in words.text[words.spans[at - 1][1] : words.spans[at][0]] for mark in ",;"):
        line.comma = True
    if token in table.hash or token == "#":
        return at + 1
    unit_end = table.units.end(words.tokens, at)
    unit = _unit(words, unit_end, end) if unit_end is not None and unit_end < end else None
    if unit is not None and unit_end is not None:
        box = table.boxes.end(words.tokens, at) is not None
        line.comma = line.comma or line.numbers > 0
        name = table.box_name if box and token in table.box_begins else words.original(at, unit_end).title()
        line.add(f"{name} {unit[0]}")
        line.numbers, line.street, line.comma = line.numbers + 1, line.street or box, True
        return unit[1]
    if (position := position_at(words, at)) is not None:
        line.add(position[0])
        line.names += 1
        return position[1]
    if _takes_number(line, words, at) and (number := number_at(words, at)) is not None and number[1] <= end:
        text, after = _with_letter(words, number, end, region)
        line.add(text)
        line.comma = line.street and line.numbers == 0  # "hauptstraße 5"
        line.numbers, line.names = line.numbers + 1, 0
        return after
    return _add_name(table, line, words, at, end)


def _takes_number(line: _Line, words: Words, at: int) -> bool:
    """A number in figures, or in words where the house number belongs; "seven oaks" is a name."""
    return line.numbers == 0 or words.tokens[at].isdecimal() or (line.comma and line.names == 0)


def _unit(words: Words, at: int, end: int) -> tuple[str, int] | None:
    """ "4B" behind "apartment four b", "B" behind "flat b"."""
    while at < end and words.tokens[at] in (*address_words().hash, "#"):
        at += 1
    number = number_at(words, at) if at < end else None
    if number is not None:
        after = words.tokens[number[1]] if number[1] < end else ""
        is_letter = len(after) == 1 and after.isalpha()
        return (number[0] + after.upper(), number[1] + 1) if is_letter else number
    is_letter = at < end and len(words.tokens[at]) == 1 and words.tokens[at].isalpha()
    return (words.tokens[at].upper(), at + 1) if is_letter else None


def _with_letter(words: Words, number: tuple[str, int], end: int, region: str) -> tuple[str, int]:
    """ "221B" from "two twenty one b"; "5 E Main Street" stays apart in the United States."""
    text, at = number
    if at >= end or len(words.tokens[at]) != 1 or not words.tokens[at].isalpha():
        return number
    apart = words.spans[at][0] > words.spans[at - 1][1] and words.tokens[at] in "nsew" and region in ("US", "CA")
    return number if apart else (text + words.tokens[at].upper(), at + 1)


def _add_name(table: AddressWords, line: _Line, words: Words, at: int, end: int) -> int:
    token, after = words.tokens[at], words.tokens[at + 1] if at + 1 < end else ""
    if token in table.between and line.street:
        line.comma = True
        return at + 1
    is_street = table.is_street(token) and (line.names > 0 or len(token) > 6) and line.numbers >= 0
    if token in table.directions and len(token) <= 2:
        name = table.directions[token]
    elif token in table.small and line.text and not line.comma:
        name = token
    else:
        name = _capital(words.original(at, at + 1))
    line.add(name)
    line.words += [token] if len(token) > 1 and token not in table.small else []
    line.names += 1
    if is_street and token not in table.streets_before or (is_street and line.names > 1):
        line.street = True
        goes_on = table.is_street(after) or after in table.directions
        line.comma = bool(after) and not goes_on and line.numbers > 0
    if token in table.streets_before and line.names == 1:
        line.street = True
    if token in table.directions and line.street and after and line.numbers > 0 and after not in table.directions:
        line.comma = True
    return at + 1


def _capital(written: str) -> str:
    """A word with a capital; a word that was written with some keeps them. "O'brien" has two."""
    if any(character.isupper() for character in written[1:]) and not written.isupper():
        return written
    parts = written.lower().replace("’", "'").split("'")
    return "'".join(part[:1].upper() + part[1:] if len(part) > 1 or at == 0 else part for at, part in enumerate(parts))


def postcode_at_end(words: Words, start: int, end: int, region: str) -> tuple[int, str]:
    """Where the postcode at the end begins, and how it is written."""
    form = postcode_form(region)
    if not form.example:
        return end, ""
    for at in range(max(start + 2, end - MAX_POSTCODE_TOKENS), end):
        for reading in readings(words, form.pattern, (at, end), lenient=False):
            whole = reading.start == at and reading.end == end
            if whole and form.matches(reading.text):
                return at, " ".join(form.groups(reading.text)) if form.tail else reading.text
    return end, ""


def _state(words: Words, start: int, end: int, region: str, *, before_postcode: bool) -> tuple[int, str]:
    """Where the state at the end begins, and its name or code."""
    table, tokens = address_words(), words.tokens
    for size in (3, 2, 1):
        at = end - size
        if at > start and " ".join(tokens[at:end]) in table.state_names.get(region, frozenset()):
            return at, words.original(at, end).title()
    codes = table.states.get(region, frozenset())
    if end - 1 > start and tokens[end - 1].upper() in codes:
        sure = (
            before_postcode
            or words.original(end - 1, end).isupper()
            or tokens[end - 1] not in table.words_that_are_codes
        )
        return (end - 1, tokens[end - 1].upper()) if sure else (end, "")
    letters = "".join(tokens[end - 2 : end]).upper()
    spelled = end - 2 > start and all(len(token) == 1 for token in tokens[end - 2 : end])
    return (end - 2, letters) if spelled and letters in codes else (end, "")
