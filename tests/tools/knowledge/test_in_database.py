"""Vectors searched by the database give what those in memory give; where it cannot, nothing changes."""

import asyncio
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from django.db import connection
from django.db.utils import DatabaseError
from pytest_django.fixtures import Settings

from tests.tools.knowledge.hashed import POLICY, HashedEmbedder, hashed
from tests.tools.knowledge.test_indexing import fresh, work
from tools.knowledge import in_database, search
from tools.knowledge.answering import answered
from tools.knowledge.bases import Bases, _index_of
from tools.knowledge.in_database import is_there, prepare, searches
from tools.knowledge.index import Index
from tools.knowledge.indexing import make
from tools.knowledge.keeping import Upload, add_file, index
from tools.knowledge.loading import loaded, standings
from tools.knowledge.models import Chunk, Document
from tools.knowledge.question import question_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]

FEES = "# Fees\n\n## Transfers\n\nA transfer costs 2 euros.\n\n## Cards\n\nA gold card costs 79 euros a year.\n"
ASKS = ("how many days do members have", "gift cards", "what does a transfer cost", "what is paid back", "gold")


@pytest.fixture
def known() -> list[tuple[str, int]]:
    """Two documents with indexes."""
    for name, text in (("policy", POLICY), ("fees", FEES)):
        make(add_file(name, Upload(f"{name}.md", text.encode())), work())
    found = standings("hashed 1")
    return [(name, found[name].version or 0) for name in ("policy", "fees")]


@pytest.fixture(params=["in memory", "in the database"])
def either(request: pytest.FixtureRequest, settings: Settings, known: list[tuple[str, int]]) -> Iterator[Index]:
    """The same index of both makes, as far as the database at hand has both."""
    stays = request.param == "in the database"
    settings.KNOWLEDGE_IN_DATABASE_FROM = 1 if stays else 0
    made = _index_of(loaded(known))
    assert made.vectors.asks_database is (stays and is_there())
    return made


def asked(made: Index, text: str, names: tuple[str, ...] = ("policy", "fees")) -> Any:
    question = question_of(text, made)
    return answered(question, hashed(question.to_embed), made, names)


def test_what_is_found_is_the_same(either: Index, known: list[tuple[str, int]], settings: Settings) -> None:
    settings.KNOWLEDGE_IN_DATABASE_FROM = 0
    in_memory = _index_of(loaded(known))
    for text in ASKS:
        here, there = asked(in_memory, text), asked(either, text)
        assert there.extract == here.extract
        assert [hit.place for hit in there.hits] == [hit.place for hit in here.hits]
        assert there.confidence == pytest.approx(here.confidence, abs=0.01)
        assert np.allclose([hit.score for hit in there.hits], [hit.score for hit in here.hits], atol=1e-3)


def test_only_what_may_be_used_is_found_in_either(either: Index) -> None:
    assert {either.places[hit.place].document for hit in asked(either, "gift cards", ("fees",)).hits} == {"fees"}
    assert asked(either, "gift cards", ()) is None


def test_words_are_found_however_little_their_passages_are_alike(
    either: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_database, "NEAREST", 1)
    monkeypatch.setattr(search, "LIKENESS", 0.0)
    found = asked(either, "gold underwear")
    assert {either.places[hit.place].passage.heading for hit in found.hits[:2]} == {"Cards", "What stays with you"}


def test_a_version_that_is_gone_answers_nothing_and_breaks_nothing(either: Index) -> None:
    Document.objects.all().delete()
    if either.vectors.asks_database:
        assert asked(either, "gift cards") is None


def test_where_the_database_cannot_nothing_stays_there(known: list[tuple[str, int]], settings: Settings) -> None:
    settings.KNOWLEDGE_IN_DATABASE_FROM = 1
    assert searches([version for _, version in known]) is is_there()
    settings.KNOWLEDGE_IN_DATABASE_FROM = 8  # more than they have together
    assert searches([version for _, version in known]) is False
    settings.KNOWLEDGE_IN_DATABASE_FROM = 0
    assert searches([version for _, version in known]) is False
    assert all(document.vectors is not None for document in loaded(known))


def test_a_migration_never_fails_for_it(monkeypatch: pytest.MonkeyPatch, known: list[tuple[str, int]]) -> None:
    def refused() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION nobody_has_this")
        raise AssertionError

    monkeypatch.setattr(in_database, "is_there", lambda: False)
    monkeypatch.setattr(in_database, "_made", refused)
    prepare()
    assert Chunk.objects.filter(version__in=[version for _, version in known]).exists()  # the transaction goes on


def test_bases_ask_the_database_where_it_may_be_asked(known: list[tuple[str, int]], settings: Settings) -> None:
    settings.KNOWLEDGE_IN_DATABASE_FROM = 1
    asked_there: list[str] = []

    async def in_workspace(workspace: int, work: Any, *given: Any) -> Any:
        assert workspace == 7
        asked_there.append(work.__name__)
        return await asyncio.to_thread(work, *given) if work.__name__ == "answered" else work(*given)

    made = _index_of(loaded(known))
    made.vectors.near = lambda _vector, among, _also: search_all(among)  # type: ignore[method-assign]
    made.vectors.sentences = lambda places: [
        hashed([sentence.text for sentence in made.places[at].passage.sentences]) for at in places
    ]  # type: ignore[method-assign]

    async def run() -> None:
        bases = Bases(HashedEmbedder(), in_workspace=in_workspace)
        assert await bases.answer(7, made, "gift cards", ("policy", "fees")) is not None
        await bases.aclose()

    asyncio.run(run())
    assert asked_there == (["answered"] if is_there() else [])


def search_all(among: Any) -> Any:
    from tools.knowledge.vectors import Near

    places = np.flatnonzero(among)
    return Near(places, np.ones(len(places), np.float32))


@pytest.mark.pgvector
def test_the_column_is_there_and_is_filled_for_passages_of_before(settings: Settings) -> None:
    assert is_there()
    make(add_file("policy", Upload("policy.md", POLICY.encode())), work())
    settings.KNOWLEDGE_IN_DATABASE_FROM = 1
    version = fresh(Document.objects.get()).current_id
    assert searches([version])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE knowledge_chunk SET embedding = NULL")
    assert not searches([version])
    prepare()
    assert searches([version])


@pytest.mark.pgvector
def test_a_new_version_is_given_to_the_database_as_it_is_made(settings: Settings) -> None:
    settings.KNOWLEDGE_IN_DATABASE_FROM = 1
    document = add_file("policy", Upload("policy.md", POLICY.encode()))
    make(document, work())
    [before] = loaded([("policy", fresh(document).current_id or 0)])
    assert before.vectors is None
    index(fresh(document))
    changed = add_file("policy", Upload("policy.md", POLICY.replace("30", "90").encode()))
    make(changed, work())
    [after] = loaded([("policy", fresh(document).current_id or 0)])
    assert after.kept.version != before.kept.version
    made = _index_of([after])
    assert "90 days" in asked(made, "how many days may i return things", ("policy",)).extract.text


@pytest.mark.pgvector
def test_a_database_that_takes_the_search_back_is_told() -> None:
    make(add_file("policy", Upload("policy.md", POLICY.encode())), work())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE knowledge_chunk DROP COLUMN embedding")
    assert not is_there()
    with pytest.raises(DatabaseError):
        list(Chunk.objects.annotate(far=in_database._distance(hashed(["a"])[0])).values_list("far"))
