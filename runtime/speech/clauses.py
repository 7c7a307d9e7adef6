"""Text for the voice: cleaned, and cut into clauses so that the first one is spoken soon."""

import re
import unicodedata

LONGEST_CLAUSE_CHARACTERS = 200  # the voice's memory and time grow with the text
LONGEST_TEXT_CHARACTERS = 5_000  # about six minutes of speech; more is a fault of the bot
FIRST_CLAUSE_WORDS = 3  # fewer words in a first clause lose the melody of the sentence
# From here a sentence is worth cutting: its audio takes longer to make than a listener notices.
_LONG_FIRST_CHARACTERS = 32
_LONG_PHRASE_CHARACTERS = 48

_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,200}>")
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()\s]{0,500}\)")
_MARKUP = re.compile(r"[*`#~^|\\_{}<>\[\]]+")
_SPACE = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"[.!?…][\"')”’]*(\s)(?=\S)")
_CLAUSE_END = re.compile(r"[,;:–—][\"')”’]*(\s)(?=\S)")
_PHRASE_START = re.compile(
    r"(\s)(?=(?:and|or|but|because|if|when|while|which|who|where|until|unless|before|after|then)\s)"
)
_SHORTENED = re.compile(r"(?:^|[\s(])(?:mr|mrs|ms|dr|st|no|vs|prof|jr|sr|[a-z])\.$", re.IGNORECASE)
_SAYS_SOMETHING = re.compile(r"\w")


def clean(text: str) -> str:
    """A text without what cannot be said: control characters, tags and marks of markup, runs of white space."""
    # NUL and the like reach a C library behind the voice; surrogates cannot even be encoded.
    text = "".join(_plain(character) for character in unicodedata.normalize("NFC", text[: 2 * LONGEST_TEXT_CHARACTERS]))
    text = _MARKDOWN_LINK.sub(r"\1", _TAG.sub(" ", text))
    return _SPACE.sub(" ", _MARKUP.sub(" ", text)).strip()[:LONGEST_TEXT_CHARACTERS].strip()


def clauses(text: str) -> tuple[str, ...]:
    """What to speak, piece by piece: a short first clause, then whole sentences, none over 200 characters.

    >>> clauses("Riverbank, an automated assistant speaking. How can I help?")
    ('Riverbank, an automated assistant speaking.', 'How can I help?')
    >>> clauses("Your savings balance is $1,250.50, and nothing is on its way. Anything else?")
    ('Your savings balance is $1,250.50,', 'and nothing is on its way.', 'Anything else?')
    """
    pieces: tuple[str, ...] = ()
    for sentence in sentences(clean(text)):
        begins = not pieces and len(sentence) > _LONG_FIRST_CHARACTERS
        pieces += cut_first(sentence) if begins else whole_sentence(sentence)
    return pieces


def sentences(text: str) -> list[str]:
    """The sentences of a clean text; one at least, which may be empty.

    >>> sentences("Dr. Smith is here. Come in!")
    ['Dr. Smith is here.', 'Come in!']
    """
    found, start = [], 0
    for end in _SENTENCE_END.finditer(text):
        sentence = text[start : end.start(1)]
        if not _SHORTENED.search(sentence[-6:]):
            found.append(sentence)
            start = end.end(1)
    return [*found, text[start:]]


def clause_ends(sentence: str) -> list[int]:
    """Where marks inside a sentence end a clause: after a comma and the like, with more behind it."""
    return [end.start(1) for end in _CLAUSE_END.finditer(sentence)]


def cut_first(sentence: str) -> tuple[str, ...]:
    """A sentence with which a text begins: a short first piece, then the rest."""
    return tuple(piece for part in _first_clause(sentence) for piece in whole_sentence(part))


def whole_sentence(sentence: str) -> tuple[str, ...]:
    """A sentence in one piece, as far as none is over 200 characters; nothing of what has no words."""
    return tuple(piece for piece in _within_limit(sentence) if _SAYS_SOMETHING.search(piece))


def ends_sentence(clause: str) -> bool:
    """Whether a longer pause follows."""
    return clause.rstrip("\"')”’ ").endswith((".", "!", "?", "…"))


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cs", "Co", "Cn", "Cf"}:
        return ""
    return " " if category in {"Cc", "Zl", "Zp", "So"} else character


def _first_clause(sentence: str) -> list[str]:
    for end in _CLAUSE_END.finditer(sentence):
        head, tail = sentence[: end.start(1)], sentence[end.end(1) :]
        if len(head.split()) >= FIRST_CLAUSE_WORDS and len(tail.split()) >= 2:
            return [head, tail]
    return _first_phrase(sentence)


def _first_phrase(sentence: str) -> list[str]:
    """A long sentence without a comma, cut before a word that begins a phrase, where a speaker could breathe too."""
    if len(sentence) > _LONG_PHRASE_CHARACTERS:
        for start in _PHRASE_START.finditer(sentence):
            head, tail = sentence[: start.start(1)], sentence[start.end(1) :]
            if len(head.split()) > FIRST_CLAUSE_WORDS and len(tail.split()) >= FIRST_CLAUSE_WORDS:
                return [head, tail]
    return [sentence]


def _within_limit(text: str) -> list[str]:
    """A text in pieces of at most 200 characters, cut after punctuation, else between words, else anywhere."""
    pieces = []
    while len(text) > LONGEST_CLAUSE_CHARACTERS:
        head = text[: LONGEST_CLAUSE_CHARACTERS + 1]
        ends = [end.end(1) for end in _CLAUSE_END.finditer(head) if end.start() > LONGEST_CLAUSE_CHARACTERS // 3]
        cut = ends[-1] if ends else head.rfind(" ") + 1 or LONGEST_CLAUSE_CHARACTERS
        pieces.append(text[:cut].strip())
        text = text[cut:].lstrip()
    return [*pieces, text] if text else pieces
