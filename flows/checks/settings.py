"""The bot as a whole: its time zone, its language, its voice."""

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from flows.checks.look import Look
from flows.definition.speech import HOSTED, LOCAL_SPEAKER, PIPER, WHISPER
from flows.findings import Finding
from flows.near import nearest

LANGUAGES = ("en",)
"""The languages that the speech models and the understanding of this machine know."""
SPEAKERS: dict[str, tuple[str, ...]] = {PIPER: (LOCAL_SPEAKER,)}
"""The engines and their voices (SPEAKERS of runtime.speech.workers.voice)."""


def known_zone(look: Look) -> Iterator[Finding]:
    """The time zone exists."""
    zone = look.bot.timezone
    try:
        ZoneInfo(zone)
    except (LookupError, ValueError, OSError):
        message = f"There is no time zone `{zone[:40]}`."
        yield look.finding("schema.value", ("timezone",), message, "Use a name such as `Europe/London`.")


def known_voice(look: Look) -> Iterator[Finding]:
    """The bot's language is one that is understood, and its voice one that is installed."""
    voice = look.bot.voice
    yield from _language(look)
    if voice.engine == HOSTED:
        return
    if voice.engine not in SPEAKERS:
        message = f"There is no voice engine `{voice.engine[:40]}`."
        remedy = f"Use {_one_of((*SPEAKERS, HOSTED))}."
        yield look.finding("schema.value", ("voice", "engine"), message, remedy, "warning")
    elif voice.speaker not in SPEAKERS[voice.engine]:
        message = f"The engine `{voice.engine}` has no speaker `{voice.speaker[:40]}`."
        near = nearest(voice.speaker, SPEAKERS[voice.engine])
        remedy = f"Did you mean `{near}`?" if near else f"Use {_one_of(SPEAKERS[voice.engine])}."
        yield look.finding("schema.value", ("voice", "speaker"), message, remedy, "warning")


def _language(look: Look) -> Iterator[Finding]:
    """English, or another one that a provider hears and speaks; what is read of its words here is English."""
    language = look.bot.language
    if language.replace("_", "-").split("-")[0].lower() in LANGUAGES:
        return
    if look.bot.voice.engine == look.bot.hearing.engine == HOSTED:
        message = f"Numbers, dates, names, yes and no are read in English, and not in `{language[:40]}`."
        remedy = "Ask by choices, with all words for each option, and write your own `on_no_match` and its like."
        yield look.finding("schema.value", ("language",), message, remedy, "warning")
    else:
        message = f"The recogniser and the voice of this machine cannot speak `{language[:40]}`."
        remedy = f"Use {_one_of(LANGUAGES)}, or `engine: hosted` under both `voice` and `hearing`."
        yield look.finding("schema.value", ("language",), message, remedy)


def known_hearing(look: Look) -> Iterator[Finding]:
    """What hears callers is this machine or a provider."""
    engine = look.bot.hearing.engine
    if engine not in (WHISPER, HOSTED):
        message = f"There is no engine `{engine[:40]}` that hears."
        yield look.finding("schema.value", ("hearing", "engine"), message, f"Use {_one_of((WHISPER, HOSTED))}.")


def _one_of(words: Iterable[str]) -> str:
    return " or ".join(f"`{word}`" for word in words)
