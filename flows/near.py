"""The name that somebody may have meant."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

LIKE_ENOUGH = 60
"""rapidfuzz ratio, 0-100: `promt` is like `prompt`, `foo` is like nothing."""
A_SLIP = 80
"""rapidfuzz ratio from which a name is another one written wrong, and no name of its own."""
MAX_CHARACTERS = 64
"""Longer names are none."""

OTHER_WORDS: dict[str, str] = {
    "say": "prompt text message question speak response utterance tell",
    "reprompts": "no_match on_no_match nomatch reprompt retry_prompt retry_prompts invalid fallback_prompt",
    "no_input": "on_no_input noinput on_silence silence no_input_prompts timeout_prompt",
    "no_input_after": "no_input_timeout silence_timeout listen_timeout",
    "attempts": "retries max_attempts tries max_retries max_tries",
    "on_fail": "on_failure on_failed fallback give_up else_go max_attempts_reached",
    "on_error": "on_exception catch error on_timeout failure",
    "next": "goto go_to then transition target leads_to to",
    "go": "goto go_to then next to target",
    "if": "when condition cond",
    "else": "otherwise default",
    "confirm": "confirmation read_back readback verify",
    "validate": "validation constraints check refuse",
    "dtmf": "keypad keys digits keypress",
    "barge_in": "bargein interruptible interrupt allow_interrupt",
    "must_hear": "uninterruptible mandatory",
    "slot": "entity field variable fills",
    "with": "args arguments params parameters input inputs payload",
    "arguments": "args params parameters input inputs with",
    "returns": "result output outputs response",
    "save": "result output outputs store assign as",
    "stub": "mock fake stubs example",
    "stubs": "mocks mock stub",
    "effect": "effects side_effect mode",
    "idempotency_key": "idempotent key idempotency",
    "tool": "function action api",
    "tools": "functions actions apis",
    "function": "handler callable method",
    "choices": "options values enum items",
    "examples": "utterances samples phrases training training_phrases sentences",
    "triggers": "trigger intent intents on",
    "slots": "entities forms",
    "variables": "vars context memory",
    "nodes": "steps states",
    "flows": "dialogs dialogues states scenes",
    "turns": "steps conversation dialog",
    "user": "caller says input text",
    "expect": "expected assert then",
    "says": "bot response reply text",
    "ended": "end ends hangup",
    "pattern": "regex regexp format",
    "min": "minimum least from",
    "max": "maximum most limit",
    "length": "len size digits",
    "start": "begin entry initial first",
    "language": "lang locale",
    "timezone": "tz time_zone zone",
    "speaker": "name voice_name",
    "keep": "persist sticky remember",
    "description": "doc summary comment title",
}
"""Fields and what people call them who come from other tools."""

_MEANT: dict[str, tuple[str, ...]] = {}
for _field, _words in OTHER_WORDS.items():
    for _word in _words.split():
        _key = _word.replace("_", "")
        _MEANT[_key] = (*_MEANT.get(_key, ()), _field)


def nearest(name: object, known: Iterable[str], like: int = LIKE_ENOUGH) -> str | None:
    """The most similar of the known names; None when none is similar."""
    found = process.extractOne(str(name)[:MAX_CHARACTERS], list(known), scorer=fuzz.ratio, score_cutoff=like)
    return found[0] if found is not None else None


def nearest_field(name: object, fields: Iterable[str]) -> str | None:
    """The field that somebody may have meant, by another tool's word for it or by a slip; None when there is none."""
    fields = list(fields)
    plain = str(name)[:MAX_CHARACTERS].lower().replace("_", "").replace("-", "").replace(" ", "")
    for field in fields:
        if field.replace("_", "") == plain:
            return field
    meant = (field for field in _MEANT.get(plain, ()) if field in fields)
    return next(meant, None) or nearest(name, fields)


def did_you_mean(name: object, known: Iterable[str], otherwise: str) -> str:
    """A remedy: the similar name, else what else to do."""
    near = nearest(name, known)
    return f"Did you mean `{near}`?" if near is not None else otherwise
