"""Whether what a model says stands in what it was given: figures, money, dates, shares, lengths of time, names,
promises, and whether something is so or is not. Spoken and written forms are the same: "thirty days" is "30 days".

It reads English. It looks at what can be compared without understanding: two sentences that say something else in the
same words, without a figure, pass.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from flows.guardrails.figures import CURRENCIES, Figure, figures, month, words_of

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[\"'(\[]?[A-Z0-9$€£])|[\r\n]+")
_TOKEN = re.compile(
    r"https?://\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\d+(?:[.,]\d+)*(?:st|nd|rd|th)?(?!\w)|\d+(?:[.,]\d+)*|[$€£%]|:"
    r"|[^\W\d_]+(?:['’-][^\W\d_]+)*"
)
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_TO = frozenset("to until through till".split())
_NOT = frozenset(
    "not no never cannot neither nor none nobody nothing without forbidden prohibited unable impossible excluded "
    "refuse refused denied".split()
)
_MIXED = frozenset("except unless but only although however otherwise besides instead until".split())
"""A sentence with one of these says both what is so and what is not."""
_KINDS = {
    "free": r"free(?: of charge)?|(?:no|without(?: an?| any)?|at no)(?: extra| additional)? (?:charge|fee|cost)s?"
    r"|for nothing|complimentary|gratis",
    "guaranteed": r"guarantee[sd]?|guaranteeing|promise[sd]?|assure[sd]?|warrant(?:y|s|ed)|definitely|certainly",
    "always": r"always|any ?time|at all times|day and night|(?:a)?round the clock|24/7|whenever you (?:like|want)",
    "never": r"never",
    "at once": r"instant(?:ly)?|immediate(?:ly)?|at once|right away|straight away",
    "unlimited": r"unlimited|(?:no|without(?: any)?) limits?",
    "in full": r"in full|full refund|full amount|completely refunded",
    "refunded": r"refund(?:s|ed)?|credited|reimburse[sd]?|waive[sd]?|compensat\w+|(?:money|pays?|paid) (?:it )?back",
    "for life": r"lifetime|for life|forever",
    "entitled": r"entitled|eligible|approved",
}
"""What commits whoever says it. A phrase is covered by any other one of its kind."""
_PROMISES = {kind: re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE) for kind, pattern in _KINDS.items()}
_NO_NAMES = frozenset({"i", "ok", "okay", "i'm", "i'll", "i've", "i'd", "pin", "pdf", "id", "am", "pm"})
_NO_MONTHS = frozenset({"may", "march", "mar", "sept"})
"""Words that are mostly something else where no day stands beside them."""
_STOP = frozenset(
    "a an the and or of in on at to for from with by is are was were be been it its this that these those you your we "
    "our they their i my me us them as if so do does did can could may might must shall should will would have has had "
    "there here then which who what when where how also just please not no yes any all each every within after before "
    "up per than".split()
)
_PAYS = frozenset("pay pays paid cost costs price prices fee fees charge charges charged".split())
"""In a sentence with one of these a number without a unit is an amount of money."""
ALIKE = 0.6
"""The share of the words of a sentence that another has which speaks of the same."""
FEWEST = 3
"""Words that two such sentences share at least."""
LONGEST_HEADING_WORDS = 12


@dataclass(frozen=True)
class Sentence:
    """What of a sentence can be compared."""

    text: str
    figures: tuple[tuple[Figure, str], ...]
    """Each with its words."""
    days: tuple[str, ...]
    """Days of the week, and months that stand without a figure."""
    names: tuple[str, ...]
    promises: tuple[tuple[str, str], ...]
    """Kind and words of each."""
    content: frozenset[str]
    tokens: tuple[str, ...]
    negated: str
    """The word that says that something is not so; empty where it is so."""
    mixed: bool


def uncovered(text: str, evidence: Sequence[str], *, strict: bool = False) -> tuple[str, ...]:
    """What of a text no evidence covers, in its words and its order; empty when all is covered.

    Figures with their units, days, names, promises, and a sentence that says that something is so where the evidence
    says that it is not, or the other way round. Takes well under a millisecond for a sentence.

    `strict`: the evidence is texts that say themselves what their numbers are: "30" in one of them is no proof of 30
    euros, and "30 guests" none of 30 bags. Values of a call say it by their names, and a number without a unit is then
    proof of any amount.
    """
    known = [sentence for one in evidence for sentence in _evidence(one)]
    told = [figure for sentence in known for figure, _ in sentence.figures]
    holds = partial(_is_told, known=known) if strict else partial(_stands_in, told=told)
    days = {day for sentence in known for day in sentence.days}
    kinds = {kind for sentence in known for kind, _ in sentence.promises}
    words = {word for one in evidence for word in _words(one)}
    found: list[str] = []
    for sentence in _sentences(text):
        found += [said for figure, said in sentence.figures if not holds(figure, sentence)]
        found += [day for day in sentence.days if day not in days and day not in words]
        found += [name for name in sentence.names if not _words(name) <= words]
        found += [phrase for kind, phrase in sentence.promises if kind not in kinds]
        if (turned := _turned(sentence, known)) is not None:
            found.append(turned)
    return tuple(dict.fromkeys(found))


def _is_told(figure: Figure, sentence: Sentence, known: Sequence[Sentence]) -> bool:
    """Whether evidence tells a figure, with its unit or with what it counts."""
    return any(_is_same(figure, sentence, other, there) for there in known for other, _ in there.figures)


def _is_same(figure: Figure, sentence: Sentence, other: Figure, there: Sentence) -> bool:
    if "clock" in (figure.unit, other.unit):
        return figure.covered_by(other) and not other.counted and not figure.counted
    if figure.unit and other.unit:
        return figure.covered_by(other)
    if not _is_equal(figure, other):
        return False
    if figure.unit:
        return not other.counted and not words_of(figure.unit, figure.word).isdisjoint(_label(other, there))
    if figure.counted:
        if other.unit:
            return False
        return not _stems(figure.counted).isdisjoint(_stems(other.counted) if other.counted else there.content)
    units, others = _units(sentence), frozenset({other.unit}) if other.unit else _units(there)
    return not units or not units.isdisjoint(others)


def _units(sentence: Sentence) -> frozenset[str]:
    """What a number without a unit may be there: "30 days, members 60"."""
    units = frozenset(figure.unit for figure, _ in sentence.figures if figure.unit)
    return units or (CURRENCIES if _pays(sentence) else frozenset())


def _pays(sentence: Sentence) -> bool:
    return not _PAYS.isdisjoint(sentence.tokens)


def _label(figure: Figure, sentence: Sentence) -> tuple[str, ...]:
    """What a column or a line calls a number: "price in euros" of "Card: Gold; Price in euros: 79"."""
    tokens, colon = sentence.tokens, figure.span[0] - 1
    if colon < 0 or tokens[colon] != ":":
        return ()
    begin = max((each.span[1] for each, _ in sentence.figures if each.span[1] <= colon), default=0)
    return tokens[max((at + 1 for at in range(begin, colon) if tokens[at] == ":"), default=begin) : colon]


def _is_equal(one: Figure, other: Figure) -> bool:
    """By the numbers that were said."""
    first, second = _number_of(one), _number_of(other)
    return abs(first - second) <= 1e-6 * max(1.0, abs(first))


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(_stem(word) for word in words)


def _stands_in(figure: Figure, _sentence: Sentence, told: Sequence[Figure]) -> bool:
    """Whether a figure is told; where its number is told with a unit, one without a unit is no proof of another."""
    same = [other for other in told if figure.covered_by(other)]
    if not figure.unit or any(other.unit == figure.unit for other in same):
        return bool(same)
    return bool(same) and not any(other.unit for other in told if _number_of(other) == _number_of(figure))


def _number_of(figure: Figure) -> float:
    """The number that was said."""
    return figure.number if figure.number is not None else figure.value


def _turned(sentence: Sentence, known: Iterable[Sentence]) -> str | None:
    """The words by which a sentence says the contrary of the one that is most like it."""
    alike = [(len(sentence.content & other.content), other) for other in known]
    best = max((shared for shared, _ in alike), default=0)
    if best < FEWEST or best < ALIKE * len(sentence.content) or sentence.mixed:
        return None
    rivals = [other for shared, other in alike if shared == best]
    if any(other.mixed or bool(other.negated) == bool(sentence.negated) for other in rivals):
        return None
    return sentence.negated or sentence.text


@lru_cache(maxsize=512)
def _evidence(text: str) -> tuple[Sentence, ...]:
    """Its sentences; what stands before a first colon, as a heading does, belongs to each."""
    heading, sign, rest = text.partition(": ")
    if not sign or len(heading.split()) > LONGEST_HEADING_WORDS or re.search(r"[.!?]", heading):
        return _sentences(text)
    below = (each for one in _SENTENCE.split(rest) for each in _sentences(f"{heading}: {one}"))
    return (*_sentences(heading), *below)


@lru_cache(maxsize=512)
def _sentences(text: str) -> tuple[Sentence, ...]:
    return tuple(_sentence(part) for one in _SENTENCE.split(text) if (part := one.strip()))


@lru_cache(maxsize=512)
def _words(text: str) -> frozenset[str]:
    found = (match[0].rstrip(".,;)") for match in _TOKEN.finditer(text.lower()))
    return frozenset(form for word in found for form in (_stem(word), word))


def _stem(word: str) -> str:
    word = word.replace("’", "'").removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)].removesuffix("e")
    return word.removesuffix("e") if len(word) > 4 else word


def _sentence(text: str) -> Sentence:
    matches = list(_TOKEN.finditer(text))
    tokens = _tokens(text)
    found = figures(tokens)
    taken = {at for figure in found for at in range(*figure.span)}
    said = tuple((each, text[matches[each.span[0]].start() : matches[each.span[1] - 1].end()]) for each in found)
    promises = tuple((kind, match[0]) for kind, pattern in _PROMISES.items() for match in pattern.finditer(text))
    rest = text
    for pattern in _PROMISES.values():
        rest = pattern.sub(" ", rest)
    negated = next((word for word in _tokens(rest) if word in _NOT or word.endswith("n't")), "")
    content = frozenset(_stem(word) for word in tokens if word.isalpha() and word not in _STOP and word not in _NOT)
    names = tuple(_names(text, matches, taken))
    mixed = any(word in _MIXED for word in tokens)
    return Sentence(text, said, tuple(_days(tokens, taken)), names, promises, content, tuple(tokens), negated, mixed)


def _tokens(text: str) -> list[str]:
    return [match[0].lower().replace("’", "'") for match in _TOKEN.finditer(text)]


def _days(tokens: list[str], taken: set[int]) -> Iterator[str]:
    """Days of the week, those between two of them ("Monday to Friday") included; months without a day."""
    for at, token in enumerate(tokens):
        day = token.removesuffix("s")
        if day in _DAYS:
            yield day
            behind = tokens[at + 2].removesuffix("s") if at + 2 < len(tokens) else ""
            if behind in _DAYS and tokens[at + 1] in _TO:
                first, last = _DAYS.index(day), _DAYS.index(behind)
                yield from (_DAYS[number % 7] for number in range(first, last + (0 if last > first else 7)))
        elif at not in taken and token not in _NO_MONTHS and month(token):
            yield token


def _names(text: str, matches: "list[re.Match[str]]", taken: set[int]) -> Iterator[str]:
    """Words with a capital inside of a sentence, one behind the other as one name; addresses of mail and pages."""
    held: list[str] = []
    for at, match in enumerate(matches):
        word = match[0]
        if "@" in word or word.startswith("http"):
            yield word.rstrip(".,;)")
        elif at not in taken and _is_name(word, is_first=at == 0 or _begins(text[: match.start()])):
            held.append(word)
        elif held:
            yield " ".join(held)
            held = []
    if held:
        yield " ".join(held)


def _is_name(word: str, *, is_first: bool) -> bool:
    plain = word.lower().replace("’", "'")
    if not word[0].isupper() or plain in _NO_NAMES or plain.removesuffix("s") in _DAYS or month(plain):
        return False
    return not is_first or (len(word) > 1 and word.isupper())


def _begins(before: str) -> bool:
    """Whether a word behind this has its capital since it is the first."""
    return before.rstrip().endswith((".", "!", "?", ":", "\u201c", '"'))
