"""The documents that ship are given once, and again when they change."""

import pytest

from tools.knowledge import starters
from tools.knowledge.keeping import Upload, add_file
from tools.knowledge.models import Document
from tools.knowledge.starters import STARTERS, give_starters

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]


def test_they_are_given_once() -> None:
    assert give_starters() == list(STARTERS)
    assert give_starters() == []
    assert {row.title for row in Document.objects.all()} == {title for _, title in STARTERS.values()}


def test_what_somebody_gave_under_such_a_name_stays() -> None:
    add_file("returns_policy", Upload("own.md", b"Ten days."))
    assert "returns_policy" not in give_starters()
    assert Document.objects.get(name="returns_policy").file_name == "own.md"


def test_what_has_changed_is_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    give_starters()
    monkeypatch.setattr(starters, "digest", lambda _: "another")
    assert give_starters() == list(STARTERS)
