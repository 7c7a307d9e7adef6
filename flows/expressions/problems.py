"""What is wrong with a condition, in the words of somebody who writes a bot.

cel-expr-python 0.1.3 tells its problems as one text; this is the one place that reads it.
"""

import re
from collections.abc import Iterable

from flows.expressions.functions import FUNCTION_NAMES
from flows.near import did_you_mean

OF_A_TEXT = frozenset({"startsWith", "endsWith", "contains", "matches"})
"""Functions that are written behind a text: `why.contains("flu")`."""
DECLARE = "Declare it under `slots:` or `variables:`."
SYNTAX_REMEDY = 'Write it like `amount > 100 and account == "savings"`.'
_PLACE = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")
_UNDECLARED = re.compile(r"undeclared reference to '([^']*)'")
_OVERLOAD = re.compile(r"found no matching overload for '([^']*)'(?: applied to '(.*)\(([^)]*)\)')?")
_QUOTED = re.compile(r"""\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'""")
_SLIPS: tuple[tuple[str, str, str], ...] = (
    (r"[\"']", "A text is not closed by its quote.", "Close it."),
    (r"\{\{|\}\}|\{%|%\}", "Braces belong into texts; a condition has names alone.", "Write the name without braces."),
    (r"(?<![=!<>])=(?!=)(?!>)", "A single `=` does not compare.", "Write `==`."),
    (r"===", "`===` does not compare.", "Write `==`."),
    (r"=>|=<", "A comparison is written the other way round.", "Write `>=` or `<=`."),
    (r"<>", "`<>` does not compare.", "Write `!=`."),
    (r"(?<!&)&(?!&)|&&&+", "This is no `and`.", "Write `and`."),
    (r"(?<!\|)\|(?!\|)|\|\|\|+", "Filters belong into texts; a condition has none.", "Write `or`, or leave it out."),
    (r"\b(AND|OR|NOT)\b", "`and`, `or` and `not` are written small.", "Write `and`, `or`, `not`."),
    (r"\b(is|equals|eq)\b", "This does not compare.", "Write `==`."),
    (r"[“”‘’„]", "These quotes are those of a letter.", 'Write `"`.'),
)
"""What people write who know another language, each with the sentence and the remedy."""
_KINDS = {"double": "a number", "string": "a text", "bool": "yes or no", "int": "a number", "dyn": "a value"}


class ConditionProblem(ValueError):
    """A condition cannot be used; `column` counts from 1 in the text as written."""

    def __init__(self, code: str, message: str, remedy: str, column: int, undeclared: str | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.remedy, self.column = code, message, remedy, column
        self.undeclared = undeclared
        """The name that is not declared, when that is the problem."""
        self.others: tuple[ConditionProblem, ...] = ()
        """What else is wrong with the same condition."""


def first_problem(told: str, text: str, origin: list[int], names: Iterable[str]) -> ConditionProblem:
    """The first problem of those that the compiler told, with the others in it.

    `origin` has for every character of the compiled text its index in the text as written.
    """
    if not text.strip():
        return ConditionProblem("condition.syntax", "The condition is empty.", SYNTAX_REMEDY, 1)
    known = list(names)
    found: list[ConditionProblem] = []
    for match in _PLACE.finditer(told):
        at = origin[min(int(match[2]) - 1, len(origin) - 1)] if origin else 0
        found.append(_problem(match[3].split(" [INVALID_ARGUMENT]")[0], text, at, known))
        if found[-1].code == "condition.syntax":
            break  # what follows comes of it
    first, *others = found or [_problem(told.split(" [INVALID_ARGUMENT]")[0], text, 0, known)]
    first.others = tuple(others)
    return first


def _problem(reason: str, text: str, at: int, names: list[str]) -> ConditionProblem:
    if undeclared := _UNDECLARED.search(reason):
        name = undeclared[1]
        if text[at : at + 1] == "(" or text[at + len(name) : at + len(name) + 1] == "(":
            if name in OF_A_TEXT:
                message = f"`{name}()` stands behind a text and a dot."
                return ConditionProblem("name.unknown", message, f'Write `NAME.{name}("…")`.', at + 1)
            functions = [f"{entry}()" for entry in FUNCTION_NAMES]
            remedy = f"Use {', '.join(functions[:-1])} or {functions[-1]}."
            return ConditionProblem("name.unknown", f"There is no function `{name}`.", remedy, at + 1)
        remedy = did_you_mean(name, names, DECLARE)
        return ConditionProblem("name.unknown", f"The name `{name}` is not declared.", remedy, at + 1, name)
    if overload := _OVERLOAD.search(reason):
        operator = "not" if overload[1] in ("!_", "@not_strictly_false") else overload[1].strip("_@")
        kinds = [_KINDS.get(kind.strip(), kind.strip()) for kind in (overload[3] or "").split(",") if kind.strip()]
        message = f"`{operator}` cannot be used on {' and '.join(kinds) or 'these'}."
        return ConditionProblem("condition.type", message, _compare_remedy(kinds), at + 1)
    bare = _QUOTED.sub(lambda match: " " * len(match[0]), text)
    for pattern, message, remedy in _SLIPS:
        if slip := re.search(pattern, bare):
            return ConditionProblem("condition.syntax", message, remedy, slip.start() + 1)
    reason = reason.removeprefix("Syntax error: ").split(" expecting ")[0].replace("'<EOF>'", "its end").rstrip(". ")
    reason = reason.replace("mismatched input its end", "something is missing at its end")
    return ConditionProblem("condition.syntax", f"The condition cannot be read: {reason}.", SYNTAX_REMEDY, at + 1)


def _compare_remedy(kinds: list[str]) -> str:
    if "yes or no" in kinds and len(set(kinds)) > 1:
        return "Write the name alone for yes, and `not` before it for no."
    return "Compare things of the same kind."
