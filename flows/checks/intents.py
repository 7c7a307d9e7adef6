"""Intents: examples of their own, and a flow that each starts."""

from collections.abc import Iterator

from flows.checks.look import Look
from flows.findings import Finding
from flows.loader.lost import words_in
from flows.loader.path import called, capital
from flows.near import nearest


def usable_intents(look: Look) -> Iterator[Finding]:
    """An intent has examples of its own and a flow that it starts."""
    triggered = _triggered(look)
    owner: dict[str, str] = {}
    for name, intent in look.bot.intents.items():
        path = ("intents", name)
        if not intent.examples and look.sure((*path, "examples")):
            message = f"The intent `{name}` has no examples."
            yield look.finding("intent.no_examples", path, message, "Add five ways in which callers say it.")
        if triggered is not None and name not in triggered:
            message = f"No flow is triggered by the intent `{name}`."
            yield look.finding("intent.unused", path, message, f"Add `triggers: [{name}]` to a flow.", "warning")
        for at, example in enumerate(intent.examples):
            where = (*path, "examples", at)
            key = " ".join(example.lower().split())
            if not key:
                message = f"{capital(called(where[2:]))} is empty."
                yield look.finding("schema.value", where, message, "Write a sentence, or delete the entry.")
            elif owner.setdefault(key, name) != name:
                message = f"`{example}` is an example of `{owner[key]}` too."
                yield look.finding("intent.duplicate", where, message, "Keep it where it belongs.")


def _triggered(look: Look) -> set[str] | None:
    """The intents that start something; None when others may too, in flows that could not be read.

    An unknown one stands for what it is like: one slip, one finding.
    """
    triggered: set[str] = set()
    for path, value in look.lost.paths.items():
        if path[:1] in ((), ("flows",)) and (len(path) < 3 or path[2] == "triggers"):
            words = words_in(value) & look.bot.intents.keys()
            if not words:
                return None
            triggered |= words
    for flow in look.bot.flows.values():
        for intent in flow.triggers:
            known = intent if intent in look.bot.intents else nearest(intent, look.bot.intents)
            triggered.add(known or intent)
    return triggered
