"""Why a condition can never hold, in words for its author."""

from collections.abc import Mapping

from flows.checks.domains import WEEKDAYS
from flows.checks.formulas import Formula, Reader, Variable, keys_of
from flows.checks.look import Look
from flows.checks.ranges import Domain
from flows.checks.taken import Told
from flows.checks.truth import Table
from flows.expressions.presence import presence
from flows.expressions.tree import Constant
from flows.values.numerals import plain_number

MAX_OPTIONS = 6
"""Options of a choice that a message names."""


def why_never(look: Look, reader: Reader, formula: Formula, text: str, *, refused: bool) -> Told:
    """What is told of a condition that never holds. `refused`: it would, but for what the question refuses."""
    variables = {key: reader.variables[key] for key in sorted(keys_of(formula))}
    if not variables:
        return f"`{text}` is never true.", "Delete it, or correct the condition."
    if (missed := _asks_for_none(variables)) is not None:
        found = presence(missed, "string" if variables.popitem()[1].sort == "value" else None)
        message = f"`{text}` can never hold: where `{missed}` has no value, no condition holds."
        return message, f"Ask whether it has one, `{found}`, and take the `else` for none."
    if refused:
        return f"`{text}` never holds here: the question refuses such values.", "Change it, or `validate`."
    free = {key: _freed(variable) for key, variable in variables.items()}
    table = Table.of(free)
    limited = [variable for variable in variables.values() if variable.domain.limited and variable.sort == "value"]
    if table is not None and table.outcome(formula)[0] and limited:
        telling = [variable for variable in limited if variable.domain.kind is not bool] or limited
        described = "; ".join(_described(variable) for variable in telling)
        names = [variable.name for variable in telling if variable.name in look.bot.slots]
        limits = f", or the slot `{names[0]}`" if names else ""
        return f"`{text}` can never hold: {described}.", f"Correct the condition{limits}."
    if len(variables) == 1 and limited and limited[0].domain.points == WEEKDAYS:
        return f"`{text}` can never hold: {_described(limited[0])}.", "Correct the condition."
    return f"`{text}` can never hold: its parts exclude each other.", "Correct one of them, or join them by `or`."


def _asks_for_none(variables: Mapping[str, Variable]) -> str | None:
    """The name that a condition wants to be empty: `x == ""`, `x != x`; None when it does not."""
    if len(variables) != 1:
        return None
    ((key, variable),) = variables.items()
    if variable.sort == "relation":
        first, _, second = key.partition(" to ")
        return first if first == second else None
    return variable.name if variable.constants == {""} else None


def _freed(variable: Variable) -> Variable:
    """A variable without its limits."""
    domain = variable.domain
    if variable.sort != "value" or domain.kind is bool:
        return variable
    free = Domain(kind=domain.kind, lacking=domain.lacking, other=domain.other)
    return Variable(variable.sort, variable.name, free, variable.constants)


def _described(variable: Variable) -> str:
    name, domain = f"`{variable.name}`", variable.domain
    if domain.points is not None:
        if domain.points == WEEKDAYS:
            return f"{name} is a day from `monday` to `sunday`, in small letters"
        options = [f"`{point}`" for point in domain.points[:MAX_OPTIONS]]
        return f"{name} is {', '.join(options)}{' or another option' if len(domain.points) > MAX_OPTIONS else ''}"
    low, high = domain.low, domain.high
    if low is not None and low == high:
        return f"{name} is always {_plain(low)}"
    number = "a whole number " if domain.whole else ""
    if low is not None and high is not None:
        return f"{name} is {number}from {_plain(low)} to {_plain(high)}"
    if low is not None:
        return f"{name} is {number}{_plain(low)} at least"
    if high is not None:
        return f"{name} is {number}{_plain(high)} at most"
    return f"{name} never has such a value"


def _plain(value: Constant) -> str:
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`" if isinstance(value, str) else f"{plain_number(float(value)):,}"
