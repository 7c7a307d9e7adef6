"""An index is made in parts, goes on where it was broken off, and is used only when it is whole."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from flows.understanding.port import Vectors
from tests.tools.knowledge.hashed import POLICY, hashed
from tools.knowledge import indexing, pages
from tools.knowledge.indexing import Overtaken, Work, failed, make
from tools.knowledge.keeping import Upload, add_file, index
from tools.knowledge.loading import loaded, standings
from tools.knowledge.models import Chunk, Document, DocumentVersion, Words
from tools.knowledge.reading.blocks import CannotRead

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]


class Embeds:
    """Notes what it makes; fails where it is told to."""

    def __init__(self, fails_at: int = -1) -> None:
        self.calls: list[int] = []
        self.fails_at = fails_at

    def __call__(self, texts: Sequence[str]) -> Vectors:
        if len(self.calls) == self.fails_at:
            self.fails_at = -1
            raise RuntimeError("away")
        self.calls.append(len(texts))
        return hashed(texts)


def work(embed: Embeds | None = None, **fields: Any) -> Work:
    return replace(Work(embed or Embeds(), "hashed 1", 60.0), **fields)


def given(text: str = POLICY) -> Document:
    return add_file("policy", Upload("policy.md", text.encode()))


def fresh(document: Document) -> Document:
    found: Document = Document.objects.select_related("current").get(pk=document.pk)
    return found


def test_a_document_becomes_passages_with_vectors() -> None:
    document = given()
    assert make(document, work())
    document = fresh(document)
    assert (document.state, document.progress, document.title, document.called) == ("ready", 1.0, "", "Returns")
    known = standings("hashed 1")["policy"]
    assert known.version == document.current_id
    [found] = loaded([("policy", document.current_id)])
    assert [passage.headings[-1] for passage in found.passages] == ["How long", "What stays with you", "Money back"]
    assert np.allclose(found.vectors, hashed([passage.meant for passage in found.passages]))
    assert len(found.sentence_vectors) == sum(len(passage.sentences) for passage in found.passages)
    assert len(found.vocabulary) == len(found.word_vectors) > 5


def test_what_has_not_changed_is_not_made_again() -> None:
    document = given()
    make(document, work())
    document = fresh(document)
    index(document)
    embeds = Embeds()
    assert make(document, work(embeds))
    assert embeds.calls == []
    assert fresh(document).current_id == document.current_id
    assert fresh(document).state == "ready"


def test_other_models_make_other_vectors() -> None:
    document = given()
    make(document, work())
    before = fresh(document)
    index(before)
    make(before, work(versions="hashed 2"))
    assert fresh(document).current_id != before.current_id
    assert standings("hashed 1")["policy"].version is None
    assert standings("hashed 2")["policy"].version is not None


def test_the_one_before_answers_until_the_new_one_is_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "AT_ONCE", 1)
    document = given()
    make(document, work())
    before = fresh(document)
    changed = add_file("policy", Upload("policy.md", POLICY.replace("30", "90").encode()))
    embeds = Embeds(fails_at=2)
    with pytest.raises(RuntimeError):
        make(changed, work(embeds))
    assert fresh(document).current_id == before.current_id
    assert Chunk.objects.filter(version=before.current_id).count() == 3
    assert make(fresh(document), work(embeds))  # only what is missing
    assert len(embeds.calls) == 2 + 1 + 1
    after = fresh(document)
    assert after.current_id != before.current_id
    assert DocumentVersion.objects.count() == 2  # a process may have begun to load the one before
    index(after)
    make(add_file("policy", Upload("policy.md", POLICY.replace("30", "10").encode())), work())
    assert DocumentVersion.objects.count() == 2


def test_a_part_ends_when_its_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "AT_ONCE", 1)
    ticks = iter(range(100))
    document = given()
    told: list[float] = []
    assert not make(
        document, work(seconds=2, clock=lambda: float(next(ticks)), tell=lambda share, _: told.append(share))
    )
    assert fresh(document).state == "indexing"
    assert 0 < fresh(document).progress < 0.9
    assert told == sorted(told)
    assert make(fresh(document), work())


def test_newer_content_overtakes_and_a_document_that_is_gone_is_left_alone() -> None:
    document = given()
    given("# Other\n\nText.")
    with pytest.raises(Overtaken):
        make(document, work())
    late = fresh(document)
    Document.objects.all().delete()
    with pytest.raises(Overtaken):
        make(late, work())


def test_what_cannot_be_read_is_told_and_the_one_before_stays() -> None:
    document = given()
    make(document, work())
    broken = add_file("policy", Upload("policy.pdf", b"%PDF-1.4 broken"))
    with pytest.raises(CannotRead):
        make(broken, work())
    failed(broken, "The PDF is damaged.")
    assert (fresh(document).state, fresh(document).problem) == ("failed", "The PDF is damaged.")
    assert fresh(document).current_id is not None


def test_nobody_who_waits_is_no_step_more() -> None:
    document = given()
    with pytest.raises(Overtaken):
        make(document, work(wanted=lambda: False))
    assert not DocumentVersion.objects.exists()


def test_other_models_in_the_middle_begin_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "AT_ONCE", 1)
    document = given()
    assert not make(fresh(document), work(seconds=0.0))
    in_parts_of_others = 0
    while not make(fresh(document), work(seconds=0.0, versions="hashed 2")):
        in_parts_of_others += 1
    assert standings("hashed 2")["policy"].version is not None


def test_words_are_kept_in_rows_of_some_hundreds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "WORDS_AT_ONCE", 4)
    embeds = Embeds()
    document = given()
    make(document, work(embeds))
    rows = list(Words.objects.all())
    assert len(rows) > 2
    assert max(len(row.words) for row in rows) == 4
    assert all(len(bytes(row.vectors)) == 2 * 64 * len(row.words) for row in rows)
    [found] = loaded([("policy", fresh(document).current_id or 0)])
    assert list(found.vocabulary) == [word for row in rows for word in row.words]
    assert np.allclose(found.word_vectors, hashed(found.vocabulary), atol=1e-3)


def test_a_title_is_that_of_the_content_in_use_unless_somebody_gave_one() -> None:
    make(given(), work())
    assert standings("hashed 1")["policy"].title == "Returns"
    changed = given(POLICY.replace("# Returns", "# Taking things back"))
    assert standings("hashed 1")["policy"].title == "Returns"
    make(changed, work())
    assert standings("hashed 1")["policy"].title == "Taking things back"
    named = add_file("policy", Upload("policy.md", POLICY.encode()), title="our policy")
    make(named, work())
    assert standings("hashed 1")["policy"].title == "our policy"


def test_content_is_as_old_as_what_it_was_made_of_whatever_was_given_since() -> None:
    make(given(), work())
    first = standings("hashed 1")["policy"].given
    broken = add_file("policy", Upload("policy.pdf", b"%PDF-1.4 broken"))
    failed(broken, "The PDF is damaged.")
    assert broken.given != first
    assert standings("hashed 1")["policy"].given == first
    again = given()
    make(again, work())
    assert standings("hashed 1")["policy"].given == fresh(again).given != first
