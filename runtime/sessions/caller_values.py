"""Values that come with a caller: those that the bot asks for, from whom it trusts for them, and that fit.

What a page says anybody can say; a variable with `from: token` takes the word of a trusted issuer alone.
"""

import logging
from collections.abc import Mapping
from typing import Any

from flows.definition.bot import Bot
from flows.values.slots import SLOT_TYPES

log = logging.getLogger(__name__)


def caller_values(bot: Bot, page: Mapping[str, Any], token: Mapping[str, Any]) -> dict[str, Any]:
    """The variables of a bot; what it does not ask for or cannot read is left out, and the log says so."""
    values: dict[str, Any] = {}
    for given, trusted in ((page, ("caller",)), (token, ("caller", "token"))):
        for name, value in given.items():
            variable = bot.variables.get(name)
            if variable is None or variable.origin not in trusted:
                asked = variable is not None
                log.info("the caller brought a value that %s does not ask for%s", bot.bot, " there" if asked else "")
                continue
            read = _read(variable.type, value)
            if read is None:
                log.warning("the value of %s that the caller brought is no %s", name, variable.type)
            else:
                values[name] = read
    return values


def _read(kind: str, value: Any) -> Any:
    """A value as a variable of that type has it; None when it is none."""
    if kind in ("text", "list", "map") or kind not in SLOT_TYPES:
        fits = {"list": list, "map": dict, "boolean": bool}.get(kind, str)
        return value if isinstance(value, fits) else None
    if kind == "yes_no":
        return value if isinstance(value, bool) else None
    if kind in ("number", "integer", "money", "duration"):
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None
    made: Any = SLOT_TYPES[kind]
    return made(type=kind).read(value) if isinstance(value, str) else None
