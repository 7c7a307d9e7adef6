"""Intents: examples of their own, and a flow that each starts."""

import re
from collections.abc import Iterator

from flows.checks.look import Look
from flows.definition.repair import repair_flows
from flows.findings import Finding
from flows.loader.lost import words_in
from flows.loader.path import called, capital
from flows.near import nearest

_MARKS = re.compile(r"[.,;:!?…]+(?=\s|$)")
"""What nobody hears: two sentences that differ in it are one."""
_REMEDY = "Add a description as a caller would hear it, such as `description: your balance`."


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
            key = " ".join(_MARKS.sub(" ", example.lower()).split()) or example.strip()
            if not key:
                message = f"{capital(called(where[2:]))} is empty."
                yield look.finding("schema.value", where, message, "Write a sentence, or delete the entry.")
            elif owner.setdefault(key, name) != name:
                message = f"`{example}` is an example of `{owner[key]}` too."
                yield look.finding("intent.duplicate", where, message, "Keep it where it belongs.")


def spoken_intents(look: Look) -> Iterator[Finding]:
    """What starts a flow can be told to callers who ask for help: by its description, or by its name."""
    for name, flow in look.bot.flows.items():
        known = [intent for intent in flow.triggers if intent in look.bot.intents]
        if not known or name in repair_flows() or len(known) < len(flow.triggers):
            continue
        first = look.bot.intents[known[0]]
        told = next((text for intent in known if (text := look.bot.intents[intent].description)), None)
        path = ("intents", known[0])
        if not look.sure(path) or not first.examples or not look.sure(("flows", name)):
            continue
        if told is None and not _names_something(name):
            message = f"Callers who ask for help hear `{name.replace('_', ' ')}` for the intent `{known[0]}`."
            yield look.finding("intent.description", path, message, _REMEDY, "warning")
        elif told is not None and not _can_be_said(told):
            owner = next(intent for intent in known if look.bot.intents[intent].description == told)
            message = f"Callers who ask for help hear `{told}` in the middle of a sentence."
            yield look.finding("intent.description", ("intents", owner, "description"), message, _REMEDY, "warning")


def _names_something(name: str) -> bool:
    """Whether the name of a flow is words, as in `check_balance`, and no shorthand, as in `xfr2`."""
    return all(re.fullmatch(r"[a-z]*[aeiouy][a-z]*", part) for part in name.lower().split("_"))


def _can_be_said(text: str) -> bool:
    """Words that fit behind "I can help you with": no label, no template, no sentence."""
    return not re.search(r"[_{}<>\n]", text.strip()) and text.strip()[-1:] not in (*".!?:", "")


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
