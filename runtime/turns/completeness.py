"""Whether a caller's words so far are a whole utterance or break off in the middle of one.

"I'd like to send fifty dollars to" goes on, "to Anna" does not. A logistic model of the last words, the first ones and
the shape of the sentence tells which. Language is data: `completeness.en.json` holds word classes and weights, made by
`scripts/learn_completeness.py` from CLINC150 and BANKING77 (LICENSING.md), and is read at the first call, once.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from runtime.turns.phrases import file_of

LANGUAGE = "en"
MOST_CHARACTERS = 600
"""Of the end of a text: what was said a minute ago does not tell whether the last sentence is whole."""
FIRST_SHARE, MOST_OTHERS = 0.6, 4
"""What the likeliest guess counts, and how many of the others count with it."""
UNSURE = 0.5
"""What is said of no words, and in a language without data."""
NUMBER, ORDINAL, LETTER, UNKNOWN = "<n>", "<th>", "<l>", "<u>"
_SENTENCE = re.compile(r"[.?!…]+\s+")
_ABBREVIATED = re.compile(r"(?<=\b[^\W\d_])\.(?=[^\W\d_]\b)")
"""The dots of "p.m."."""
_TOKEN = re.compile(r"[$£€]?[^\W\d_]*\d[\w.,:/]*%?|[^\W\d_]+(?:'[^\W\d_]+)*")
_LONG = 7
"""Words of a sentence that is not told from longer ones."""


@dataclass(frozen=True)
class Lexicon:
    """What is known of a language's words."""

    classes: Mapping[str, str]
    """Word to class."""
    verbs: frozenset[str]
    numbers: frozenset[str]
    ordinals: frozenset[str]
    signs: Mapping[str, str]
    """Sign of an amount to its word: `$` to `dollars`."""
    endings: tuple[str, ...]
    """Of words without a class: their kind, roughly. The first that fits is taken."""
    ordinal_endings: tuple[str, ...]
    """Behind digits: "21st"."""
    marks: Mapping[str, int]
    """Mark at the end of a text to what it counts, in hundredths of log odds."""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Lexicon":
        """From lists of words as data; a word is of the first class that names it."""
        named = {word: name for name, words in reversed(data["classes"].items()) for word in words.split()}
        verbs, numbers, ordinals, endings, behind = (
            tuple(data[key].split()) for key in ("verbs", "numbers", "ordinals", "endings", "ordinal_endings")
        )
        lists = (frozenset(verbs), frozenset(numbers), frozenset(ordinals))
        return cls(named, *lists, data["signs"], endings, behind, data["marks"])


@dataclass(frozen=True)
class _Model:
    lexicon: Lexicon
    words: frozenset[str]
    weights: Mapping[str, float]
    bias: float


def finished(text: str, language: str = LANGUAGE) -> float:
    """How likely the words are a whole utterance: 0 surely goes on, 1 is finished, 0.5 cannot be told.

    `text`: as a recogniser writes it. Case tells nothing, and of the marks only "..." and "-" at the end and where a
    sentence ends before the last one.
    """
    model = _model(language)
    if model is None or not (words := normal(text, model.lexicon)):
        return UNSURE
    weights = model.weights
    total = model.bias + sum(weights.get(name, 0.0) for name in features(words, model.words, model.lexicon))
    total += sum(value for mark, value in model.lexicon.marks.items() if text.rstrip().endswith(mark)) / 100
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def likely_finished(guesses: Sequence[str], language: str = LANGUAGE) -> float:
    """The same of a recogniser's guesses, the likeliest first: where it completes a phrase by itself ("from mine" for
    "from my"), some of the others break off (AUROC .932 instead of .920 on recognised speech)."""
    if not guesses:
        return UNSURE
    first, *others = (finished(guess, language) for guess in guesses[: 1 + MOST_OTHERS])
    return FIRST_SHARE * first + (1 - FIRST_SHARE) * sum(others) / len(others) if others else first


def normal(text: str, lexicon: Lexicon) -> list[str]:
    """The words of the last sentence, in small letters; numbers, ordinals and spelled letters as one sign each.

    Hesitations count where they are the last word only.
    """
    text = _ABBREVIATED.sub("", text[-MOST_CHARACTERS:].replace("’", "'"))
    last = next((part for part in reversed(_SENTENCE.split(text)) if _TOKEN.search(part)), "")
    words: list[str] = []
    for token in _TOKEN.findall(last.lower()):
        for word in _signs(token, lexicon):
            if words and lexicon.classes.get(words[-1]) == "fill":
                words.pop()
            if not (word in (NUMBER, LETTER) and words[-1:] == [word]):
                words.append(word)
    return words


def features(words: Sequence[str], known: frozenset[str], lexicon: Lexicon) -> Iterator[str]:
    """The names of what is seen in the words of a sentence; words that are not in `known` count by their ending."""
    tail = ["^", "^", "^", *words][-3:]
    kinds = [_kind(word, known, lexicon) for word in tail]
    a, b, c = (word if word in known or word == "^" else kind for word, kind in zip(tail, kinds, strict=True))
    x, y, z = kinds
    size = min(len(words), _LONG)
    first = words[0] if words[0] in known else _kind(words[0], known, lexicon)
    second = words[1] if len(words) > 1 and words[1] in known else "-"
    verb = any(word in lexicon.verbs for word in words[:-1])
    yield from (f"1 {c}", f"2 {b} {c}", f"3 {a} {b} {c}", f"k1 {z}", f"k2 {y} {z}", f"k3 {x} {y} {z}")
    yield from (f"m2 {b} {z}", f"n2 {y} {c}", f"m3 {a} {b} {z}", f"m3 {a} {y} {z}")
    yield from (f"s {size}", f"s1 {size} {z}", f"v {verb} {z}", f"v2 {verb} {y} {z}", f"vs {verb} {size}")
    yield from (f"f1 {first} {size}", f"f2 {first} {second} {min(size, 4)}", f"fz {first} {z}", f"fc {first} {c}")
    yield f"f2z {first} {second} {z}"
    # The last verb before the end and what has followed it: "send" wants more than "wait".
    for back, word in enumerate(reversed(words[:-1])):
        if word in lexicon.verbs and word in known:
            yield f"w {word} {min(back, 4)}"
            yield f"wz {word} {z}"
            break


def _kind(word: str, known: frozenset[str], lexicon: Lexicon) -> str:
    """A class in capitals, or the ending of a word without one."""
    if named := lexicon.classes.get(word):
        return named.upper()
    if word == "^":
        return word
    ending = next((suffix for suffix in lexicon.endings if word.endswith(suffix)), "")
    return f"{'K' if word in known else UNKNOWN}-{ending}"


def _signs(token: str, lexicon: Lexicon) -> list[str]:
    """A token as words: `$50` is a number and `dollars`."""
    if any(letter.isdigit() for letter in token):
        if token.endswith(lexicon.ordinal_endings):
            return [ORDINAL]
        sign = lexicon.signs.get(token[0]) or lexicon.signs.get(token[-1])
        return [NUMBER, sign] if sign else [NUMBER]
    if token in lexicon.numbers:
        return [NUMBER]
    if token in lexicon.ordinals:
        return [ORDINAL]
    if len(token) == 1 and token not in lexicon.classes:
        return [LETTER]
    return [token]


@cache
def _model(language: str) -> _Model | None:
    text = file_of(f"completeness.{language}.json", language)
    if text is None:
        return None
    data = json.loads(text)
    # Weights are stored in hundredths: half the size of the file, and no difference to what is told.
    weights = {name: value / 100 for name, value in data["weights"].items()}
    return _Model(Lexicon.of(data["lexicon"]), frozenset(data["words"].split()), weights, data["bias"] / 100)
