"""Whether knowledge bases answer, and how fast they search: `python benchmarks/knowledge.py [--quick] [--json]`.

Ninety questions about the three documents that ship, sixty of which these answer: is the passage that answers among the
first three, is the answer said and from the right document, and is "I don't know" said to the others. Then searches
over 10,000 passages: from the caller's words to the sentence that answers, with and without the vectors of the
question. `--database` has such a base in PostgreSQL (`DATABASE_URL`, with pgvector), and compares it with one in
memory; `--passages` says how large it is. `--own` asks the questions that the search was tuned on, of their own
documents. `--misses` lists what went wrong.
"""

import argparse
import json
import random
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]

import numpy as np  # noqa: E402  # after the path is set

from benchmarks._knowledge import (  # noqa: E402
    OWN,
    QUESTIONS,
    SHIPPED,
    Outcome,
    asked,
    asked_of_own,
    documents,
    questions,
    shares,
)
from benchmarks._machine import machine, percentile, versions  # noqa: E402

THRESHOLD = 0.5
PASSAGES = 10_000
TIMES, QUICK_TIMES = 300, 60
MUSTS = {"hit_at_3": 0.95, "right_source": 0.93, "dont_know": 0.86}
MOST_SEARCH_P95_MS = 30.0


def main() -> int:
    """Measure, and print the figures; 1 when they are not what they must be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("--quick", "--json", "--own", "--misses", "--database"):
        parser.add_argument(option, action="store_true")
    parser.add_argument("--passages", type=int, default=PASSAGES)
    given = parser.parse_args()
    from flows.vectors.encoder import SentenceEncoder
    from tools.knowledge.index import Index

    encoder = SentenceEncoder()
    if given.database:
        from benchmarks._knowledge_database import compared

        of_both = compared(large_document(encoder, given.passages), QUICK_TIMES if given.quick else TIMES)
        of_both |= {"passages": given.passages, "machine": machine()}
        print(json.dumps(of_both)) if given.json else [print(f"{name:28} {value}") for name, value in of_both.items()]
        return 0
    made = documents(encoder, OWN if given.own else SHIPPED)
    index = Index(made)
    outcomes = asked_of_own(encoder, made) if given.own else asked(encoder, index, QUESTIONS)
    if given.misses:
        _tell(outcomes)
    figures: dict[str, Any] = {name: round(share, 3) for name, share in shares(outcomes, THRESHOLD).items()}
    figures |= {"questions": len(outcomes), "passages": len(index)}
    if not given.own:
        figures |= search_times(encoder, QUICK_TIMES if given.quick else TIMES, given.passages)
    held = all(figures[name] >= least for name, least in MUSTS.items())
    held = held and figures.get("search_p95_ms", 0) <= MOST_SEARCH_P95_MS
    figures |= {"held": held, "machine": machine(), "versions": versions(("numpy", "rapidfuzz"))}
    print(json.dumps(figures)) if given.json else [print(f"{name:28} {value}") for name, value in figures.items()]
    return int(not held)


def _tell(outcomes: list[Outcome]) -> None:
    for each in outcomes:
        wrong = each.confidence >= THRESHOLD if each.wanted is None else not (each.hit and each.right_source)
        if wrong or (each.wanted is not None and each.confidence < THRESHOLD):
            said = each.answer.extract.text[:90] if each.answer is not None else ""
            print(f"{each.confidence:.2f} {'hit ' if each.hit else 'miss'} {each.wanted or '-':16} {each.ask} | {said}")


def search_times(encoder: Any, times: int, count: int = PASSAGES) -> dict[str, Any]:
    """Of searches over so many passages: those that ship, in other orders of their words, with vectors near theirs."""
    from tools.knowledge.answering import answered
    from tools.knowledge.question import question_of

    index = large(encoder, count)
    asks = [ask for ask, _, _ in questions(QUESTIONS)]
    whole, alone = list[float](), list[float]()
    for at in range(times + 5):
        began = time.perf_counter()
        question = question_of(asks[at % len(asks)], index)
        read = time.perf_counter()
        vectors = encoder.encode(question.to_embed)
        embedded = time.perf_counter()
        answered(question, vectors, index, index.names)
        ended = time.perf_counter()
        if at >= 5:  # the first ones load what is used
            whole.append((ended - began) * 1000)
            alone.append((ended - embedded + read - began) * 1000)
    return {
        "searched_passages": len(index),
        "search_p50_ms": percentile(alone, 0.5), "search_p95_ms": percentile(alone, 0.95),
        "with_vectors_p50_ms": percentile(whole, 0.5), "with_vectors_p95_ms": percentile(whole, 0.95),
    }  # fmt: skip


def large(encoder: Any, count: int) -> Any:
    """An index of so many passages: the documents that ship, and one large one."""
    from tools.knowledge.index import Index

    real = documents(encoder, SHIPPED)
    return Index([*real, large_document(encoder, count - sum(len(document.passages) for document in real))])


def large_document(encoder: Any, count: int) -> Any:
    """A document of so many passages. Their words are those of the documents that ship and made-up ones, as a large
    base has: a few in many passages, most in few."""
    from tools.knowledge.chunking import Passage, Sentence
    from tools.knowledge.index import Document

    chance, numbers = random.Random(7), np.random.default_rng(7)
    real = documents(encoder, SHIPPED)
    passages = [passage for document in real for passage in document.passages]
    sentences = [sentence for passage in passages for sentence in passage.sentences]
    rows = np.concatenate([document.sentence_vectors for document in real]).astype(np.float32)
    invented = [
        "".join(chance.choices("bcdfglmnprst", k=1)[0] + chance.choices("aeiou", k=1)[0] for _ in range(3))
        for _ in range(8000)
    ]
    made, picked = list[Passage](), list[int]()
    for _ in range(count):
        chosen = [chance.randrange(len(sentences)) for _ in range(chance.randint(2, 5))]
        texts = [f"{sentences[at].text} {' '.join(chance.choices(invented, k=4))}." for at in chosen]
        made.append(Passage(tuple(Sentence(text) for text in texts), (" ".join(chance.choices(invented, k=2)),)))
        picked += chosen
    noise = numbers.standard_normal((len(picked), rows.shape[1])).astype(np.float32) * np.float32(0.02)
    near = _unit(rows[picked] + noise)
    begins = np.cumsum([0, *(len(passage.sentences) for passage in made)])[:-1]
    vectors = _unit(np.add.reduceat(near, begins, axis=0))
    words = _unit(numbers.standard_normal((len(invented), rows.shape[1])).astype(np.float32))
    return Document("large", tuple(made), vectors, near.astype(np.float16), tuple(invented), words.astype(np.float16))


def _unit(rows: Any) -> Any:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


if __name__ == "__main__":
    sys.exit(main())
