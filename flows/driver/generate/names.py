"""Names of tests, as people would give them."""

from collections.abc import Container

from flows.definition.bot import Bot
from flows.definition.edges import END, HANDOFF
from flows.driver.coverage import VISIT, Edge, edges_of_node
from flows.driver.generate.draft import Draft

MAX_SAID_CHARACTERS = 40
"""Of the caller's words in a name."""


def name_of(bot: Bot, edge: Edge, draft: Draft, taken: Container[str]) -> str:
    """What a test is about, by its edge: `check_balance: look_up fails`. No other test of the bot has it."""
    base = f"{edge.flow}: {_what(bot, edge, draft)}"
    names = (base, *(f"{base} ({number})" for number in range(2, 1_000)))
    return next(name for name in names if name not in taken)


def _what(bot: Bot, edge: Edge, draft: Draft) -> str:
    match edge.field:
        case str(field) if field == VISIT:
            return edge.node
        case "on_fail":
            return f"no answer to {edge.node}"
        case "on_error":
            return f"{edge.node} fails"
        case "on_unknown":
            return f"{edge.node} finds nothing"
        case "validate":
            said = draft.steps[-1].user if draft.steps else None
            return f"{edge.node} refuses {said[:MAX_SAID_CHARACTERS] if said else 'a value'}"
        case "confirm":
            return f"{edge.node} is denied"
    target = edges_of_node(bot, edge.flow, edge.node)[edge]
    if target == END:
        return f"to the end by {edge.node}"
    return f"from {edge.node} to {'a person' if target == HANDOFF else target}"
