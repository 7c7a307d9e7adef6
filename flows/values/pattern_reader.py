"""Reads the text of a safe pattern into a tree; what would need backtracking is refused."""

import string
from dataclasses import dataclass

ALPHABET = frozenset(string.ascii_letters + string.digits + string.punctuation)
"""All that a value without spaces can be made of."""
MAX_CHARACTERS = 200
"""A longer pattern is no form of a code that people spell."""
MAX_COUNT = 100
MAX_DEPTH = 20
_CLASSES = {"d": frozenset(string.digits), "w": frozenset(string.ascii_letters + string.digits + "_")}
_CLASSES |= {name.upper(): ALPHABET - characters for name, characters in _CLASSES.items()}


class PatternProblem(ValueError):
    """A pattern that cannot be used; the message says why, in its author's words."""


@dataclass(frozen=True)
class Chars:
    """One of these characters."""

    characters: frozenset[str]


@dataclass(frozen=True)
class Row:
    """One part after the other."""

    parts: tuple["Part", ...]


@dataclass(frozen=True)
class Either:
    """One of several."""

    options: tuple["Part", ...]


@dataclass(frozen=True)
class Repeat:
    """A part so many times; `most` None: without end."""

    part: "Part"
    least: int
    most: int | None


Part = Chars | Row | Either | Repeat


class PatternReader:
    """Reads one pattern."""

    def __init__(self, text: str) -> None:
        """Raises PatternProblem when it is too long."""
        if len(text) > MAX_CHARACTERS:
            raise PatternProblem(f"it has {len(text)} characters, and {MAX_CHARACTERS} are the limit")
        self._text = text.removeprefix("^")
        if self._text.endswith("$") and not self._text.endswith("\\$"):
            self._text = self._text[:-1]  # the whole value must fit in any case
        self._at = 0

    def read(self) -> Part:
        """The tree. Raises PatternProblem."""
        part = self._either(0)
        if self._at < len(self._text):
            raise PatternProblem("a bracket closes that was not opened")
        return part

    def _next(self) -> str:
        return self._text[self._at : self._at + 1]

    def _take(self, missing: str) -> str:
        character = self._next()
        if not character:
            raise PatternProblem(missing)
        self._at += 1
        return character

    def _either(self, depth: int) -> Part:
        if depth > MAX_DEPTH:
            raise PatternProblem("its brackets are nested too deeply")
        options = [self._row(depth)]
        while self._next() == "|":
            self._at += 1
            options.append(self._row(depth))
        return options[0] if len(options) == 1 else Either(tuple(options))

    def _row(self, depth: int) -> Part:
        parts: list[Part] = []
        while self._next() not in ("", "|", ")"):
            parts.append(self._counted(self._one(depth)))
        return parts[0] if len(parts) == 1 else Row(tuple(parts))

    def _one(self, depth: int) -> Part:
        match character := self._take(""):
            case "(":
                if self._next() == "?":
                    if self._text[self._at : self._at + 2] != "?:":
                        raise PatternProblem("groups that look ahead or back, have names or flags cannot be used")
                    self._at += 2
                inner = self._either(depth + 1)
                self._take("a bracket is not closed")
                return inner
            case "[":
                return Chars(self._set())
            case "\\":
                return Chars(self._escaped())
            case ".":
                return Chars(ALPHABET)
            case "*" | "+" | "?" | "{":
                raise PatternProblem(f"`{character}` counts nothing")
            case "^" | "$":
                raise PatternProblem("`^` and `$` can only stand at its ends")
        return Chars(frozenset({_plain(character)}))

    def _counted(self, part: Part) -> Part:
        match self._next():
            case "*":
                least, most = 0, None
            case "+":
                least, most = 1, None
            case "?":
                least, most = 0, 1
            case "{":
                return self._braces(part)
            case _:
                return part
        self._at += 1
        return self._once(Repeat(part, least, most))

    def _braces(self, part: Part) -> Part:
        inside, closed, _ = self._text[self._at + 1 :].partition("}")
        low, comma, high = inside.partition(",")
        if not closed or not (low or "0").isdecimal() or not (high or "0").isdecimal() or not (low or high):
            raise PatternProblem("a count is written {4}, {2,4} or {2,}")
        least = int(low or 0)
        most = least if not comma else int(high) if high else None
        if max(least, most or 0) > MAX_COUNT or (most is not None and most < least):
            raise PatternProblem(f"a count goes from the smaller number to the larger, {MAX_COUNT} at most")
        self._at += len(inside) + 2
        return self._once(Repeat(part, least, most))

    def _once(self, part: Repeat) -> Part:
        if self._next() == "?":
            self._at += 1  # as few as possible: the same for a whole value
        if self._next() in ("*", "+", "?", "{"):
            raise PatternProblem("two counts stand one behind the other")
        return part

    def _set(self) -> frozenset[str]:
        negated = self._next() == "^"
        self._at += negated
        characters: set[str] = set()
        first = True
        while self._next() != "]" or first:
            first = False
            low = self._member()
            if self._next() == "-" and self._text[self._at + 1 : self._at + 2] not in ("]", ""):
                self._at += 1
                high = self._member()
                if len(low) != 1 or len(high) != 1 or min(high) < min(low):
                    raise PatternProblem("a range goes from a character to a later one, such as [A-F]")
                characters.update(map(chr, range(ord(min(low)), ord(min(high)) + 1)))
            else:
                characters |= low
        self._at += 1
        found = frozenset(characters)
        return ALPHABET - found if negated else found & ALPHABET

    def _member(self) -> frozenset[str]:
        character = self._take("`[` is not closed")
        return self._escaped() if character == "\\" else frozenset({_plain(character)})

    def _escaped(self) -> frozenset[str]:
        character = self._take("a `\\` stands at its end")
        if character in _CLASSES:
            return _CLASSES[character]
        if character.isalnum():
            raise PatternProblem(f"`\\{character}` cannot be used")
        return frozenset({_plain(character)})


def _plain(character: str) -> str:
    if character not in ALPHABET:
        raise PatternProblem("it holds a character that is no letter, digit or sign of ASCII; values have no spaces")
    return character
