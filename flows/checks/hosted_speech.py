"""Hosted speech: its provider is one that takes the key of a workspace, and may hear what callers say."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from flows.checks.look import Look
from flows.checks.personal_names import PersonalNames
from flows.checks.requests import outside_alone, safe_url
from flows.checks.routes import OPENAI, named_key
from flows.definition.speech import HEARS, HOSTED, SPEAKS, Hosted
from flows.findings import Finding
from flows.loader.misfits import shown
from flows.loader.path import Path
from flows.near import A_SLIP, nearest

FIELDS = ("model", "key", "api_base")
"""What only a hosted engine has."""


def usable_speech(look: Look) -> Iterator[Finding]:
    """What is hosted has a model of a provider that does such work, a key or an address; what is not has none of it."""
    for name, hosted, engine, able in (
        ("voice", look.bot.voice, look.bot.voice.engine, SPEAKS),
        ("hearing", look.bot.hearing, look.bot.hearing.engine, HEARS),
    ):
        if not look.sure((name,)):
            continue
        if engine == HOSTED:
            yield from _hosted(look, (name,), hosted, able)
        for field in FIELDS if engine != HOSTED else ():
            if getattr(hosted, field) is not None:
                message = f"`{field}` means nothing to the engine `{engine[:40]}`."
                yield look.finding("schema.value", (name, field), message, "Write `engine: hosted`.", "warning")


def heard_by_others(look: Look) -> Iterator[Finding]:
    """Who hears callers elsewhere may hear every class of personal data that they are asked for."""
    hearing = look.bot.hearing
    if hearing.engine != HOSTED or not look.sure(("hearing", "allow")):
        return
    asked: dict[str, str] = {}
    for (_, name), personal in PersonalNames(look).classes.items():
        if name in look.bot.slots:
            asked.setdefault(personal, name)
    for personal, name in asked.items():
        if personal not in hearing.allow:
            near = nearest(personal, sorted(hearing.allow), A_SLIP)
            remedy = f"`allow` has `{near}`: did you mean `{personal}`?"
            if near is None:
                remedy = f"Write `allow: [{personal}]` under `hearing:`, or let this machine hear."
            message = f"Callers say `{name}` (class {personal}), and the provider of `hearing` hears it."
            yield look.finding("personal.speech", ("hearing",), message, remedy)


def _hosted(look: Look, path: Path, hosted: Hosted, able: AbstractSet[str]) -> Iterator[Finding]:
    if hosted.model is None:
        message = "`hosted` needs a `model`."
        yield look.finding("schema.missing", path, message, "Write the provider and the model: `openai/…`.")
        return
    if hosted.api_base is not None and hosted.provider != OPENAI:
        message = f"`api_base` is of a server that speaks OpenAI's protocol, and the model is {shown(hosted.model)}."
        yield look.finding("schema.value", (*path, "model"), message, "Write `openai/` and what the server calls it.")
    elif hosted.provider not in able:
        message = f"{shown(hosted.model)} is of no provider that can be asked for it with the key of a workspace."
        remedy = f"Begin with one of {', '.join(sorted(able))} and a `/`."
        yield look.finding("schema.value", (*path, "model"), message, remedy)
    if hosted.key is None and hosted.api_base is None:
        message = f"`{path[-1]}` is hosted, and has neither `key` nor `api_base`."
        yield look.finding("schema.missing", path, message, "Write the name of the secret that holds its key.")
    if hosted.key is not None:
        yield from named_key(look, (*path, "key"), hosted.key)
    if hosted.api_base is not None:
        yield from safe_url(look, (*path, "api_base"), hosted.api_base)
        yield from outside_alone(look, (*path, "api_base"), hosted.api_base)
