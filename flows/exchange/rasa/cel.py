"""Conditions of flows in the words of the language.

A condition that speaks of a slot without a value does not hold here, so `not slots.x` cannot be written as it stands:
`exact` says whether a text means the same whatever slots have values.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True)
class Value:
    """What a slot of the project is here."""

    name: str
    kind: str
    """text, choice, number, boolean or list."""
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Written:
    """A condition as text."""

    text: str
    exact: bool = True
    loose: bool = False
    """It needs brackets beside `and` and `not`."""


class Writer:
    """Writes conditions over the slots of a project."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values

    def write(self, predicate: Predicate, known: frozenset[str] = frozenset()) -> Written:
        """A condition as text; `known`: slots that surely have a value. Raises PredicateProblem."""
        match predicate:
            case Truth(slot):
                return Written(self._truth(self._value(slot)), loose=self._value(slot).kind != "boolean")
            case IsSet(slot):
                return self._is_set(self._value(slot))
            case Compare():
                return self._compare(predicate)
            case Contains():
                return self._contains(predicate)
            case Matches(left, pattern):
                if "(?" in pattern.replace("(?:", "").replace("(?i)", "") or re.search(r"\\[1-9]", pattern):
                    raise PredicateProblem("patterns here have no look-around and no back-references")
                return Written(f"{self._as_text(left)}.matches({_quoted(pattern)})")
            case Always(holds):
                return Written("true" if holds else "false")
            case Not(part):
                inner = self.write(part, known)
                return Written(f"not {_in_brackets(inner)}", inner.exact and self._all_known(part, known))
            case And(first, second):
                one, other = self.write(first, known), self.write(second, known)
                return Written(f"{_beside_and(one)} and {_beside_and(other)}", one.exact and other.exact, loose=True)
            case Or(first, second):
                one, other = self.write(first, known), self.write(second, known)
                return Written(f"{one.text} or {other.text}", one.exact and other.exact, loose=True)

    def _value(self, slot: Ref) -> Value:
        value = self._values.get(slot.name)
        if value is None:
            raise PredicateProblem(f"there is no slot `{slot.name}`")
        return value

    def _all_known(self, predicate: Predicate, known: frozenset[str]) -> bool:
        match predicate:
            case Truth(slot) | IsSet(slot):
                return slot.name in known
            case Compare(left, _, right):
                return left.name in known and (not isinstance(right, Ref) or right.name in known)
            case Contains(held, one):
                return all(entry.name in known for entry in (held, one) if isinstance(entry, Ref))
            case Matches(left, _):
                return left.name in known
            case Not(part):
                return self._all_known(part, known)
            case And(first, second) | Or(first, second):
                return self._all_known(first, known) and self._all_known(second, known)
        return True

    def _truth(self, value: Value) -> str:
        match value.kind:
            case "boolean":
                return value.name
            case "number":
                return f"{value.name} != 0"
        return f"size({value.name}) > 0"

    def _is_set(self, value: Value) -> Written:
        match value.kind:
            case "boolean":
                return Written(f"{value.name} or not {value.name}", loose=True)
            case "number":
                return Written(f"{value.name} == {value.name}", loose=True)
        return Written(f"size({value.name}) > 0", loose=True)

    def _compare(self, predicate: Compare) -> Written:
        left, right = self._value(predicate.left), predicate.right
        if isinstance(right, Ref) and right.name not in self._values:
            right = right.name  # a word without quotes is a text
        if isinstance(right, Ref):
            other = self._value(right)
            if other.kind == left.kind or "list" in (left.kind, other.kind):
                return Written(f"{left.name} {predicate.operator} {other.name}", loose=True)
            if {"number", "text"} == {left.kind, other.kind}:
                return Written(f"{_number(left)} {predicate.operator} {_number(other)}", loose=True)
            raise PredicateProblem(f"`{left.name}` and `{other.name}` hold different things")
        if left.kind == "boolean":
            return self._yes_or_no(left, predicate.operator, right)
        if left.kind == "number" or isinstance(right, float):
            return Written(f"{_number(left)} {predicate.operator} {_figure(right)}", loose=True)
        if isinstance(right, bool):
            right = "true" if right else "false"
        if left.kind == "choice" and predicate.operator == "==":
            right = _option(left, str(right))
        return Written(f"{left.name} {predicate.operator} {_quoted(str(right))}", loose=True)

    def _yes_or_no(self, left: Value, operator: str, right: Literal) -> Written:
        wanted = {"true": True, "false": False}.get(str(right).lower())
        if operator != "==" or wanted is None:
            raise PredicateProblem(f"`{left.name}` is true or false, and is compared with something else")
        return Written(left.name) if wanted else Written(f"{left.name} == false", loose=True)

    def _contains(self, predicate: Contains) -> Written:
        match predicate:
            case Contains(tuple() as options, Ref() as one):
                value = self._value(one)
                if value.kind == "number":
                    return Written(f"{value.name} in [{', '.join(_figure(entry) for entry in options)}]", loose=True)
                texts = [_option(value, str(entry)) for entry in options]
                return Written(f"{value.name} in [{', '.join(_quoted(text) for text in texts)}]", loose=True)
            case Contains(Ref() as held, one_of):
                value = self._value(held)
                right = (
                    self._value(one_of).name
                    if isinstance(one_of, Ref) and one_of.name in self._values
                    else _quoted(str(one_of.name if isinstance(one_of, Ref) else one_of))
                )
                if value.kind == "list":
                    return Written(f"{right} in {value.name}", loose=True)
                return Written(f"{self._as_text(held)}.contains({right})")
        raise PredicateProblem("`contains` stands between a slot and a value")

    def _as_text(self, slot: Ref) -> str:
        value = self._value(slot)
        if value.kind in ("text", "choice"):
            return value.name
        if value.kind == "number":
            return f"string({value.name})"
        raise PredicateProblem(f"`{value.name}` holds no text")


def _option(value: Value, text: str) -> str:
    """An option as the slot has it, where only small and capital letters differ. Raises PredicateProblem."""
    if value.kind != "choice" or text in value.options:
        return text
    near = next((option for option in value.options if option.lower() == text.lower()), None)
    if near is None:
        raise PredicateProblem(f"`{value.name}` can never be `{text}`: it is {' or '.join(value.options)}")
    return near


def _number(value: Value) -> str:
    return value.name if value.kind in ("number", "list") else f"double({value.name})"


def _figure(value: Literal) -> str:
    try:
        number = float(value) if value is not None else None
    except ValueError:
        number = None
    if number is None or number != number or abs(number) > 10**15:
        raise PredicateProblem(f"`{value}` is no number")
    return str(int(number)) if number.is_integer() else str(number)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _in_brackets(written: Written) -> str:
    return f"({written.text})" if written.loose else written.text


def _beside_and(written: Written) -> str:
    return f"({written.text})" if " or " in written.text else written.text
