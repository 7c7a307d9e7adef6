"""The words of a text as they are compared: small, without endings, numbers in figures, one spelling for both
shores."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from flows.values.numerals import numerals

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_GROUPS = re.compile(r"(?<=\d)[,.](?=\d{3}(?!\d))")
STOP = frozenset(
    "a an the and or but if then than so as at by for from in into of on onto to up with without about over "
    "under out off i "
    "you he she it we they me him her us them my your his its our their this that these those there here is are "
    "was were be "
    "been being am do does did done doing have has had having can could may might must shall should will would "
    "not no yes "
    "what which who whom whose when where why how also just only very too any some each every all both either "
    "please tell say "
    "know want like need get got getting give s t don doesn didn isn aren wasn won im ive id ill youre theyre "
    "hello hi hey um "
    "uh er hmm okay ok well oh thanks thank sorry question wondering wonder ask asking maybe let lets bit thing "
    "things something "
    "anything someone anyone somebody anybody one's it's what's i'm i've i'd i'll don't doesn't didn't isn't "
    "can't there's "
    "that's you're they're we're won't couldn't wouldn't many much long still ever even really actually now "
    "kind sort".split()
)
"""Words of which every text is full, or with which callers begin."""
_PHRASES = {
    verb: dict(pair.split("=") for pair in pairs.split())
    for verb, pairs in {
        "take": "back=return", "bring": "back=return", "give": "back=return away=donate", "send": "back=return",
        "hand": "back=return", "come": "back=return", "go": "back=return", "get": "back=return", "pay": "back=repay",
        "pick": "up=collect", "drop": "off=deliver", "sign": "up=join", "call": "off=cancel", "put": "off=postpone",
        "fill": "out=complete", "throw": "away=discard", "turn": "down=refuse",
        "hold": "back=keep", "keep": "back=keep",
    }.items()
}  # fmt: skip
"""Verbs with a particle, as terms, and the one word that documents write for them."""
_DETERMINERS = frozenset("the a an my your his her its our their this that".split())
MOST_BETWEEN_WORDS = 4
"""Between a verb and its particle: "take my old things back"."""
_SAME = {
    "centre": "center", "theatre": "theater", "metre": "meter", "litre": "liter", "grey": "gray", "cheque": "check",
    "programme": "program", "licence": "license", "tyre": "tire", "wifi": "wireless", "anaesthetic": "anesthetic",
    "anaesthesia": "anesthesia", "paediatric": "pediatric", "children": "child", "men": "man", "women": "woman",
    "people": "person", "feet": "foot", "teeth": "tooth", "paid": "pay", "bought": "buy", "sent": "send",
    "lost": "lose",
    "broke": "break", "broken": "break", "kept": "keep", "left": "leave", "took": "take", "taken": "take",
    "brought": "bring",
    "stole": "steal", "stolen": "steal", "worn": "wear", "went": "go", "gone": "go", "made": "make", "told": "tell",
    "said": "say", "sold": "sell", "held": "hold", "found": "find", "chose": "choose", "chosen": "choose",
    "drank": "drink",
    "ate": "eat", "eaten": "eat", "came": "come", "gave": "give", "given": "give",
    "spoke": "speak", "spoken": "speak", "wrote": "write", "written": "write", "rang": "ring", "fell": "fall",
    "fallen": "fall",
}  # fmt: skip
"""Spellings, and forms that no ending tells."""
_WHOLE = frozenset(
    "evening morning building ceiling wedding nothing during plane planes founded founding apply supply reply "
    "family only early "
    "daily ugly belly fly flies news species business bus glasses clothes thing things spring string being "
    "bring king ring wing "
    "offer red bed feed need speed seed weed breed hundred shed wallet careful".split()
)
"""Words whose end is no ending, or that would become another word without it."""


def terms(text: str) -> list[str]:
    """Every word that tells something, in order, as it is compared."""
    return [term for word in words(text) if (term := term_of(word)) and word not in STOP]


def words(text: str) -> list[str]:
    """The words of a text, small; numbers said in words are figures, verbs with a particle one word."""
    return list(_with_phrases(_with_figures(list(_words(text)))))


def _words(text: str) -> Iterator[str]:
    plain = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    for match in _WORD.finditer(_GROUPS.sub("", plain)):
        word = match[0]
        yield word if word in STOP else word.removesuffix("'s")


def _with_figures(said: Sequence[str]) -> list[str]:
    """ "Thirty" is 30, "twenty five" 25, "two hundred" 200; "one" and parts of one stay words."""
    found, at = list[str](), 0
    for numeral in numerals(tuple(said)):
        plain = said[numeral.start : numeral.end]
        if not numeral.value.is_integer() or plain in (["one"], ["a"]) or plain[0][0].isdigit():
            continue
        found += [*said[at : numeral.start], str(int(numeral.value))]
        at = numeral.end
    return [*found, *said[at:]]


def _with_phrases(said: Sequence[str]) -> Iterator[str]:
    """A verb with its particle is one word, whatever stands between them: "take it back" is "return", which means
    another thing than "take", and than "pay it back"."""
    taken = set[int]()
    for at, word in enumerate(said):
        if at in taken:
            continue
        particles = _PHRASES.get(term_of(word), {})
        behind = _particle(said, at, particles) if particles else 0
        if behind:
            taken.add(behind)
            yield particles[said[behind]]
        else:
            yield word


def _particle(said: Sequence[str], at: int, particles: Mapping[str, str]) -> int:
    """Where the particle of a verb stands; 0 where it has none."""
    for place in range(at + 1, min(at + 2 + MOST_BETWEEN_WORDS, len(said))):
        if said[place] in particles:
            return 0 if said[place - 1] in _DETERMINERS else place
        if term_of(said[place]) in _PHRASES:
            return 0
    return 0


def in_one_word(text: str) -> str:
    """A text with verbs and their particles as one word each, as documents say them."""
    said = text.split()
    found = list(_with_phrases([word.lower().strip(".,?!") for word in said]))
    return " ".join(found) if len(found) != len(said) else " ".join(said)


@lru_cache(maxsize=50_000)
def term_of(word: str) -> str:
    """A word without its ending. A light hand: what is cut too far means something else."""
    if word[:1].isdigit():
        return word.replace(",", ".").rstrip(".")
    word = _SAME.get(word, word)
    if len(word) <= 3 or word in _WHOLE:
        return word.removesuffix("s") if word in ("planes", "things") else word
    word = _british(word)
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= (3 if ending != "s" else 2):
            if ending == "s" and word.endswith(("ss", "us", "is")):
                continue
            return _undoubled(word[: len(word) - len(ending)] + instead, ending)
    return word.removesuffix("e") if len(word) > 4 else word


_ENDINGS = (
    ("ations", "ate"), ("ation", "ate"), ("ments", ""), ("ment", ""), ("ities", "ity"), ("ings", ""),
    ("ing", ""), ("iest", "y"), ("ies", "y"), ("ied", "y"), ("ed", ""), ("sses", "ss"), ("ches", "ch"),
    ("shes", "sh"), ("xes", "x"), ("es", "e"), ("s", ""),
)  # fmt: skip


_OPEN = re.compile(r"[^aeiou][aeiou][^aeiouwxy]")


def _undoubled(stem: str, ending: str) -> str:
    """As before the ending: "stopp" is "stop", "tak" is "take"."""
    if ending in ("ing", "ed", "ings"):
        if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsz":
            return stem[:-1]
        if len(stem) == 3 and _OPEN.fullmatch(stem):
            return f"{stem}e"
    return stem.removesuffix("e") if len(stem) > 4 else stem


def _british(word: str) -> str:
    if word.endswith("our") and len(word) > 4:
        return word[:-3] + "or"
    return re.sub(r"(?<=[a-z]{2})is(?=(?:e|ed|es|ing|ation)\Z)", "iz", word) if len(word) > 6 else word
