"""Names that are read where they may have no value.

The engine cannot work out a text, an argument or a `set` that needs a name without a value: the flow stops and
`on_error` runs. A condition that needs one does not hold, and a `save` of a call that needs one leads to `on_error`,
while the flow goes on. Warnings all the same: most callers never come that way, and what the checks call possible may
be excluded by what the world does. A condition is also how a bot finds out whether a caller brought a value, since
there is no other way: `{if: vip, …}` is not told of for what comes `from: caller`, `{if: "!vip", …}` is; `size(x) > 0`
is told of for no name.
"""

from collections.abc import Iterator

from flows.checks.comparisons import compared_options
from flows.checks.logic import Both, Compare, Either, Logic, Not, Opaque, read_condition
from flows.checks.look import Look
from flows.checks.reads import Missing
from flows.checks.template_types import Reader
from flows.checks.uses import given_names
from flows.checks.visits import Visits
from flows.definition.nodes.ask import Ask
from flows.expressions.conditions import ConditionProblem
from flows.expressions.templates import TemplateProblem
from flows.expressions.tree import Call, Const, Name, Tree
from flows.findings import Finding


def given_values(look: Look) -> Iterator[Finding]:
    """Every name that a node reads has a value on all ways to it, or the text asks for it first."""
    if look.lost.paths:  # what could not be read may give any name a value, on any way
        return
    given = {name for _, node in look.nodes() for name in given_names(node)}
    asked = {node.slot for _, node in look.nodes() if isinstance(node, Ask)}
    for missing in Visits(look).found():
        if look.sure(missing.path) and not _told_of(look, missing) and not _finds_out(look, missing):
            why = _why(look, missing.name, asked)
            way = missing.item.way() if missing.name in given else ""
            yield _finding(look, missing, f"{way} {why}".lstrip())


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
    """Whether a condition does nothing with a name but to find out whether it has a value: `size(x) > 0`, `x != ""`;
    with what a caller may bring, also `x == 1`."""
    if missing.stops or missing.path[-1] != "if":
        return False
    variable = look.bot.variables.get(missing.name)
    brought = variable is not None and variable.origin == "caller"
    logic = read_condition(
        look.condition_tree(missing.path, missing.text), missing.text, frozenset(look.types_at(missing.path))
    )
    return _is_positive(logic, missing.name, brought=brought, negated=False)


def _is_positive(logic: Logic, name: str, *, brought: bool, negated: bool) -> bool:
    match logic:
        case Compare() if logic.name == name:
            known = logic.sign == "==" and brought
            return not negated and (known or (logic.sign, logic.values) == ("!=", ("",)))
        case Opaque() if name in logic.names:
            return not negated and _is_filled(logic.tree, name)
        case Not():
            return _is_positive(logic.part, name, brought=brought, negated=not negated)
        case Both() | Either():
            return all(_is_positive(part, name, brought=brought, negated=negated) for part in (logic.left, logic.right))
    return True


def _is_filled(tree: Tree | None, name: str) -> bool:
    """`size(x) > 0`, or `!= 0`."""
    match tree:
        case Call("_>_" | "_!=_", (Call("size_", (Name(own),)), Const(0.0))):
            return own == name
    return False


def _finding(look: Look, missing: Missing, because: str) -> Finding:
    name = missing.name
    message = f"`{name}` may have no value here: {because}."
    if missing.stops:
        remedy = f"Give it a value on that way, or write `{{{{ {name} | default(…) }}}}` or `{{% if {name} %}}`."
    else:
        remedy = "The condition does not hold then. Give the name a value on that way."
    return look.finding("slot.unset", missing.path, message, remedy, "warning")


def _why(look: Look, name: str, asked: set[str]) -> str:
    variable = look.bot.variables.get(name)
    if name in asked:
        return "nobody was asked for it"
    if variable is not None and variable.origin == "caller":
        return "it comes with the caller, and need not"
    return "nothing gave it one"
