"""What is wrong with a condition, in the words of somebody who writes a bot.

cel-expr-python 0.1.3 tells its problems as one text; this is the one place that reads it.
"""

import re
from collections.abc import Mapping

from flows.expressions.functions import FUNCTION_NAMES
from flows.expressions.presence import FUNCTIONS, NOTHING, ask_for_it, asked_about, words_of_a_test
from flows.near import did_you_mean

OF_A_TEXT = frozenset({"startsWith", "endsWith", "contains", "matches"})
"""Functions that are written behind a text: `why.contains("flu")`."""
YES_OR_NO = frozenset("yes no Yes No YES NO on off On Off True False TRUE FALSE".split())
"""What YAML and other languages have for `true` and `false`."""
YES_NO_REMEDY = "Write `true` or `false`; of yes and no the name alone is enough, with `not` before it for no."
DECLARE = "Declare it under `slots:` or `variables:`."
SYNTAX_REMEDY = 'Write it like `amount > 100 and account == "savings"`.'
_PLACE = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")
_UNDECLARED = re.compile(r"undeclared reference to '([^']*)'")
_OVERLOAD = re.compile(r"found no matching overload for '([^']*)'(?: applied to '(.*)\(([^)]*)\)')?")
_QUOTED = re.compile(r"""\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'""")
_EMPTY = re.compile(r"""\b(\w+)\s*[=!]=\s*(?:""|'')|(?:""|'')\s*[=!]=\s*(\w+)""")
"""A comparison with an empty text."""
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
OTHER_WORDS = {
    "len": "size(NAME)",
    "length": "size(NAME)",
    "count": "size(NAME)",
    "includes": 'NAME.contains("…")',
    "starts_with": 'NAME.startsWith("…")',
    "startswith": 'NAME.startsWith("…")',
    "ends_with": 'NAME.endsWith("…")',
    "endswith": 'NAME.endsWith("…")',
    "match": 'NAME.matches("…")',
    "day_of_week": "weekday(NAME)",
    "dayOfWeek": "weekday(NAME)",
}
"""Functions as they are called elsewhere, and as they are written here."""
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


def first_problem(told: str, text: str, origin: list[int], names: Mapping[str, str]) -> ConditionProblem:
    """The first problem of those that the compiler told, by its column, with the others in it.

    `origin` has for every character of the compiled text its index in the text as written; `names` are the declared
    names with their types.
    """
    if not text.strip():
        return ConditionProblem("condition.syntax", "The condition is empty.", SYNTAX_REMEDY, 1)
    found: list[ConditionProblem] = []
    for match in _PLACE.finditer(told):
        at = origin[min(int(match[2]) - 1, len(origin) - 1)] if origin else 0
        found.append(_problem(match[3].split(" [INVALID_ARGUMENT]")[0], text, at, names))
        if found[-1].code == "condition.syntax":
            break  # what follows comes of it
    found.sort(key=lambda one: one.column)
    first, *others = found or [_problem(told.split(" [INVALID_ARGUMENT]")[0], text, 0, names)]
    first.others = tuple(others)
    return first


def _problem(reason: str, text: str, at: int, names: Mapping[str, str]) -> ConditionProblem:
    if undeclared := _UNDECLARED.search(reason):
        name = undeclared[1].removesuffix("_") if undeclared[1] == "size_" else undeclared[1]
        if text[at : at + 1] == "(" or text[at + len(name) : at + len(name) + 1] == "(":
            return _no_function(name, text, at, names)
        if name in YES_OR_NO and name not in names:
            return ConditionProblem("name.unknown", f"Conditions have no `{name}`.", YES_NO_REMEDY, at + 1, name)
        if name in NOTHING:
            return _no_word(name, text, at, names)
        field = name.rpartition(".")[2]
        remedy = did_you_mean(name, names, DECLARE) if field not in names else f"A name stands alone: `{field}`."
        return ConditionProblem("name.unknown", f"The name `{name}` is not declared.", remedy, at + 1, name)
    if overload := _OVERLOAD.search(reason):
        return _unlike(overload[1], overload[3] or "", text, at, names)
    bare = _QUOTED.sub(lambda match: " " * len(match[0]), text)
    if "has() argument" in reason and (place := bare.find("has")) >= 0:
        return _no_function("has", text, place + len("has"), names)
    if (test := words_of_a_test(bare)) is not None:
        message = "Conditions have no `is`."
        return ConditionProblem("condition.syntax", message, ask_for_it(test[0], names), test[1] + 1)
    for pattern, message, remedy in _SLIPS:
        if slip := re.search(pattern, bare):
            return ConditionProblem("condition.syntax", message, remedy, slip.start() + 1)
    reason = reason.removeprefix("Syntax error: ").split(" expecting ")[0].replace("'<EOF>'", "its end").rstrip(". ")
    reason = reason.replace("mismatched input its end", "something is missing at its end")
    return ConditionProblem("condition.syntax", f"The condition cannot be read: {reason}.", SYNTAX_REMEDY, at + 1)


def _no_function(name: str, text: str, at: int, names: Mapping[str, str]) -> ConditionProblem:
    """Something is called that there is not, or not in this way."""
    if name in OF_A_TEXT:
        message = f"`{name}()` stands behind a text and a dot."
        return ConditionProblem("name.unknown", message, f'Write `NAME.{name}("…")`.', at + 1)
    if name in FUNCTION_NAMES:
        return ConditionProblem(
            "name.unknown", f"`{name}()` stands before what it is given.", f"Write `{name}(NAME)`.", at + 1
        )
    message = f"There is no function `{name}`."
    if name in FUNCTIONS:
        return ConditionProblem("name.unknown", message, ask_for_it(asked_about(text, name), names), at + 1)
    if name in OTHER_WORDS:
        return ConditionProblem("name.unknown", message, f"Write `{OTHER_WORDS[name]}`.", at + 1)
    functions = [f"{entry}()" for entry in FUNCTION_NAMES]
    remedy = did_you_mean(f"{name}()", functions, f"Use {', '.join(functions[:-1])} or {functions[-1]}.")
    return ConditionProblem("name.unknown", message, remedy, at + 1)


def _no_word(name: str, text: str, at: int, names: Mapping[str, str]) -> ConditionProblem:
    """A word for what has no value."""
    remedy = ask_for_it(asked_about(text, name), names)
    return ConditionProblem("name.unknown", f"Conditions have no `{name}`.", remedy, at + 1)


def _unlike(function: str, of: str, text: str, at: int, names: Mapping[str, str]) -> ConditionProblem:
    """Something is done with things that it cannot be done with."""
    operator = "not" if function in ("!_", "@not_strictly_false") else function.strip("_@")
    if "null_type" in of:
        remedy = ask_for_it(asked_about(text, "null"), names)
        return ConditionProblem("condition.type", "Nothing can be compared with `null`.", remedy, at + 1)
    kinds = [_KINDS.get(kind.strip(), kind.strip()) for kind in of.split(",") if kind.strip()]
    message = f"`{operator}` cannot be used on {' and '.join(kinds) or 'these'}."
    remedy = _compare_remedy(kinds)
    if operator == "not" and (negated := re.match(r"(?:!|not\b)\s*(\w+)", text[at:])):
        remedy = f"Compare it with something; {ask_for_it(negated[1], names)}"
    elif (day := _DAY.search(_QUOTED.sub("", text))) is not None and "a text" in kinds:
        remedy = f'A day stands in quotes: `"{day[0]}"`.'
    elif operator == "in" and kinds == ["a text", "a text"]:
        remedy = 'Write `==`, a list, as in `size in ["small", "large"]`, or `NAME.contains("…")`.'
    elif (empty := _EMPTY.search(text)) is not None and len(set(kinds)) > 1 and "a text" in kinds:
        remedy = ask_for_it(empty[1] or empty[2], names)
    return ConditionProblem("condition.type", message, remedy, at + 1)


def _compare_remedy(kinds: list[str]) -> str:
    if "yes or no" in kinds and len(set(kinds)) > 1:
        return "Write the name alone for yes, and `not` before it for no."
    return "Compare things of the same kind."
