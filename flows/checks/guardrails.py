"""Guardrails: they look where their type can look, do what can be done there, and leave callers their requests."""

import re
from collections.abc import Iterator

from flows.checks.look import Look
from flows.definition.guardrails.guardrail import Guardrail
from flows.definition.guardrails.limit import Limit
from flows.definition.guardrails.pattern import Pattern
from flows.definition.guardrails.shipped import shipped, shipped_with_models
from flows.definition.guardrails.topic import Topic
from flows.findings import Finding
from flows.guardrails.disclosure import disclosed, texts_of_the_beginning
from flows.guardrails.kinds import pattern
from flows.guardrails.rules import asks_models
from flows.loader.path import Path
from flows.understanding.normal import normal
from flows.values.pattern_reader import PatternProblem
from flows.values.safe_pattern import safe_pattern

MOST_GAPS = 2
"""`..` in one phrase: with more the time to look grows with a power of the words."""
_GAP = re.compile(r"\.\.")


def fitting_guardrails(look: Look) -> Iterator[Finding]:
    """Each looks where it can, and does what it can do there."""
    for name, rule in look.bot.guardrails.items():
        path: Path = ("guardrails", name)
        if not rule.enabled or not look.sure((*path, "applies_to")) or not look.sure((*path, "type")):
            continue
        yield from _stages(look, path, rule)
        if isinstance(rule, Pattern):
            yield from _patterns(look, path, rule)
        if isinstance(rule, Limit) and (rule.turns or rule.time or rule.max_spend) is None:
            remedy = "Add `turns: 60`, `time: 30m` or `max_spend: 0.5`."
            yield look.finding("guardrail.pattern", path, f"`{name}` has no limit.", remedy)


def used_guardrails(look: Look) -> Iterator[Finding]:
    """What it looks at comes at some time, and a rule that is switched off is one that there is."""
    talks = asks_models(look.bot)
    for name, rule in look.bot.guardrails.items():
        path: Path = ("guardrails", name)
        known = {**shipped(), **shipped_with_models()}
        if not rule.enabled and name not in known:
            message = f"There is no guardrail `{name}` to switch off."
            remedy = f"Those that every bot has are {', '.join(known)}; take any other out of the file."
            yield look.finding("guardrail.unused", (*path, "enabled"), message, remedy, "warning")
        elif (
            rule.enabled
            and rule.looks_at == ("output",)
            and "output" in rule.stages
            and not talks
            and look.sure(("flows",))
        ):
            message = f"`{name}` looks at what models say, and no node has one speak."
            remedy = "Take it out; what the bot itself says stands in its texts."
            yield look.finding("guardrail.unused", path, message, remedy, "warning")


def reachable_requests(look: Look) -> Iterator[Finding]:
    """No rule for callers stops an example of an intent."""
    examples = {
        normal(each): (name, at) for name, intent in look.bot.intents.items() for at, each in enumerate(intent.examples)
    }
    for name, rule in look.bot.guardrails.items():
        if not rule.enabled or "input" not in rule.looks_at:
            continue
        for at, sentence in enumerate(rule.examples if isinstance(rule, Topic) and not rule.only else ()):
            if (hit := examples.get(normal(sentence))) is not None:
                message = f"`{sentence[:60]}` is an example of the intent `{hit[0]}`, and this guardrail stops it."
                path = ("guardrails", name, "examples", at)
                yield look.finding("guardrail.intent", path, message, "Take it out of one of them.", "warning")
        if isinstance(rule, Pattern):
            yield from _stopped_examples(look, name, rule)


def told_of_the_machine(look: Look) -> Iterator[Finding]:
    """Callers of a bot with a language model are told that they speak with a machine, unless `on_start` was changed."""
    if "on_start" not in look.bot.flows or not asks_models(look.bot) or not look.sure(("flows",)):
        return
    if not any(disclosed(text) for text in texts_of_the_beginning(look.bot)):
        message = (
            "`on_start` is the bot's own, and nothing at the beginning tells callers that they speak with a machine."
        )
        remedy = "Say so there, as `You are speaking with an automated assistant`."
        yield look.finding("guardrail.disclosure", ("flows", "on_start"), message, remedy, "warning")


def _stages(look: Look, path: Path, rule: Guardrail) -> Iterator[Finding]:
    name, kind = path[-1], rule.kind
    unknown = [stage for stage in rule.looks_at if stage not in rule.stages]
    if unknown:
        message = f"`{name}` is of type `{kind}`, which cannot look at `{unknown[0]}`."
        yield look.finding(
            "guardrail.stage", (*path, "applies_to"), message, f"It can look at: {', '.join(rule.stages)}."
        )
        return
    for stage in rule.looks_at:
        possible = rule.stages[stage]
        if rule.action is not None and rule.action not in possible and look.sure((*path, "action")):
            message = f"`{name}` cannot `{rule.action}` what it finds on `{stage}`."
            remedy = f"There a guardrail of type `{kind}` can: {', '.join(possible)}."
            yield look.finding("guardrail.action", (*path, "action"), message, remedy)
            return


def _patterns(look: Look, path: Path, rule: Pattern) -> Iterator[Finding]:
    if not rule.phrases and not rule.codes and look.sure((*path, "phrases")) and look.sure((*path, "codes")):
        message = f"`{path[-1]}` has nothing to look for."
        yield look.finding("guardrail.pattern", path, message, "Add `phrases: [acme bank]` or `codes: [INT-[0-9]{4}]`.")
    for at, phrase in enumerate(rule.phrases):
        if (problem := _phrase_problem(phrase)) is not None:
            remedy = "Write words, as `(switch|change) to [another] bank`."
            message = f"`{phrase[:60]}` cannot be looked for: {problem}."
            yield look.finding("guardrail.pattern", (*path, "phrases", at), message, remedy)
    for at, code in enumerate(rule.codes):
        try:
            safe_pattern(code)
        except PatternProblem as problem:
            message = f"`{code[:60]}` cannot be looked for: {problem}."
            remedy = "A code looks like `INT-[0-9]{4}`."
            yield look.finding("guardrail.pattern", (*path, "codes", at), message, remedy)


def _phrase_problem(phrase: str) -> str | None:
    if phrase.count("(") != phrase.count(")") or phrase.count("[") != phrase.count("]"):
        return "a bracket is not closed"
    if "{" in phrase or "<" in phrase:
        return "it holds a name"
    if len(_GAP.findall(phrase)) > MOST_GAPS:
        return f"it has more than {MOST_GAPS} gaps"
    if "..." in phrase:
        return "a gap is `..`"
    try:
        if pattern.matches_nothing(phrase):
            return "it has no word that must be there"
    except re.error:
        return "its brackets do not go together"
    return None


def _stopped_examples(look: Look, name: str, rule: Pattern) -> Iterator[Finding]:
    usable = [phrase for phrase in rule.phrases if _phrase_problem(phrase) is None]
    if not usable or not rule.stages or rule.action_on("input") in ("flag", "redact"):
        return
    for intent, one in look.bot.intents.items():
        hit = next((each for each in one.examples if pattern.stands_in(tuple(usable), each)), None)
        if hit is not None:
            message = f"`{name}` stops `{hit[:60]}`, which is an example of the intent `{intent}`."
            yield look.finding(
                "guardrail.intent", ("guardrails", name, "phrases"), message, "Say it more narrowly.", "warning"
            )
            return
