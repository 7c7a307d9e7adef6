"""Yes or no."""

from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.slot_type import SlotType, Value
from flows.values.words import FILLERS, Found, Words, find_phrase


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
STRONG_NO = frozenset({"no", "nope", "nah", "don't", "not", "never", "wrong", "incorrect"})


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

    def read(self, raw: object) -> Value | None:
        """Booleans as they are; words as spoken."""
        return raw if isinstance(raw, bool) else super().read(raw)


def yes_or_no(words: Words) -> Found | None:
    """The first clear yes or no of a sentence: at its start surely, further on weakly."""
    tokens = words.tokens
    start = 0
    while start < len(tokens) - 1 and tokens[start] in FILLERS:
        start += 1
    best: Found | None = None
    for value, phrases in ((False, NO), (True, YES)):
        for phrase in phrases:
            for at in find_phrase(tokens, phrase):
                rest = len(tokens) - start - len(phrase)
                sure = 1.0 if at <= start and rest == 0 else 0.95 if at <= start else 0.7
                better = best is None or (sure, at == start and len(phrase), -at) > (
                    best.confidence,
                    best.start == start and best.end - best.start,
                    -best.start,
                )
                if better:
                    best = Found(value, at, at + len(phrase), sure)
    if best is not None and best.value is True and best.confidence < 0.95 and STRONG_NO & set(tokens):
        return Found(False, best.start, best.end, 0.6)
    return best
