"""Routes: each leads to routes that there are, asks with a secret by its name, and where the operator lets it."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from flows.checks.look import Look
from flows.checks.names import SLUG, unknown
from flows.checks.requests import SECRET_NAME, name_alone, outside_alone, safe_url
from flows.checks.secret_forms import secret_in, secret_under
from flows.definition.route import PROVIDERS, Route
from flows.definition.speech import Hosted
from flows.engine.program import SWITCH_TYPES
from flows.expressions.conditions import ConditionProblem
from flows.findings import Finding
from flows.loader.misfits import shown
from flows.loader.path import Path

OPENAI = "openai"
"""How LiteLLM is told that a server speaks OpenAI's protocol: its lines lead to checked addresses only."""


def usable_routes(look: Look) -> Iterator[Finding]:
    """Fallbacks and switches name other routes, keys are names of secrets, addresses are the operator's or outside."""
    if (summing := look.bot.defaults.summary) is not None:
        yield from unknown(look, ("defaults", "summary"), "route", summing, "routes")
    for name, route in look.bot.routes.items():
        path: Path = ("routes", name)
        if not SLUG.match(name):
            message = f"`{name[:40]}` cannot be used as a name."
            yield look.finding(
                "name.invalid", path, message, "Use small letters, digits, `_`, beginning with a letter."
            )
        for at, other in enumerate(route.fallbacks):
            yield from _other(look, (*path, "fallbacks", at), name, other, "falls back on")
        for at, switch in enumerate(route.switch):
            yield from _other(look, (*path, "switch", at, "to"), name, switch.to, "switches to")
            yield from _condition(look, (*path, "switch", at, "if"), switch.condition)
        yield from reachable(look, path, route, route.model, PROVIDERS)


def reachable(look: Look, path: Path, asked: Route | Hosted, model: str, able: AbstractSet[str]) -> Iterator[Finding]:
    """What is asked with a key or at an address: `able` has who takes the key of a workspace for it."""
    if (asked.key is not None or asked.api_base is not None) and look.sure((*path, "model")):
        yield from _provider(look, (*path, "model"), asked, model, able)
    if asked.key is not None:
        yield from _key(look, (*path, "key"), asked.key)
    if asked.api_base is not None:
        yield from safe_url(look, (*path, "api_base"), asked.api_base)
        yield from outside_alone(look, (*path, "api_base"), asked.api_base)


def _provider(look: Look, path: Path, asked: Route | Hosted, model: str, able: AbstractSet[str]) -> Iterator[Finding]:
    if asked.api_base is not None and asked.provider != OPENAI:
        message = f"`api_base` is of a server that speaks OpenAI's protocol, and the model is {shown(model)}."
        yield look.finding("schema.value", path, message, "Write `openai/` and what the server calls it.")
    elif asked.provider not in able:
        message = f"{shown(model)} is of no provider that takes the key of a workspace."
        remedy = f"Begin with one of {', '.join(sorted(able))} and a `/`."
        yield look.finding("schema.value", path, message, remedy)


def _other(look: Look, path: Path, name: str, other: str, does: str) -> Iterator[Finding]:
    if other == name:
        message = f"The route `{name}` {does} itself."
        yield look.finding("schema.value", path, message, "Name another route, or take it away.")
    else:
        yield from unknown(look, path, "route", other, "routes")


def _condition(look: Look, path: Path, text: str) -> Iterator[Finding]:
    """Over the values that any flow may have, and what a switch has beside them."""
    try:
        look.conditions_at(path).with_names(SWITCH_TYPES).condition(text)
    except ConditionProblem as problem:
        for one in (problem, *problem.others):
            if one.undeclared is None or not look.may_be_value(one.undeclared, path):
                remedy = one.remedy
                if one.undeclared is not None:
                    remedy = f"Use a slot or variable of the bot, or one of {', '.join(SWITCH_TYPES)}."
                yield look.finding(one.code, path, one.message, remedy)


def _key(look: Look, path: Path, written: str) -> Iterator[Finding]:
    if secret_in(written) is not None:
        return  # told of as one
    if secret_under("api_key", written) is not None:
        message = "A secret stands under `key`."
        yield look.finding(
            "secret.inline", path, message, "Give it to the workspace as a secret, and write its name here."
        )
    elif SECRET_NAME.match(written) is None:
        message = f"{shown(written) if written else 'An empty text'} is not the name of a secret."
        yield look.finding("tool.auth", path, message, name_alone(written, "key", "openai_key"))
