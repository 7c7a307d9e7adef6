"""Reading the conditions of flows: text to a tree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from flows.exchange.rasa.predicate import (
    Always,
    And,
    Compare,
    Contains,
    IsSet,
    Literal,
    Matches,
    Not,
    Or,
    Predicate,
    PredicateProblem,
    Ref,
    Truth,
)

MAX_CHARACTERS = 1_000
"""As in conditions of the language; a longer one is a program."""
MAX_BRACKETS = 30
"""Brackets and `not`s in each other."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?P<number>-?\d+(?:\.\d+)?(?![\w.]))"""
    r"""|(?P<sign><=|>=|!=|==|=|<|>|\(|\)|\{|\}|\[|\]|,)|(?P<word>[A-Za-z_][\w.\-]*))"""
)
_COMPARING = {"=": "==", "==": "==", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_MIRRORED = {"==": "==", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_CONSTANTS: dict[str, Literal] = {
    "true": True, "false": False, "null": None, "none": None, "undefined": None, "empty": None, "nil": None,
}  # fmt: skip


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str


@dataclass
class _Reader:
    """Goes through the tokens of a condition."""

    tokens: list[_Token]
    at: int = 0
    depth: int = field(default=0)

    @property
    def now(self) -> _Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else _Token("end", "")

    def take(self) -> _Token:
        token = self.now
        self.at += 1
        return token

    def word(self, *words: str) -> bool:
        """Take the next token if it is one of these words."""
        if self.now.kind == "word" and self.now.text.lower() in words:
            self.at += 1
            return True
        return False

    def sign(self, sign: str) -> bool:
        """Take the next token if it is this sign."""
        if self.now.kind == "sign" and self.now.text == sign:
            self.at += 1
            return True
        return False


def read_predicate(text: str) -> Predicate:
    """The tree of a condition. Raises PredicateProblem."""
    if len(text) > MAX_CHARACTERS:
        raise PredicateProblem("it is too long")
    reader = _Reader(list(_tokens(text)))
    predicate = _either(reader)
    if reader.now.kind != "end":
        raise PredicateProblem(f"`{reader.now.text}` does not belong there")
    return predicate


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise PredicateProblem(f"`{text[at:].strip()[:20]}` cannot be read")
        kind = str(match.lastgroup)
        yield _Token(kind, match[kind])
        at = match.end()


def _either(reader: _Reader) -> Predicate:
    left = _both(reader)
    while reader.word("or"):
        left = Or(left, _both(reader))
    return left


def _both(reader: _Reader) -> Predicate:
    left = _single(reader)
    while reader.word("and"):
        left = And(left, _single(reader))
    return left


def _single(reader: _Reader) -> Predicate:
    reader.depth += 1
    if reader.depth > MAX_BRACKETS:
        raise PredicateProblem("it has too many brackets in each other")
    try:
        if reader.word("not"):
            return _opposite(_single(reader))
        if reader.sign("("):
            inner = _either(reader)
            if not reader.sign(")"):
                raise PredicateProblem("a bracket is not closed")
            return inner
        return _comparison(reader)
    finally:
        reader.depth -= 1


def _opposite(predicate: Predicate) -> Predicate:
    """`is not null` is no double negation."""
    return predicate.part if isinstance(predicate, Not) else Not(predicate)


def _comparison(reader: _Reader) -> Predicate:
    left = _value(reader)
    token = reader.now
    if token.kind == "sign" and token.text in _COMPARING:
        reader.take()
        return _compared(left, _COMPARING[token.text], _value(reader))
    if reader.sign("!="):
        return _opposite(_compared(left, "==", _value(reader)))
    if reader.word("is"):
        denied = reader.word("not")
        same = _compared(left, "==", _value(reader))
        return _opposite(same) if denied else same
    denied = reader.word("not")
    if reader.word("contains"):
        held: Predicate = _contained(left, _value(reader))
        return _opposite(held) if denied else held
    if reader.word("in"):
        held = _contained(_value(reader), left)
        return _opposite(held) if denied else held
    if reader.word("matches"):
        pattern = _value(reader)
        if not isinstance(left, Ref) or not isinstance(pattern, str):
            raise PredicateProblem("`matches` stands between a slot and a pattern in quotes")
        return Not(Matches(left, pattern)) if denied else Matches(left, pattern)
    if denied:
        raise PredicateProblem("`not` does not belong there")
    match left:
        case Ref():
            return Truth(left)
        case bool():
            return Always(left)
    raise PredicateProblem("a value stands there alone")


_Value = Ref | tuple[Literal, ...] | Literal


def _value(reader: _Reader) -> _Value:
    token = reader.take()
    match token.kind:
        case "text":
            return re.sub(r"\\([\"'\\])", r"\1", token.text[1:-1])
        case "number":
            return float(token.text)
        case "word":
            return _named(token.text)
        case "sign" if token.text in "{[":
            return _several(reader, "}" if token.text == "{" else "]")
        case "end":
            raise PredicateProblem("something is missing at its end")
    raise PredicateProblem(f"`{token.text}` does not belong there")


def _named(text: str) -> Ref | Literal:
    if text.lower() in _CONSTANTS:
        return _CONSTANTS[text.lower()]
    space, dot, name = text.partition(".")
    if dot and space == "slots":
        return Ref(name)
    if dot:
        raise PredicateProblem(f"`{text}` is known to Rasa alone")
    return Ref(text)


def _several(reader: _Reader, closing: str) -> tuple[Literal, ...]:
    values: list[Literal] = []
    while not reader.sign(closing):
        value = _value(reader)
        if isinstance(value, tuple):
            raise PredicateProblem("a set holds single values")
        values.append(value.name if isinstance(value, Ref) else value)
        reader.sign(",")
    return tuple(values)


def _compared(left: _Value, operator: str, right: _Value) -> Predicate:
    if not isinstance(left, Ref) and isinstance(right, Ref):
        left, right, operator = right, left, _MIRRORED[operator]
    if not isinstance(left, Ref) or isinstance(right, tuple):
        raise PredicateProblem("a slot is compared with a single value")
    if right is None:
        if operator != "==":
            raise PredicateProblem("nothing is larger or smaller than null")
        return Not(IsSet(left))
    return Compare(left, operator, right)


def _contained(left: _Value, right: _Value) -> Predicate:
    if isinstance(right, tuple):
        raise PredicateProblem("`contains` stands before a single value")
    if isinstance(left, tuple) and isinstance(right, Ref):
        return Contains(left, right)
    if isinstance(left, Ref) and right is not None:
        return Contains(left, right)
    raise PredicateProblem("`contains` stands between a slot and a value, or a set and a slot")
