"""Documents and questions of the benchmark of knowledge: read, indexed in memory, asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from tools.knowledge.answering import Answer, answered
from tools.knowledge.chunking import passages
from tools.knowledge.index import Document, Index, vocabulary
from tools.knowledge.question import question_of
from tools.knowledge.reading.read import kind_of, read

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = ROOT / "templates" / "knowledge"
OWN = ROOT / "benchmarks" / "knowledge_base" / "own"
QUESTIONS = ROOT / "benchmarks" / "knowledge_base" / "questions.yaml"
OWN_QUESTIONS = ROOT / "benchmarks" / "knowledge_base" / "own_questions.yaml"
HITS = 3


@dataclass(frozen=True)
class Outcome:
    """What came of one question. `wanted`: the document that answers it; None where none does."""

    ask: str
    wanted: str | None
    says: str
    answer: Answer | None
    shown: tuple[tuple[str, str], ...] = ()
    """The first passages: document and text."""

    @property
    def hit(self) -> bool:
        """Whether the passage that answers is among the first three."""
        return any(
            document == self.wanted and self.says.lower() in text.lower() for document, text in self.shown[:HITS]
        )

    @property
    def confidence(self) -> float:
        """0 where nothing was found."""
        return self.answer.confidence if self.answer is not None else 0.0

    @property
    def right_source(self) -> bool:
        """Whether the first passage is of the document that answers."""
        return self.answer is not None and self.answer.extract.document == self.wanted


def documents(encoder: Any, folder: Path) -> list[Document]:
    """Every document of a folder, indexed as a job does it, its vectors rounded as they are kept."""
    return [document_of(encoder, path) for path in sorted(folder.iterdir()) if path.is_file()]


def document_of(encoder: Any, path: Path) -> Document:
    """One of them."""
    data = path.read_bytes()
    made = passages(read(data, kind_of(path.name, data)).blocks)
    words = vocabulary(made)
    return Document(
        path.stem, tuple(made), encoder.encode([passage.meant for passage in made]),
        encoder.encode([each.meant_by(sentence) for each in made for sentence in each.sentences]).astype(np.float16),
        tuple(words), encoder.encode(words).astype(np.float16),
    )  # fmt: skip


def questions(path: Path, about: str | None = None) -> Iterator[tuple[str, str | None, str]]:
    """Each question, the document that answers it, and what its passage must hold. `about`: those about one
    document."""
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    for document, several in told["answerable"].items():
        for one in several if about in (None, document) else ():
            yield one["ask"], document, str(one["says"])
    for unanswerable in (told["unanswerable"], told.get("near", {})):
        listed = unanswerable.items() if isinstance(unanswerable, dict) else [(None, unanswerable)]
        for document, several in listed:
            for one in several if about in (None, document) else ():
                yield one, None, ""


def asked(encoder: Any, index: Index, path: Path, about: str | None = None) -> list[Outcome]:
    """Every question, asked of all documents of the index."""
    return [_asked(encoder, index, *question) for question in questions(path, about)]


def asked_of_all(encoder: Any, made: Sequence[Document]) -> list[Outcome]:
    """The questions of `OWN_QUESTIONS`, each asked of all documents, but for those without an answer in their own that
    another document answers."""
    elsewhere = set(yaml.safe_load(OWN_QUESTIONS.read_text(encoding="utf-8"))["elsewhere"])
    return [each for each in asked(encoder, Index(made), OWN_QUESTIONS) if each.ask not in elsewhere]


def near() -> frozenset[str]:
    """Those of `OWN_QUESTIONS` that ask for another act with what the documents speak of."""
    told = yaml.safe_load(OWN_QUESTIONS.read_text(encoding="utf-8"))["near"]
    return frozenset(ask for several in told.values() for ask in several)


def asked_of_own(encoder: Any, made: Sequence[Document]) -> list[Outcome]:
    """The questions of `OWN_QUESTIONS`, each asked of the document that it is about: another may answer it too."""
    return [each for one in made for each in asked(encoder, Index([one]), OWN_QUESTIONS, one.name)]


def _asked(encoder: Any, index: Index, ask: str, wanted: str | None, says: str) -> Outcome:
    question = question_of(ask, index)
    answer = answered(question, encoder.encode(question.to_embed), index, index.names)
    hits = answer.hits if answer is not None else ()
    places = (index.places[hit.place] for hit in hits)
    return Outcome(ask, wanted, says, answer, tuple((place.document, place.passage.text) for place in places))


def shares(outcomes: Sequence[Outcome], threshold: float) -> dict[str, float]:
    """The figures, of 1. `right_source`: answered, and from the right document; `right_passage`: from the passage that
    answers; `dont_know`: not answered."""
    answerable = [outcome for outcome in outcomes if outcome.wanted is not None]
    unanswerable = [outcome for outcome in outcomes if outcome.wanted is None]
    right = [each for each in answerable if each.right_source and each.confidence >= threshold]
    said = [each for each in right if each.says.lower() in each.shown[0][1].lower()]
    return {
        "hit_at_3": sum(each.hit for each in answerable) / len(answerable),
        "right_source": len(right) / len(answerable),
        "right_passage": len(said) / len(answerable),
        "dont_know": sum(each.confidence < threshold for each in unanswerable) / len(unanswerable),
    }
