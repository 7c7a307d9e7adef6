"""Cutting a document into passages: each stands under one heading and is as long as one answer needs."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tools.knowledge.reading.blocks import Block
from tools.knowledge.sentences import sentences

VERSION = 1
"""Of the way in which passages are made; those of another one are made anew."""
MOST_WORDS = 70
"""A passage of up to so many words is about one thing, and fits into the 128 tokens that MiniLM reads."""
LONGEST_SENTENCE_WORDS = 60
"""What is longer is cut: nobody listens to more of it, and no vector holds it."""


@dataclass(frozen=True)
class Sentence:
    """One sentence; `part`: an item of a list or a row, which is said with the heading above it."""

    text: str
    part: bool = False


@dataclass(frozen=True)
class Passage:
    """Some sentences that belong together."""

    sentences: tuple[Sentence, ...]
    headings: tuple[str, ...] = ()
    page: int | None = None

    @property
    def text(self) -> str:
        """Its sentences as they follow each other."""
        return " ".join(sentence.text for sentence in self.sentences)

    @property
    def heading(self) -> str:
        """The one right above it; empty without one."""
        return self.headings[-1] if self.headings else ""

    @property
    def meant(self) -> str:
        """What its vector is made of: with the two headings above it, which say what it is about."""
        above = ": ".join(self.headings[-2:])
        return f"{above}: {self.text}" if above else self.text

    def meant_by(self, sentence: Sentence) -> str:
        """The same of one of its sentences."""
        return f"{self.heading}: {sentence.text}" if self.heading else sentence.text


def passages(blocks: Iterable[Block]) -> list[Passage]:
    """The passages of a document, in its order."""
    found = list[Passage]()
    held: list[Sentence] = []
    words, begun = 0, Block("")

    def flush() -> None:
        nonlocal words
        if held:
            found.append(Passage(tuple(held), begun.headings, begun.page))
        held.clear()
        words = 0

    for block in blocks:
        if held and block.headings != begun.headings:
            flush()
        for sentence in _sentences(block):
            count = len(sentence.text.split())
            if held and words + count > MOST_WORDS:
                flush()
            if not held:
                begun = block
            held.append(sentence)
            words += count
    flush()
    return found


def _sentences(block: Block) -> Iterator[Sentence]:
    for text in sentences(block.text):
        words = text.split()
        for start in range(0, len(words), LONGEST_SENTENCE_WORDS):
            yield Sentence(" ".join(words[start : start + LONGEST_SENTENCE_WORDS]), block.part)
