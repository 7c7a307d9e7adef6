"""Questions and calls: a way out, keys that fit."""

from collections.abc import Iterator

from flows.checks.kinds import author_words
from flows.checks.look import Look
from flows.definition.nodes.ask import FINISH_KEY, Ask
from flows.definition.nodes.call import Call
from flows.findings import Finding
from flows.loader.misfits import shown
from flows.values.choice import Choice
from flows.values.slot_type import Value

KEYS = frozenset("0123456789*#")


def way_out(look: Look) -> Iterator[Finding]:
    """Without `on_fail` or `on_error` the built-in flows decide; the author should know."""
    defaults = look.bot.defaults
    on_fail = defaults.on_fail is not None or not look.sure(("defaults", "on_fail"))
    on_error = defaults.on_error is not None or not look.sure(("defaults", "on_error"))
    for path, node in look.nodes():
        if isinstance(node, Ask) and node.on_fail is None and not on_fail and look.sure((*path, "on_fail")):
            message = f"`{path[-1]}` does not say what happens after the last failed answer."
            remedy = "Add `on_fail:` here or under `defaults:`; without it `on_cannot_help` runs."
            yield look.finding("ask.no_way_out", path, message, remedy, "warning")
        if not isinstance(node, Call) or node.on_error is not None or on_error:
            continue
        if look.sure((*path, "on_error")):
            message = f"`{path[-1]}` does not say what happens when the tool fails."
            remedy = "Add `on_error:` here or under `defaults:`; without it `on_error` runs."
            yield look.finding("tool.no_error_exit", path, message, remedy, "warning")


def usable_keys(look: Look) -> Iterator[Finding]:
    """Keys exist on a keypad, and each stands for a value that the slot takes."""
    for path, node in look.nodes():
        if not isinstance(node, Ask) or node.slot not in look.bot.slots:
            continue
        for keys, value in node.dtmf.items():
            where = (*path, "dtmf", int(keys) if keys.isdecimal() and str(int(keys)) == keys else keys)
            if keys == FINISH_KEY:
                if str(value) not in KEYS:
                    yield look.finding("ask.dtmf", where, f"{shown(value)} is no key.", "Use 0 to 9, `*` or `#`.")
            elif not keys or set(keys) - KEYS:
                yield look.finding("ask.dtmf", where, f"`{keys}` cannot be typed on a keypad.", "Use 0 to 9, `*`, `#`.")
            elif (remedy := _refusal(look, node.slot, value)) is not None:
                message = f"The slot `{node.slot}` cannot be {shown(value)}."
                yield look.finding("ask.dtmf", where, message, remedy)


def _refusal(look: Look, name: str, value: Value) -> str | None:
    """Why a slot cannot hold the value of a key; None when it can."""
    slot = look.bot.slots[name]
    if isinstance(slot, Choice):
        options = look.options(name, slot)
        if options is None or value in options:
            return None
    read = slot.read(value)
    problem = slot.problem(value if read is None else read)
    if problem is None:
        return "Use a value that it takes." if read is None else None
    return author_words(problem)
