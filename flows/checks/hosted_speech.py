"""Hosted speech: its provider is one that takes the key of a workspace, and may hear what callers say."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from flows.checks.look import Look
from flows.checks.personal_names import PersonalNames
from flows.checks.routes import reachable
from flows.definition.speech import HEARS, HOSTED, SPEAKS, Hosted
from flows.findings import Finding
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
    if hosted.key is None and hosted.api_base is None:
        message = f"`{path[-1]}` is hosted, and has neither `key` nor `api_base`."
        yield look.finding("schema.missing", path, message, "Write the name of the secret that holds its key.")
    yield from reachable(look, path, hosted, hosted.model, able)
