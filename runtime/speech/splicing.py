"""Texts cut where words that are known beforehand end, so that they are heard at once while the values are made.

A cut must not be heard. So only the beginning of a text is ever cut off, where there is silence to be filled; a
beginning is long enough for a phrase of its own, and ends where a speaker could pause (ADR 0017).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from runtime.speech.clauses import clause_ends, clauses, clean, cut_first, sentences, whole_sentence

HEAD_WORDS = 3
"""Fewer words before a value sound chopped off, unless a comma stands behind them."""
LONG_REST_CHARACTERS = 48
"""What follows a beginning is cut once more from here: it must be made while three words are heard."""

_VALUE = "00x00"
"""Stands for a value that is not known: a word that no text has."""
_LONG_VALUE = " ".join([_VALUE] * 9)
_PAUSES = (",", ";", ":", "–", "—")
# Words that lean on the next one. A phrase that ends with them is heard as cut off, whatever follows.
_LEANING = frozenset(
    "a an the this that these those my your our his her its their no some any every each another "
    "of to for from on at in by with about as into under over until till since than per via and or but nor if that "
    "not very so too just only i we he she they".split()
)


@dataclass(frozen=True, slots=True)
class FixedClauses:
    """What can be made of a stretch of fixed words before the values around it are known."""

    clauses: tuple[str, ...]
    """Clauses as they will be spoken, in order."""
    head: str | None = None
    """The beginning of a sentence, which is worth a clause of its own."""


def fixed_clauses(text: str, *, head: bool, tail: bool) -> FixedClauses:
    """The clauses that fixed words make wherever they stand. `head`: a text begins with them; `tail`: it ends so.

    >>> fixed_clauses("It's booked. Your code is ", head=True, tail=False).clauses
    ("It's booked.",)
    >>> fixed_clauses("Your savings balance is ", head=True, tail=False).head
    'Your savings balance is'
    """
    found: dict[str, None] = {}
    for value in (_VALUE, _LONG_VALUE):
        whole = f"{'' if head else value}{text}{'' if tail else value}"
        found |= dict.fromkeys(clause for clause in clauses(whole) if _VALUE not in clause)
    return FixedClauses(tuple(found), _head(text) if head and not tail else None)


def _head(text: str) -> str | None:
    """The words of an unfinished first sentence up to where a speaker could pause."""
    first = sentences(clean(text + _VALUE))[0]
    if _VALUE not in first:
        return None
    words = first[: first.index(_VALUE)].rpartition(" ")[0].split()
    while words and leans(words[-1]):
        words.pop()
    pauses = bool(words) and words[-1].endswith(_PAUSES)
    return " ".join(words) if len(words) >= HEAD_WORDS or pauses else None


def leans(word: str) -> bool:
    """Whether a phrase that ends with a word is heard as cut off."""
    return word.lower() in _LEANING


@dataclass(frozen=True)
class Splicer:
    """Cuts the texts of one bot. `known` are clauses that are made beforehand, `heads` those that begin a sentence."""

    known: frozenset[str] = frozenset()
    heads: frozenset[str] = frozenset()
    _most_words: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_most_words", max((len(head.split()) for head in self.heads), default=0))

    def split(self, text: str) -> tuple[str, ...]:
        """What to speak, piece by piece, as `clauses` does; the first piece is a known one where there is any."""
        plain = clauses(text)
        if not plain or plain[0] in self.known:
            return plain
        first, *others = sentences(clean(text))
        pieces = self._behind_head(first) or (self._before_tail(first) if plain[0] == first else ())
        return (*pieces, *(piece for each in others for piece in whole_sentence(each))) if pieces else plain

    def _behind_head(self, sentence: str) -> tuple[str, ...]:
        """A sentence that is cut behind its known beginning; nothing when it has none."""
        head = next((head for head in self._beginnings(sentence) if head in self.heads), None)
        if head is None:
            return ()
        rest = sentence[len(head) :].strip()
        pieces = cut_first(rest) if len(rest) > LONG_REST_CHARACTERS else whole_sentence(rest)
        return (head, *pieces) if pieces else ()

    def _before_tail(self, sentence: str) -> tuple[str, ...]:
        """A sentence that is cut at a comma behind which it is known: there is less to be made."""
        for end in clause_ends(sentence):
            tail = sentence[end:].strip()
            if tail in self.known and (begin := whole_sentence(sentence[:end])):
                return (*begin, tail)
        return ()

    def _beginnings(self, sentence: str) -> Iterator[str]:
        """Those of a sentence, between words, the longest first."""
        words = sentence.split()
        for count in range(min(len(words) - 1, self._most_words), 0, -1):
            yield " ".join(words[:count])
