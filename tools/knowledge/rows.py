"""What stands in the rows of passages."""

from tools.knowledge.chunking import Passage, Sentence
from tools.knowledge.models import Chunk


def passage_of(row: Chunk) -> Passage:
    """The passage that a row holds."""
    told = tuple(Sentence(text, part) for text, part in row.sentences)
    return Passage(told, tuple(row.headings), row.page)
