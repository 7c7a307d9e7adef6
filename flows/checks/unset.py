"""Names that are read where they may have no value.

The engine cannot work out a text, an argument or a `set` that needs a name without a value: the flow stops and
`on_error` runs. A condition that needs one does not hold, so that the `else` is taken as if the value were another one,
and a `save` of a call that needs one leads to `on_error`, while the flow goes on. Warnings all the same: most callers
never come that way, and what the checks call possible may be excluded by what the world does. A condition that asks
first whether there is a value (presence.py) is told of for no name; of what comes `from: caller`, `{if: vip, …}` is
such a condition, and `{if: "!vip", …}` is none.
"""

from collections.abc import Iterator

from flows.checks.comparisons import compared_options
from flows.checks.culprits import Culprits
from flows.checks.logic import Compare, Has, Not, read_condition
from flows.checks.look import Look
from flows.checks.presence import asks_first
from flows.checks.reads import Missing
from flows.checks.template_types import Reader
from flows.checks.visits import Visits
from flows.expressions.conditions import ConditionProblem
from flows.expressions.presence import presence
from flows.expressions.templates import TemplateProblem
from flows.findings import Finding


def given_values(look: Look) -> Iterator[Finding]:
    """Every name that a node reads has a value on all ways to it, or the text asks for it first."""
    if look.lost.paths:  # what could not be read may give any name a value, on any way
        return
    culprits = Culprits(look)
    for missing in Visits(look).found():
        if look.sure(missing.path) and not _told_of(look, missing) and not _finds_out(look, missing):
            yield _finding(look, missing, culprits.why(missing.item, missing.name))


def _told_of(look: Look, missing: Missing) -> bool:
    """Whether what reads the name has another fault, which is mended first."""
    path, text = missing.path, missing.text
    if missing.is_template:
        try:
            return bool(Reader(look, path).problems(look.tree(text)))
        except TemplateProblem:
            return True
    try:
        conditions = look.conditions_at(path, result="save" in path)
        (conditions.condition if path[-1] == "if" else conditions.expression)(text)
    except ConditionProblem:
        return True
    return any(compared_options(look, path, text))


def _finds_out(look: Look, missing: Missing) -> bool:
    """Whether a condition asks whether a name has a value before it does anything else with it (presence.py); of what
    a caller may bring `x == 1` asks that too."""
    if missing.stops or missing.path[-1] != "if":
        return False
    name, variable = missing.name, look.bot.variables.get(missing.name)
    logic = read_condition(
        look.condition_tree(missing.path, missing.text), missing.text, frozenset(look.types_at(missing.path))
    )
    if logic == Not(Has(name)) or (name in look.bot.slots and logic == Compare(name, "==", ("",))):
        return True  # it can never hold, which is told of
    return asks_first(logic, name, brought=variable is not None and variable.origin is not None)


def _finding(look: Look, missing: Missing, because: str) -> Finding:
    message = f"`{missing.name}` may have no value here: {because}."
    return look.finding("slot.unset", missing.path, message, _remedy(look, missing), "warning")


def _remedy(look: Look, missing: Missing) -> str:
    name = missing.name
    asking = f"`{presence(name, look.types_at(missing.path).get(name))}`"
    if missing.is_template:
        return f"Give it a value on that way, or write `{{{{ {name} | default(…) }}}}` or `{{% if {name} %}}`."
    if missing.stops:
        return f"Give it a value on that way, or lead past this node where a `decide` before it finds none: {asking}."
    if missing.path[-1] == "if":
        return f"The condition does not hold then. Give it a value on that way, or ask for one first: {asking}."
    return "`on_error` is taken then. Give it a value on that way."
