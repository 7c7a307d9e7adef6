"""The sentence or two that answer, in the document's own words."""

import re
from dataclasses import dataclass

from tools.knowledge.chunking import Passage
from tools.knowledge.index import Index
from tools.knowledge.search import Hit

MOST_WORDS = 45
"""Of an answer: twenty seconds of speech. Nobody remembers more."""
_LEANS_BACK = re.compile(
    r"(?:it|they|this|these|those|them|he|she|there|then|for more|before that|after that|beyond|otherwise|however|but"
    r"|also|in that case|both|neither|such)\b",
    re.IGNORECASE,
)
"""How a sentence begins that says little without the one before it."""


@dataclass(frozen=True)
class Extract:
    """Some sentences of a passage, and where they stand."""

    text: str
    document: str
    heading: str
    page: int | None


def extract_of(hit: Hit, index: Index) -> Extract:
    """The sentence that answers, with the one before it where it leans on that."""
    place = index.places[hit.place]
    passage, at = place.passage, hit.sentence
    begin = at
    if at and not passage.sentences[at].part and _LEANS_BACK.match(passage.sentences[at].text):
        begin = at - 1
    text = " ".join(sentence.text for sentence in passage.sentences[begin : at + 1])
    if len(text.split()) > MOST_WORDS:
        text = passage.sentences[at].text
    if passage.sentences[at].part:
        text = _with_heading(passage, text)
    return Extract(text, place.document, passage.heading, passage.page)


def whole(hit: Hit, index: Index) -> Extract:
    """All of a passage, for a model that phrases an answer from it."""
    place = index.places[hit.place]
    passage = place.passage
    return Extract(_with_heading(passage, passage.text), place.document, passage.heading, passage.page)


def _with_heading(passage: Passage, text: str) -> str:
    return f"{passage.heading}: {text}" if passage.heading else text


def spoken(extract: Extract, title: str) -> str:
    """As a caller hears it, with where it stands."""
    text = extract.text if extract.text.endswith((".", "!", "?")) else f"{extract.text.rstrip(';:,')}."
    return f"From {title}: {text}" if title else text
