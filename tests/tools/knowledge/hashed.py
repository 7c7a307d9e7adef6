"""Sentence vectors for tests, without models: texts that share words are alike."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from flows.understanding.port import Vectors
from tools.knowledge.chunking import passages
from tools.knowledge.index import Document, Index, vocabulary
from tools.knowledge.reading.markdown import read_markdown
from tools.knowledge.words import terms

VALUES = 64
POLICY = """# Returns

## How long

You may return things within 30 days. Members have 60 days.

## What stays with you

- Gift cards and tickets.
- Underwear.

## Money back

We pay back within 5 working days. It goes to the card with which you paid.
"""


def hashed(texts: Sequence[str]) -> Vectors:
    """One row of length one a text, made of those of its words."""
    rows = np.zeros((len(texts), VALUES), np.float32)
    for at, text in enumerate(texts):
        for term in terms(text) or ["nothing"]:
            seed = int.from_bytes(hashlib.sha256(term.encode()).digest()[:4])
            rows[at] += np.random.default_rng(seed).standard_normal(VALUES).astype(np.float32)
    made: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return made


class HashedEmbedder:
    """The same behind the port, with a note of what was asked."""

    versions = "hashed 1"

    def __init__(self) -> None:
        self.asked: list[list[str]] = []

    async def embed(self, sentences: Sequence[str]) -> Vectors:
        """One row a sentence."""
        self.asked.append(list(sentences))
        return hashed(sentences)


def document(text: str = POLICY, name: str = "policy") -> Document:
    """A document of Markdown, indexed."""
    made = passages(read_markdown(text).blocks)
    words = vocabulary(made)
    return Document(
        name, tuple(made), hashed([passage.meant for passage in made]),
        hashed([each.meant_by(sentence) for each in made for sentence in each.sentences]).astype(np.float16),
        tuple(words), hashed(words).astype(np.float16),
    )  # fmt: skip


def index(*texts: str) -> Index:
    """An index of documents called `policy`, `second`, `third`."""
    names = ("policy", "second", "third")
    return Index([document(text, name) for name, text in zip(names, texts or (POLICY,), strict=False)])


SHIPPED = Path(__file__).resolve().parents[3] / "templates" / "knowledge"
