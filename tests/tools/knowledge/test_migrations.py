"""What was kept before comes along: vectors of words are in rows, and titles that nobody gave follow their content."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE, MOVED = ("knowledge", "0002_age_of_content"), ("knowledge", "0003_steps_and_words")


def at(target: tuple[str, str]) -> Any:
    """The models as they are there, with the database brought there."""
    executor = MigrationExecutor(connection)
    executor.migrate([target])
    return executor.loader.project_state([target]).apps


@pytest.fixture
def kept() -> Any:
    """A document that calls itself Fees and one with a given title, in the database of before."""
    apps = at(BEFORE)
    workspace = MigrationExecutor(connection).loader.project_state([("knowledge", BEFORE[1])]).apps
    workspace = workspace.get_model("accounts", "Workspace").objects.get_or_create(slug="main")[0]
    document, version = (apps.get_model("knowledge", name) for name in ("Document", "DocumentVersion"))
    for name, title, calls_itself, count in (("fees", "Fees", "Fees", 450), ("given", "our fees", "Fees", 0)):
        row = document.objects.create(workspace_id=workspace.pk, name=name, title=title)
        vectors = b"".join(bytes([number % 256]) * 8 for number in range(count))
        row.current = version.objects.create(
            document=row, number=1, content_hash="x", made_with="m", title=calls_itself,
            words=[f"w{number}" for number in range(count)], word_vectors=vectors or None,
        )  # fmt: skip
        row.save()
    yield
    executor = MigrationExecutor(connection)
    executor.migrate([target for target in executor.loader.graph.leaf_nodes() if target[0] == "knowledge"])


def test_words_and_titles_come_along(kept: None) -> None:
    apps = at(MOVED)
    rows = apps.get_model("knowledge", "Words").objects.order_by("place")
    assert [len(row.words) for row in rows] == [200, 200, 50]
    assert [(len(bytes(row.vectors)), bytes(row.vectors)[0]) for row in rows] == [(1600, 0), (1600, 200), (400, 144)]
    titles = dict(apps.get_model("knowledge", "Document").objects.values_list("name", "title"))
    assert titles == {"fees": "", "given": "our fees"}
