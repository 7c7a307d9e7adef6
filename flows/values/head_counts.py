"""How many people a caller counts up without one number for all: "me and my wife", "two adults and three kids"."""

from flows.values.numerals import Numeral
from flows.values.words import Found, Words

COUNTS = {"couple": 2, "pair": 2, "both": 2}
"""Words that count people and things as a numeral does."""
WHOLE_COUNTS = {"alone": 1, "myself": 1, "solo": 1, "nobody": 0}
"""Words that count where no number was said."""
FAMILY = frozenset(
    "wife husband partner friend girlfriend boyfriend fiance fiancee spouse son daughter mother father mum mom mam dad "
    "brother sister aunt uncle cousin grandmother grandfather grandma grandpa boss colleague date guest child kid "
    "baby mate buddy roommate neighbour neighbor".split()
)
OTHERS = frozenset("other others friends guests kids children people colleagues sons daughters mates more".split())
SORTS = frozenset(
    "adult adults kid kids child children man men woman women baby babies toddler toddlers infant infants senior "
    "seniors teenager teenagers student students boys girls".split()
)
"""Sorts of people; two different ones are counted together."""
_OWNERS = frozenset("my a an the his her our their".split())
_BEFORE_ME = frozenset("give tell let for excuse help show send call allow to with from".split())
_APART = frozenset({"or", "no", "not", "to", "maybe", "sorry", "mean", "actually"})


def company(words: Words, numbers: list[Numeral]) -> Found | None:
    """ "Me and my husband" is two; "me, my wife and two kids" four, which is doubtful: the two may be all."""
    tokens = words.tokens
    me = _oneself(words)
    if me is None or _APART - {"to"} & set(tokens):
        return None
    others = [at for at, token in enumerate(tokens) if token in FAMILY and words.token(at - 1) in _OWNERS]
    more = [
        item
        for item in numbers
        if words.token(item.end) in OTHERS | FAMILY
        or words.tokens[max(0, item.start - 2) : item.start] in (("me", "and"), ("me", "plus"), ("myself", "plus"))
    ]
    if not others and not more:
        return None
    total = 1 + len(others) + sum(int(item.value) for item in more)
    places = [me, *others, *(item.end for item in more), *(item.start for item in more)]
    return Found(total, min(places), max(places) + 1, 0.85, bool(more))


def _oneself(words: Words) -> int | None:
    for at, token in enumerate(words.tokens):
        behind, before = words.token(at + 1), words.token(at - 1)
        if token in ("me", "myself") and before not in _BEFORE_ME and behind in ("and", "plus", "with", "my"):
            return at
        if token in ("me", "i", "myself") and before in ("and", "plus") and words.token(at - 2) in FAMILY:
            return at
    return None


def total(words: Words, numbers: list[Numeral]) -> Found | None:
    """ "Two adults and three kids" is five, or the question was for one sort only: doubtful."""
    sorts = [words.token(item.end).removesuffix("s") for item in numbers]
    if len(numbers) < 2 or len(set(sorts)) < len(sorts) or not all(words.token(item.end) in SORTS for item in numbers):
        return None
    first, last = numbers[0], numbers[-1]
    if _APART & set(words.tokens[first.end : last.start]):
        return None
    return Found(int(sum(item.value for item in numbers)), first.start, last.end + 1, 0.85, True)


def count_words(words: Words) -> list[Found]:
    """ "A couple", "both of us"."""
    return [Found(COUNTS[token], at, at + 1, 0.85) for at, token in enumerate(words.tokens) if token in COUNTS]


def whole_count(words: Words) -> Found | None:
    """ "Just me", "no one"."""
    for at, token in enumerate(words.tokens):
        if token in WHOLE_COUNTS:
            return Found(WHOLE_COUNTS[token], at, at + 1, 0.85)
        if token == "me" and (words.token(at - 1) in ("just", "only", "it's", "but") or len(words) == 1):
            return Found(1, at, at + 1, 0.85)
        if token == "no" and words.token(at + 1) == "one" and not words.pauses_before(at + 1):
            return Found(0, at, at + 2, 0.5, True)  # or "no, one"
    return None
