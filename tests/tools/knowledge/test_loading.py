"""What calls know of documents is what the database holds; what is not whole is not there."""

import pytest

from tests.tools.knowledge.test_indexing import fresh, given, work
from tools.knowledge.indexing import make
from tools.knowledge.loading import loaded, standings
from tools.knowledge.models import Chunk, Document, Words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]


def test_a_document_without_an_index_has_no_version() -> None:
    given()
    known = standings("hashed 1")["policy"]
    assert (known.version, known.title, known.state) == (None, "policy", "waiting")
    assert known.given is not None


def test_what_is_gone_meanwhile_is_left_out() -> None:
    document = given()
    make(document, work())
    number = fresh(document).current_id
    assert number is not None
    Document.objects.all().delete()
    assert loaded([("policy", number)]) == []
    assert standings("hashed 1") == {}


def test_words_without_vectors_are_none() -> None:
    document = given()
    make(document, work())
    Words.objects.update(vectors=None)
    [found] = loaded([("policy", fresh(document).current_id or 0)])
    assert found.vocabulary == ()
    Chunk.objects.update(vector=None)
    assert loaded([("policy", fresh(document).current_id or 0)]) == []
