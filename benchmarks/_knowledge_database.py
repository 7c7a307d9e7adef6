"""The same base in the memory of a process and in PostgreSQL with pgvector: how much of it each process has, and how
fast it is searched. Writes a document into the database of `DATABASE_URL`, and takes it away again."""

import gc
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._knowledge import QUESTIONS, questions
from benchmarks._machine import percentile

ROOT = Path(__file__).resolve().parents[1]
NAME = "benchmark_of_knowledge"
AT_ONCE = 200
WARM = 5
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def compared(made: Any, times: int) -> dict[str, Any]:
    """Both makes. `made`: one large document."""
    _set_up()
    from tools.knowledge.in_database import is_there
    from tools.knowledge.models import Document
    from voxloom.accounts.isolation import within
    from voxloom.accounts.workspaces import MAIN

    if not is_there():
        sys.exit("The database of DATABASE_URL has no pgvector: install it, then `manage.py migrate`.")
    with within(MAIN):
        try:
            version = _written(made)
            return {
                f"{make}_{name}": value
                for make in ("memory", "database")
                for name, value in _of_a_process(make, version, times).items()
            }
        finally:
            Document.objects.filter(name=NAME).delete()


def _set_up() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voxloom.settings")
    django.setup()


def _written(made: Any) -> int:
    from tools.knowledge.in_database import keep
    from tools.knowledge.models import Chunk, Document, DocumentVersion, Words

    Document.objects.filter(name=NAME).delete()
    document = Document.objects.create(name=NAME)
    count = len(made.passages)
    version = DocumentVersion.objects.create(
        document=document, number=1, content_hash="x", made_with="x", passages=count
    )
    begins = np.concatenate([[0], np.cumsum([len(passage.sentences) for passage in made.passages])])
    for begin in range(0, count, AT_ONCE):
        rows = [
            Chunk(
                version=version, place=at, headings=list(made.passages[at].headings),
                sentences=[[sentence.text, sentence.part] for sentence in made.passages[at].sentences],
                vector=made.vectors[at].astype("<f4").tobytes(),
                sentence_vectors=made.sentence_vectors[begins[at] : begins[at + 1]].astype("<f2").tobytes(),
            )
            for at in range(begin, min(count, begin + AT_ONCE))
        ]  # fmt: skip
        keep(Chunk.objects.bulk_create(rows))
    for place, begin in enumerate(range(0, len(made.vocabulary), AT_ONCE)):
        some = slice(begin, begin + AT_ONCE)
        vectors = made.word_vectors[some].astype("<f2").tobytes()
        Words.objects.create(version=version, place=place, words=list(made.vocabulary[some]), vectors=vectors)
    return int(version.pk)


def _of_a_process(make: str, version: int, times: int) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks._knowledge_database", make, str(version), str(times)]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'platform'}"}
    done = subprocess.run(words, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(make: str, version: int, times: int) -> None:
    """One of both makes, in a process of its own; prints one JSON object."""
    _set_up()
    from django.conf import settings

    from flows.vectors.encoder import SentenceEncoder
    from tools.knowledge.answering import answered
    from tools.knowledge.bases import _index_of
    from tools.knowledge.loading import loaded
    from tools.knowledge.question import question_of
    from voxloom.accounts.isolation import within
    from voxloom.accounts.workspaces import MAIN

    settings.KNOWLEDGE_IN_DATABASE_FROM = 1 if make == "database" else 0
    encoder = SentenceEncoder()
    asks = [ask for ask, _, _ in questions(QUESTIONS)]
    encoder.encode(asks)
    with within(MAIN):
        before, began = _resident(), time.perf_counter()
        index = _index_of(loaded([(NAME, version)]))
        loading_s = time.perf_counter() - began
        assert index.vectors.asks_database is (make == "database")
        kept = _resident() - before
        taken = list[float]()
        for at in range(times + WARM):
            question = question_of(asks[at % len(asks)], index)
            vectors = encoder.encode(question.to_embed)
            began = time.perf_counter()
            answered(question, vectors, index, index.names)
            taken.append((time.perf_counter() - began) * 1000)
    print(
        json.dumps(
            {
                "mb": round(kept / 1e6, 1), "kb_a_passage": round(kept / 1e3 / len(index), 1),
                "loading_s": round(loading_s, 2), "p50_ms": percentile(taken[WARM:], 0.5),
                "p95_ms": percentile(taken[WARM:], 0.95),
            }
        )
    )  # fmt: skip


def _resident() -> int:
    """Bytes of memory that this process has."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
