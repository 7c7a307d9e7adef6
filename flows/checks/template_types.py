"""What the pieces of a text give, and where they do not go together."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import nodes

from flows.checks.comparisons import known_option
from flows.checks.kinds import CONTAINERS, words_for
from flows.checks.look import Look
from flows.engine.program import condition_type
from flows.expressions.templates import Template, TemplateFailed, TemplateProblem
from flows.findings import Finding
from flows.loader.path import Path
from flows.values.choice import Choice

SAMPLES: dict[str, Any] = {
    "text": "some words", "person": "Maria Lopez", "number": 12.5, "integer": 3, "money": 12.5, "digits": "4071",
    "yes_no": True, "boolean": True, "date": "2026-03-01", "time": "14:30", "datetime": "2026-03-01T14:30:00+00:00",
    "duration": 90, "phone": "+12025550123", "email": "maria@example.org", "postcode": "90210",
    "address": "1 Main Street", "spelled": "ABC123", "card_number": "4111111111111111",
    "iban": "GB82WEST12345698765432", "list": ["one", "two"], "map": {"name": "x"},
}  # fmt: skip
"""A value of each type: a filter fits a type when it can do something with its value."""
FOR_NUMBERS = frozenset({"money", "round", "duration"})
"""These would take digits and yes or no as well, and say nonsense."""
FOR_MOMENTS: dict[str, frozenset[str]] = {
    "date": frozenset({"date", "datetime", "text", "choice"}),
    "weekday": frozenset({"date", "datetime", "text", "choice"}),
    "time": frozenset({"time", "datetime", "text", "choice"}),
    "datetime": frozenset({"datetime", "text", "choice"}),
}
"""These leave everything else as it is."""
ORDER = frozenset({"lt", "lteq", "gt", "gteq"})


@dataclass(frozen=True)
class Piece:
    """What an expression in a text gives, as far as it is known."""

    kind: str | None = None
    samples: tuple[Any, ...] = ()
    name: str = ""
    """The name, when it is nothing but one."""


UNKNOWN = Piece()
REFUSED = Piece(name="?")
"""Of something that was told of already."""


class Reader:
    """Reads the tree of one text; a finding for each thing that cannot be worked out."""

    def __init__(self, look: Look, path: Path) -> None:
        self._look, self._path = look, path
        self._kinds = look.kinds_at(path)
        self._found: list[Finding] = []

    def problems(self, tree: nodes.Template) -> list[Finding]:
        """Everything in a text that does not go together."""
        for output in tree.body:
            self._walk(output)
        return self._found

    def gives(self, tree: nodes.Template) -> str | None:
        """The word for the type of a text that is one expression; `text` for all others, None when not known."""
        pieces = [piece for output in tree.body for piece in output.iter_child_nodes()]
        shown = [piece for piece in pieces if not (isinstance(piece, nodes.TemplateData) and not piece.data.strip())]
        if len(tree.body) != 1 or len(shown) != 1 or not isinstance(shown[0], nodes.Expr):
            return "text"
        return "text" if isinstance(shown[0], nodes.TemplateData) else self._walk(shown[0]).kind

    def _tell(self, code: str, message: str, remedy: str) -> Piece:
        self._found.append(self._look.finding(code, self._path, message, remedy))
        return REFUSED

    def _walk(self, node: nodes.Node) -> Piece:
        match node:
            case nodes.Name():
                return self._name(node.name)
            case nodes.Const():
                return _constant(node.value)
            case nodes.Filter() if node.node is not None:
                return self._filter(node, self._walk(node.node))
            case nodes.Getattr():
                return self._entry(node.node, node.attr)
            case nodes.Getitem():
                return self._entry(node.node, node.arg.value if isinstance(node.arg, nodes.Const) else None)
            case nodes.Compare():
                return self._compare(node)
            case nodes.Add() | nodes.Sub() | nodes.Div():
                return self._arithmetic(node, self._walk(node.left), self._walk(node.right))
            case nodes.CondExpr():
                self._walk(node.test)
                kinds = {self._walk(one).kind for one in (node.expr1, node.expr2) if one is not None}
                return _piece(kinds.pop()) if len(kinds) == 1 else UNKNOWN
        inner = [self._walk(child) for child in node.iter_child_nodes()]
        if isinstance(node, nodes.Concat):
            return _piece("text")
        if isinstance(node, nodes.Not | nodes.Test):
            return _piece("boolean")
        return inner[0] if isinstance(node, nodes.Neg) and inner else UNKNOWN

    def _name(self, name: str) -> Piece:
        kind = self._kinds.get(name)
        slot = self._look.bot.slots.get(name)
        if isinstance(slot, Choice):
            return Piece(kind, tuple(slot.choices), name)
        return Piece(kind, (SAMPLES[kind],) if kind in SAMPLES else (), name)

    def _filter(self, node: nodes.Filter, given: Piece) -> Piece:
        arguments = [self._walk(argument) for argument in node.args]
        if node.name == "default":
            kinds = {condition_type(one.kind) if one.kind is not None else "dyn" for one in (given, *arguments)}
            return given if len(kinds) == 1 and "dyn" not in kinds else UNKNOWN
        constants = [one.value for one in node.args if isinstance(one, nodes.Const)]
        if (
            given.kind is None
            or not given.samples
            or len(constants) != len(node.args)
            or node.kwargs
            or None in constants
        ):
            return UNKNOWN
        if node.name in FOR_NUMBERS and condition_type(given.kind) != "double":
            return self._misfit(node.name, given, "Leave the filter out; it is for numbers.")
        if given.kind not in FOR_MOMENTS.get(node.name, (given.kind,)):
            return self._misfit(node.name, given, "Leave the filter out; it is for days and times.")
        arguments_text = json.dumps(constants)[1:-1]
        for sample in given.samples:
            if (result := _filtered(json.dumps(sample), node.name, arguments_text)) is not None:
                return result
        return self._misfit(node.name, given, "Leave the filter out, or take another one.")

    def _misfit(self, name: str, given: Piece, remedy: str) -> Piece:
        what = f"`{given.name}`, which is {words_for(str(given.kind))}" if given.name else words_for(str(given.kind))
        return self._tell("condition.template", f"The filter `{name}` cannot be used on {what}.", remedy)

    def _entry(self, of: nodes.Node, key: Any) -> Piece:
        given = self._walk(of)
        if given is REFUSED:
            return REFUSED
        if isinstance(key, str) and key.startswith("__"):
            return self._tell(
                "condition.template", f"`{key[:40]}` cannot be read in a text.", "Use declared names only."
            )
        if given.kind is not None and given.kind not in CONTAINERS and condition_type(given.kind) != "dyn":
            what = f"`{given.name}`" if given.name else "This"
            message = f"{what} is {words_for(given.kind)}; it has no `{str(key)[:40]}`."
            return self._tell("condition.template", message, f"Write {what} alone." if given.name else "Leave it out.")
        return UNKNOWN

    def _compare(self, node: nodes.Compare) -> Piece:
        left = self._walk(node.expr)
        for operand in node.ops:
            right = self._walk(operand.expr)
            for one, plain in ((left, operand.expr), (right, node.expr)):
                if one.name and isinstance(plain, nodes.Const) and isinstance(plain.value, str):
                    self._found += known_option(self._look, self._path, one.name, plain.value)
            kinds = {condition_type(piece.kind) for piece in (left, right) if piece.kind is not None}
            if len(kinds - {"dyn"}) > 1 and operand.op in {*ORDER, "eq", "ne"}:
                message = f"{words_for(str(left.kind))} and {words_for(str(right.kind))} cannot be compared."
                self._tell("condition.type", message[:1].upper() + message[1:], "Compare things of the same kind.")
            left = right
        return _piece("boolean")

    def _arithmetic(self, node: nodes.BinExpr, left: Piece, right: Piece) -> Piece:
        kinds = [condition_type(piece.kind) if piece.kind is not None else "dyn" for piece in (left, right)]
        if "dyn" in kinds:
            return UNKNOWN
        joined = isinstance(node, nodes.Add) and kinds == ["string", "string"]
        if joined:
            return _piece("text")
        if kinds != ["double", "double"]:
            sign = {"Add": "+", "Sub": "-", "Div": "/"}[type(node).__name__]
            message = f"`{sign}` cannot be used on {words_for(str(left.kind))} and {words_for(str(right.kind))}."
            return self._tell("condition.template", message, "Use `~` to join texts, `+` for numbers only.")
        return _piece("number")


@lru_cache(maxsize=1_024)
def _filtered(sample: str, name: str, arguments: str) -> Piece | None:
    """What a filter makes of a value, both written as JSON; None when it cannot work with it."""
    try:
        return _constant(Template(f"{{{{ value | {name}({arguments}) }}}}").value({"value": json.loads(sample)}))
    except TemplateFailed:
        return None
    except TemplateProblem:
        return UNKNOWN


def _piece(kind: str | None) -> Piece:
    return Piece(kind, (SAMPLES[kind],) if kind in SAMPLES else ())


def _constant(value: Any) -> Piece:
    match value:
        case bool():
            return Piece("boolean", (value,))
        case int() | float():
            return Piece("number", (value,))
        case str():
            return Piece("text", (value,))
        case list() | tuple():
            return Piece("list", (value,))
    return UNKNOWN
