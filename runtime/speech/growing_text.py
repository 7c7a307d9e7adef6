"""Text that comes piece by piece, as a language model writes it: cut into clauses as soon as one is certain."""

import re

from runtime.speech.clauses import clause_ends, clean, sentences, whole_sentence
from runtime.speech.splicing import leans

FIRST_WORDS = 3
ENOUGH_WORDS, MOST_FIRST_WORDS = 4, 6
"""So many words are a first clause although no mark ends it: about a second of speech, in which more words come and the
next clause is made."""
LATER_WORDS = 6
"""A later clause ends at a comma from so many words on: the fewer cuts, the better the melody."""

_UNFINISHED = re.compile(r"(?:!?\[[^\[\]]{0,500}(?:\](?:\([^()\s]{0,500})?)?|<(?:/?[A-Za-z!][^<>]{0,200})?)\Z")
"""A link or a tag of which the end has not come."""
_NUMBERS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion point "
    "dollars cents euros pounds percent am pm a.m p.m o'clock".split()
)


class GrowingText:
    """Pieces of text in, clauses out. No clause ends inside a number, a name, an abbreviation or markup."""

    def __init__(self) -> None:
        self._raw = ""
        self._given = 0
        self._first = True

    def add(self, piece: str) -> tuple[str, ...]:
        """More text; the clauses that are certain now."""
        self._raw += piece
        unfinished = _UNFINISHED.search(self._raw)
        text = clean(self._raw[: unfinished.start()] if unfinished else self._raw)
        found: list[str] = []
        while cut := self._next_cut(text[self._given :]):
            found += self._take(text, self._given + cut)
        return tuple(found)

    def finish(self) -> tuple[str, ...]:
        """What is left, now that no more text comes."""
        text = clean(self._raw)
        found: list[str] = []
        while cut := self._next_cut(text[self._given :]):
            found += self._take(text, self._given + cut)
        return (*found, *self._take(text, len(text)))

    def _take(self, text: str, end: int) -> tuple[str, ...]:
        taken = whole_sentence(text[self._given : end].strip())
        self._given = end
        self._first = self._first and not taken
        return taken

    def _next_cut(self, text: str) -> int:
        """Where the first clause of the text that is left ends for certain; 0 when that is not known yet."""
        sentence, *more = sentences(text)
        fewest = FIRST_WORDS if self._first else LATER_WORDS
        for end in clause_ends(sentence):
            if len(sentence[:end].split()) >= fewest:
                return end
        if more:
            return len(sentence)
        return self._phrase(sentence) if self._first else 0

    def _phrase(self, sentence: str) -> int:
        """The end of a first phrase that no mark ends, where the words that follow it do not matter."""
        words = sentence.split()[:-1]  # the last one may still grow
        if len(words) <= ENOUGH_WORDS:
            return 0
        last = min(MOST_FIRST_WORDS, len(words) - 1)
        places = [count for count in range(FIRST_WORDS, last + 1) if _ends(words, count)]
        soon = [count for count in places if count <= ENOUGH_WORDS]
        count = soon[-1] if soon else places[0] if places else 0
        return len(" ".join(words[:count]))


def _ends(words: list[str], count: int) -> bool:
    """Whether a phrase may end after so many of the words."""
    last, following = words[count - 1], words[count]
    if leans(last) or (_is_number(last) and _is_number(following)):
        return False
    return not (last[:1].isupper() and following[:1].isupper()) and not last.endswith(".")


def _is_number(word: str) -> bool:
    return _bare(word) in _NUMBERS or any(character.isdigit() for character in word)


def _bare(word: str) -> str:
    return word.strip(".,;:!?\"'()“”").lower()
