"""Yes or no."""

from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.setting import ANYWHERE, Setting
from flows.values.slot_type import SlotType, Value
from flows.values.words import FILLERS, Found, Words


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(sorted((tuple(line.split()) for line in text.split("/")), key=len, reverse=True))


YES = _phrases(
    "yes/yeah/yep/yup/yah/ya/aye/sure/sure thing/okay/ok/okey dokey/alright/all right/right/correct/"
    "that's correct/exactly/absolutely/definitely/certainly/indeed/of course/by all means/please do/"
    "yes please/go ahead/go for it/do it/do that/that's right/that is right/that's it/that's the one/"
    "that's fine/that is fine/sounds good/sounds right/sounds great/looks good/fine/perfect/great/good/please/"
    "you got it/you bet/confirmed/confirm/i do/i am/i would/i have/it is/uh huh/mhm/mm hmm/affirmative/true/"
    "why not/i think so/i guess so/i suppose so/make it so/let's do it/book it/send it/block it/spot on/"
    "bang on/very well/no problem/as soon as possible/right away"
)
NO = _phrases(
    "no/nope/nah/nay/no way/no thanks/no thank you/not really/not now/not yet/not at all/negative/never/"
    "never mind/don't/do not/please don't/don't do it/don't do that/that's wrong/that is wrong/wrong/"
    "incorrect/not correct/not right/that's not right/that is not right/that isn't right/that's not it/"
    "i don't/i do not/i don't think so/i'd rather not/absolutely not/definitely not/certainly not/"
    "of course not/hold off/stop/forget it/leave it/i'm not/i am not/false/i didn't/it isn't/it's not/"
    "i'm good/i am good/i'm fine/that's all/nothing else/that'll be all/that will be all/uh uh"
)
_PHRASES = sorted([(phrase, True) for phrase in YES] + [(phrase, False) for phrase in NO], key=lambda e: -len(e[0]))
DOUBTS = frozenset(
    "not no never don't won't can't cannot didn't wouldn't isn't if unless until but what why how when who which where "
    "cancel stop wait hold hang forget leave keep later instead actually wrong repeat bye goodbye before first".split()
)
"""Beside a yes they make it no consent: "yes but not today", "okay cancel", "if I say yes what happens"."""
QUESTION_OPENERS = frozenset(
    "are is was were am do does did can could would should will have has may might shall".split()
)


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class YesNo(SlotType):
    """A boolean: "go ahead" is true, "I'd rather not" is false."""

    example: ClassVar[str] = "confirm_block: {type: yes_no}"
    condition_type: ClassVar[str] = "bool"

    type: Literal["yes_no"]

    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """Yes or no, only as an answer to its question."""
        found = yes_or_no(words) if asked else None
        return [found] if found is not None else []

    def problem(self, value: Value) -> str | None:
        """Not a boolean."""
        return None if isinstance(value, bool) else "I need a yes or a no."

    def say(self, value: Value) -> str:
        """`yes` or `no`."""
        return "yes" if value else "no"

    def read(self, raw: object, setting: Setting = ANYWHERE) -> Value | None:
        """Booleans as they are; words as spoken."""
        return raw if isinstance(raw, bool) else super().read(raw, setting)


def yes_or_no(words: Words) -> Found | None:
    """A plain yes or no; None for everything that is both, a question, or a yes with a "but".

    Consent makes tools act, so whatever is doubtful is no consent: the bot asks again.
    """
    found = _polarities(words)
    if not found:
        return None
    first = found[0]
    if len({item.value for item in found}) > 1:  # "no, that's fine" is a no; "yeah, no" is nothing
        return None if first.value else Found(False, first.start, first.end, 0.6)
    covered = {at for item in found for at in range(item.start, item.end)}
    rest = [token for at, token in enumerate(words.tokens) if at not in covered and token not in FILLERS]
    if first.value is True and (DOUBTS & set(rest) or (rest and _opens_question(words, first, rest[0]))):
        return None
    before = [token for token in words.tokens[: first.start] if token not in FILLERS]
    sure = 0.7 if before else 0.95 if rest else 1.0
    return Found(first.value, first.start, first.end, sure)


def _polarities(words: Words) -> list[Found]:
    """Every yes and no from the left, the longest phrase first, without overlap."""
    found: list[Found] = []
    at = 0
    while at < len(words):
        match = next((entry for entry in _PHRASES if words.tokens[at : at + len(entry[0])] == entry[0]), None)
        if match is None:
            at += 1
            continue
        phrase, value = match
        if phrase != ("please",) or len(words) > 1:
            found.append(Found(value, at, at + len(phrase)))
        at += len(phrase)
    return found


def _opens_question(words: Words, first: Found, word: str) -> bool:
    """ "Are you sure", "is that right": the caller asks back."""
    opening = next((token for token in words.tokens if token not in FILLERS), "")
    return first.start > 0 and word == opening and opening in QUESTION_OPENERS
