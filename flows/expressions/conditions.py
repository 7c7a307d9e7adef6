"""Conditions: CEL, type-checked against the declared names, behind a port of our own.

Every number is a double, so integer literals are read as doubles; `and`, `or` and `not` are taken for `&&`, `||`
and `!`. Columns in problems are those of the text as written.
"""

import math
import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from cel_expr_python import cel

from flows.expressions.functions import functions
from flows.expressions.presence import ask_for_it
from flows.expressions.problems import ConditionProblem, first_problem

__all__ = ["Condition", "ConditionFailed", "ConditionProblem", "ConditionType", "Conditions", "RESERVED", "words_of"]

ConditionType = Literal["string", "double", "bool", "dyn"]
RESERVED = frozenset(
    "as break const continue else for function if import in let loop package namespace return var void while "
    "true false null and or not result now channel env".split()
)
"""Words that CEL or the language has taken; no slot or variable may be called so."""
LITERALS = frozenset({"true", "false", "null"})
"""Stay what they are, also where somebody called a slot so."""
PREFIX = "v_"
"""Goes before every declared name, so that a slot may be called `type`, `list` or `duration`, which CEL has taken."""
MAX_CHARACTERS = 1_000
"""A longer condition is a program; the parser's time grows with it."""

_TOKEN = re.compile(
    r"""(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
    r"""|(?P<number>\b\d+(?:\.\d+)?(?:[eE][-+]?\d+)?\b)|(?P<word>[A-Za-z_][A-Za-z0-9_]*)""",
)
_TYPES: dict[ConditionType, Any] = {
    "string": cel.Type.STRING,
    "double": cel.Type.DOUBLE,
    "bool": cel.Type.BOOL,
    "dyn": cel.Type.DYN,
}


class ConditionFailed(ValueError):
    """A condition could not be worked out with the values at hand, such as a slot that has none yet."""


@dataclass(frozen=True)
class Condition:
    """A compiled condition or expression."""

    text: str
    gives: ConditionType
    _compiled: Any

    def serialized(self) -> bytes:
        """The compiler's tree, in its own form; tree.py reads it."""
        return bytes(self._compiled.serialize())

    def evaluate(self, values: Mapping[str, Any]) -> Any:
        """Its value. Raises ConditionFailed."""
        known = {PREFIX + name: _doubles(value) for name, value in values.items() if value is not None}
        try:
            result = self._compiled.eval(data=known)
        except RuntimeError as problem:  # a list of a service may be longer than the library goes through
            raise ConditionFailed(f"`{self.text}`: it takes too long to work out") from problem
        if result.type() == cel.Type.ERROR:
            reason = str(result.value()).split(":", 1)[-1].strip() or "it cannot be worked out"
            raise ConditionFailed(f"`{self.text}`: {_without_codes(reason)}")
        value = result.plain_value()
        if isinstance(value, float) and not math.isfinite(value):
            raise ConditionFailed(f"`{self.text}`: the result is no number")
        return _plain(value)


class Conditions:
    """Compiles conditions against the declared names and their types."""

    def __init__(self, types: Mapping[str, ConditionType]) -> None:
        self._types = {name: kind for name, kind in types.items() if name not in LITERALS}
        self._cache: dict[str, Condition] = {}

    @cached_property
    def _environment(self) -> Any:
        return cel.NewEnv(
            variables={PREFIX + name: _TYPES[kind] for name, kind in self._types.items()},
            functions=[_size_function(), *functions()],
        )

    def with_names(self, types: Mapping[str, ConditionType]) -> "Conditions":
        """The same with further names."""
        return Conditions({**self._types, **types})

    def condition(self, text: str) -> Condition:
        """Compile something that must be yes or no. Raises ConditionProblem."""
        compiled = self.expression(text)
        if compiled.gives not in ("bool", "dyn"):
            kind = {"string": "a text", "double": "a number"}.get(compiled.gives, "a value")
            remedy = "Compare it with something, as in `amount > 100`."
            if (name := text.strip()) in self._types:
                remedy = f"Compare it with something; {ask_for_it(name, self._types)}"
            raise ConditionProblem("condition.type", f"The condition gives {kind}, not yes or no.", remedy, 1)
        return compiled

    def expression(self, text: str) -> Condition:
        """Compile something of any type. Raises ConditionProblem."""
        if (known := self._cache.get(text)) is not None:
            return known
        if len(text) > MAX_CHARACTERS:
            raise ConditionProblem("condition.syntax", "The condition is too long.", "Split it over several nodes.", 1)
        rewritten, origin = _rewrite(text, self._types)
        try:
            compiled = self._environment.compile(rewritten)
        except RuntimeError as problem:
            raise first_problem(str(problem), text, origin, self._types) from None
        gives: ConditionType = next((name for name, kind in _TYPES.items() if compiled.return_type() == kind), "dyn")
        condition = self._cache[text] = Condition(text, gives, compiled)
        return condition


def words_of(text: str) -> frozenset[str]:
    """Every word outside of quotes: the names that a condition may use, and a few more that are none."""
    return frozenset(match["word"] for match in _TOKEN.finditer(text) if match["word"])


def name_places(text: str, name: str, *, of: str | None = None) -> list[int]:
    """Where a name is used as a value; with `of`, where it is a field of that name, as `x` in `result.x`."""
    found: list[int] = []
    for match in _TOKEN.finditer(text):
        at, end = match.span()
        if match["word"] != name or text[end : end + 1] == "(":
            continue
        owner = re.search(r"(?<![\w.])(\w+)\.\Z", text[:at])
        is_field = text[at - 1 : at] == "."
        if (owner is not None and owner[1] == of) if of is not None else not is_field:
            found.append(at)
    return found


def _size_function() -> Any:
    """`size()` gives a double here, as every number is one."""
    kinds = {
        "text": cel.Type.STRING,
        "list": cel.Type.List(cel.Type.DYN),
        "map": cel.Type.Map(cel.Type.DYN, cel.Type.DYN),
    }
    overloads = [
        cel.Overload(
            id=f"size_{name}", return_type=cel.Type.DOUBLE, parameters=[kind], impl=lambda value: float(len(value))
        )
        for name, kind in kinds.items()
    ]
    return cel.FunctionDecl("size_", overloads)


def _rewrite(text: str, names: Container[str]) -> tuple[str, list[int]]:
    """The text for CEL and, for each of its characters, the index in the text as written."""
    out: list[str] = []
    origin: list[int] = []

    def put(piece: str, at: int, *, fixed: bool = False) -> None:
        out.append(piece)
        origin.extend([at] * len(piece) if fixed else range(at, at + len(piece)))

    end = 0
    for match in _TOKEN.finditer(text):
        put(text[end : match.start()], end)
        token, at, end = match.group(), match.start(), match.end()
        if match["number"] and token.isdecimal():
            put(token, at)
            put(".0", at, fixed=True)
        elif match["word"] and token in ("and", "or", "not"):
            put({"and": "&& ", "or": "||", "not": "!  "}[token], at)
        elif match["word"] and token == "size" and text[end : end + 1] == "(":
            put("size_", at, fixed=True)
        elif match["word"] and token in names and text[at - 1 : at] != "." and text[end : end + 1] != "(":
            put(PREFIX, at, fixed=True)
            put(token, at)
        else:
            put(token, at)
    put(text[end:], end)
    origin.append(len(text))
    return "".join(out), origin


def _doubles(value: Any) -> Any:
    match value:
        case bool() | str() | None:
            return value
        case int() | float():
            return float(value)
        case dict():
            return {str(key): _doubles(entry) for key, entry in value.items()}
        case list() | tuple():
            return [_doubles(entry) for entry in value]
    return str(value)


def _plain(value: Any) -> Any:
    match value:
        case float():
            return int(value) if value.is_integer() and abs(value) < 10**15 else value
        case dict():
            return {str(key): _plain(entry) for key, entry in value.items()}
        case list() | tuple():
            return [_plain(entry) for entry in value]
    return value


def _without_codes(reason: str) -> str:
    if match := re.search(r"No value with name \"(?:v_)?([^\"]*)\"", reason):
        return f"`{match[1]}` has no value yet"
    return reason
