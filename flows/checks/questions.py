"""Questions and tools: a way out, keys that fit, keys for writing."""

from collections.abc import Iterator

from flows.checks.look import Look
from flows.definition.nodes.ask import FINISH_KEY, Ask
from flows.definition.nodes.call import Call
from flows.findings import Finding
from flows.values.time_limits import crossed

KEYS = frozenset("0123456789*#")


def way_out(look: Look) -> Iterator[Finding]:
    """Without `on_fail` or `on_error` the built-in flows decide; the author should know."""
    defaults = look.bot.defaults
    for path, node in look.nodes():
        if isinstance(node, Ask) and node.on_fail is None and defaults.on_fail is None:
            message = f"`{path[-1]}` does not say what happens after the last failed answer."
            remedy = "Add `on_fail:` here or under `defaults:`; without it `on_cannot_help` runs."
            yield look.finding("ask.no_way_out", path, message, remedy, "warning")
        if isinstance(node, Call) and node.on_error is None and defaults.on_error is None:
            message = f"`{path[-1]}` does not say what happens when the tool fails."
            remedy = "Add `on_error:` here or under `defaults:`; without it `on_error` runs."
            yield look.finding("tool.no_error_exit", path, message, remedy, "warning")


def usable_keys(look: Look) -> Iterator[Finding]:
    """Keys exist on a keypad, and each stands for a value that the slot takes."""
    for path, node in look.nodes():
        if not isinstance(node, Ask) or node.slot not in look.bot.slots:
            continue
        slot = look.bot.slots[node.slot]
        for keys, value in node.dtmf.items():
            where = (*path, "dtmf", int(keys) if keys.isdecimal() and str(int(keys)) == keys else keys)
            if keys == FINISH_KEY:
                if str(value) not in KEYS:
                    yield look.finding("ask.dtmf", where, f"`{value}` is no key.", "Use 0 to 9, `*` or `#`.")
            elif not keys or set(keys) - KEYS:
                yield look.finding("ask.dtmf", where, f"`{keys}` cannot be typed on a keypad.", "Use 0 to 9, `*`, `#`.")
            elif (read := slot.read(value)) is None or slot.problem(read) is not None:
                message = f"The slot `{node.slot}` cannot be `{value}`."
                yield look.finding("ask.dtmf", where, message, slot.problem(str(value)) or "Use a value that it takes.")


def usable_tools(look: Look) -> Iterator[Finding]:
    """A tool is bound or has a stub; one that writes has a key; calls give only what it takes."""
    for name, tool in look.bot.tools.items():
        if tool.type is None and tool.stub is None:
            message = f"The tool `{name}` has neither a binding nor a stub."
            yield look.finding("tool.unbound", ("tools", name), message, "Add `stub:` or `type:`.", "warning")
        if tool.type == "python" and tool.function is None:
            message = f"The tool `{name}` does not say which Python function it calls."
            yield look.finding("tool.unbound", ("tools", name), message, "Add `function: NAME`.")
        if tool.effect == "write" and tool.idempotency_key is None:
            message = f"The tool `{name}` writes, and nothing keeps it from writing twice."
            yield look.finding("tool.no_key", ("tools", name), message, "Add `idempotency_key: auto`.")
    for path, node in look.nodes():
        if isinstance(node, Call) and (called := look.bot.tools.get(node.tool)) is not None and called.arguments:
            for argument in node.arguments:
                if argument not in called.arguments:
                    message = f"`{node.tool}` takes no argument `{argument}`."
                    remedy = f"It takes: {', '.join(called.arguments)}."
                    yield look.finding("tool.argument", (*path, "with", argument), message, remedy)


def usable_intents(look: Look) -> Iterator[Finding]:
    """An intent has examples of its own and a flow that it starts."""
    triggered = {intent for flow in look.bot.flows.values() for intent in flow.triggers}
    owner: dict[str, str] = {}
    for name, intent in look.bot.intents.items():
        if not intent.examples:
            message = f"The intent `{name}` has no examples."
            yield look.finding(
                "intent.no_examples", ("intents", name), message, "Add five ways in which callers say it."
            )
        if name not in triggered:
            message = f"No flow is triggered by the intent `{name}`."
            yield look.finding(
                "intent.unused", ("intents", name), message, f"Add `triggers: [{name}]` to a flow.", "warning"
            )
        for at, example in enumerate(intent.examples):
            key = " ".join(example.lower().split())
            if owner.setdefault(key, name) != name:
                message = f"{example!r} is an example of `{owner[key]}` too."
                path = ("intents", name, "examples", at)
                yield look.finding("intent.duplicate", path, message, "Keep it where it belongs.")


def usable_choices(look: Look) -> Iterator[Finding]:
    """No word stands for two options."""
    for name, slot in look.bot.slots.items():
        options = getattr(slot, "choices", None)
        owner: dict[str, str] = {}
        for option, synonyms in (options or {}).items():
            for word in (option, *(synonyms or ())):
                key = " ".join(word.lower().replace("_", " ").split())
                if owner.setdefault(key, option) != option:
                    message = f"{word!r} stands for `{owner[key]}` and for `{option}`."
                    path = ("slots", name, "choices", option)
                    yield look.finding("choice.duplicate", path, message, "Keep it for one of them.")


def usable_limits(look: Look) -> Iterator[Finding]:
    """The smallest value is not above the largest, or no answer would ever do."""
    for name, slot in look.bot.slots.items():
        length = getattr(slot, "length", None)
        for least, most in (("min", "max"), ("earliest", "latest")):
            low, high = getattr(slot, least, None), getattr(slot, most, None)
            if low is not None and high is not None and (crossed(low, high) if isinstance(low, str) else low > high):
                message = f"The smallest value of `{name}` is above the largest."
                yield look.finding("schema.value", ("slots", name, least), message, f"Exchange `{least}` and `{most}`.")
        if length is not None and length < 1:
            message = f"`length` cannot be `{length}`."
            yield look.finding("schema.value", ("slots", name, "length"), message, "It should be 1 or more.")
