"""Documents are kept by name, each with its file, and jobs make their indexes."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from flows.vectors.versions import versions
from tools.knowledge.keeping import (
    INDEX,
    RETRY_H,
    NotThat,
    Upload,
    add_address,
    add_file,
    index,
    note_lost,
    read_again,
    remove,
)
from tools.knowledge.models import Document, DocumentVersion
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN, Workspace, named
from voxloom.audit.models import AuditEntry
from voxloom.jobs.models import Job
from voxloom.shared.backing import files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]
TEXT = Upload("policy.md", b"# Returns\n\nThirty days.\n")


def test_a_file_is_kept_and_a_job_is_begun() -> None:
    document = add_file("policy", TEXT, title="the returns\u200b policy")
    assert files().get(document.file_key) == TEXT.data
    assert (document.title, document.kind, document.state) == ("the returns policy", "file", "waiting")
    job = Job.objects.get(name=INDEX)
    assert job.arguments == {"document": document.pk, "of": named(MAIN).pk, "begun": 1, "part": 0}
    assert job.workspace_id == named(MAIN).pk
    assert AuditEntry.objects.filter(action="document.keep", target="policy").exists()


def test_another_file_takes_its_place(django_capture_on_commit_callbacks: Any) -> None:
    before = add_file("policy", TEXT, title="the policy")
    with django_capture_on_commit_callbacks(execute=True):
        after = add_file("policy", Upload("new.txt", b"Sixty days."))
    assert (after.pk, after.begun, after.title, after.file_name) == (before.pk, 2, "the policy", "new.txt")
    assert files().get(before.file_key) is None
    assert Job.objects.filter(name=INDEX).count() == 2


def test_a_file_of_two_documents_stays_as_long_as_one_has_it(django_capture_on_commit_callbacks: Any) -> None:
    one, _ = add_file("one", TEXT), add_file("two", TEXT)
    with django_capture_on_commit_callbacks(execute=True):
        assert remove("one")
    assert files().get(one.file_key) == TEXT.data
    with django_capture_on_commit_callbacks(execute=True):
        assert remove("two")
    assert files().get(one.file_key) is None
    assert not remove("two")


@pytest.mark.parametrize("name", ["", "Policy", "1st", "a b", "../a", "a" * 65])
def test_names(name: str) -> None:
    with pytest.raises(NotThat, match="small letter"):
        add_file(name, TEXT)


@pytest.mark.parametrize(
    "address", ["ftp://a.example/x", "https://", "https://user:pass@a.example/", "http://[", "a" * 2_000]
)
def test_addresses(address: str) -> None:
    with pytest.raises(NotThat, match="address"):
        add_address("page", address)


def test_a_file_has_something_in_it_and_is_not_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotThat, match="empty"):
        add_file("policy", Upload("a.txt", b""))
    monkeypatch.setattr("tools.knowledge.keeping.MOST_BYTES", 3)
    with pytest.raises(NotThat, match="split it"):
        add_file("policy", Upload("a.txt", b"four"))


def test_each_workspace_has_its_own() -> None:
    theirs = Workspace.objects.create(slug="theirs", name="Theirs")
    ours = add_file("policy", TEXT)
    with within(theirs):
        other = add_file("policy", TEXT)
        assert other.pk != ours.pk
        assert other.file_key != ours.file_key
        assert list(Document.objects.all()) == [other]
    assert list(Document.objects.all()) == [ours]


def settle(document: Document, **fields: Any) -> None:
    Document.objects.filter(pk=document.pk).update(state=Document.State.READY, **fields)


def test_pages_are_read_again_when_they_are_due() -> None:
    now = timezone.now()
    page = add_address("page", "https://a.example/x", every_hours=24)
    other = add_address("other", "https://a.example/y")
    assert read_again(now) == 0  # they wait for their first job
    settle(page, given=now - timedelta(hours=25))
    settle(other, given=now - timedelta(days=900))
    assert read_again(now) == 1
    page.refresh_from_db()
    assert (page.state, page.begun) == (Document.State.WAITING, 2)


def test_what_other_models_made_is_made_again() -> None:
    document = add_file("policy", TEXT)
    version = DocumentVersion.objects.create(document=document, number=1, content_hash="x", made_with="older models")
    settle(document, current=version)
    assert read_again() == 1
    DocumentVersion.objects.update(made_with=versions()[:300])
    settle(document)
    assert read_again() == 0


def test_an_index_is_begun_anew() -> None:
    document = add_file("policy", TEXT)
    settle(document)
    document.refresh_from_db()
    index(document)
    document.refresh_from_db()
    assert (document.begun, document.state) == (2, Document.State.WAITING)


def test_what_failed_is_tried_again_after_a_while_and_not_at_once() -> None:
    now = timezone.now()
    page = add_address("page", "https://a.example/x", every_hours=24)
    Document.objects.update(state=Document.State.FAILED)
    assert read_again(now) == 0
    assert read_again(now + timedelta(hours=RETRY_H, seconds=1)) == 1
    page.refresh_from_db()
    assert page.begun == 2


def test_an_index_that_no_job_makes_any_more_has_failed() -> None:
    add_file("policy", TEXT)
    add_file("other", Upload("other.md", b"Ten days."))
    Job.objects.filter(arguments__document=Document.objects.get(name="policy").pk).update(state=Job.State.FAILED)
    now = timezone.now()
    note_lost(now - timedelta(hours=1))
    assert set(Document.objects.values_list("state", flat=True)) == {"waiting"}
    note_lost(now)
    assert dict(Document.objects.values_list("name", "state")) == {"policy": "failed", "other": "waiting"}
    assert "not made to the end" in Document.objects.get(name="policy").problem
