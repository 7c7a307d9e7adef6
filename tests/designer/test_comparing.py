"""What differs between versions, what answers, and the draft."""

from typing import Any

import pytest
from django.test import Client

from flows.catalogue import publish
from tests.designer.drafts import send
from tests.designer.test_api import PersonIn
from tests.workspaces import text_of
from voxloom.accounts.isolation import within
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import Workspace

pytestmark = pytest.mark.django_db
SAID = "Hello, an automated assistant here."


@pytest.fixture
def viewer(blue: Workspace, person_in: PersonIn) -> Client:
    with within(blue):
        publish(text_of("sky", "Sky").replace(SAID, "Hello, an automated assistant speaking."), "staging")
    return person_in(blue, Role.VIEWER)


def compared(client: Client, query: str) -> Any:
    return send(client, "GET", f"/bots/sky/changes?{query}")


def test_two_versions(viewer: Client) -> None:
    told = compared(viewer, "old=1&new=2").json()
    assert (told["old"], told["new"]) == (1, 2)
    assert told["prompts"][0]["words"] == [
        ["=", "Hello, an automated assistant "],
        ["-", "here"],
        ["+", "speaking"],
        ["=", "."],
    ]
    assert told["summary"]["nodes"] == {"added": 0, "removed": 0, "changed": 1}
    [hunk] = told["text"]
    assert [sign for sign, _ in hunk["lines"]].count("-") == 1
    assert compared(viewer, "old=production&new=staging").json() == told


def test_with_the_draft_also_where_it_cannot_be_read(viewer: Client, blue: Workspace, person_in: PersonIn) -> None:
    assert compared(viewer, "old=2").json()["text"] == []
    editor = person_in(blue, Role.EDITOR)
    text = text_of("sky", "Sky") + "      more: {type: end}\n"
    rev = send(editor, "PUT", "/bots/sky/draft/text", {"rev": 2, "text": text}).json()["rev"]
    told = compared(viewer, "old=1&new=draft").json()
    assert told["graph"]["nodes"]["added"] == [{"flow": "hello", "node": "more", "type": "end"}]
    send(editor, "PUT", "/bots/sky/draft/text", {"rev": rev, "text": "# nothing\n["})
    told = compared(viewer, "old=1&new=draft").json()
    assert (told["graph"], told["summary"]) == (None, None)
    assert told["text"]


def test_a_bot_without_a_version_is_all_new(viewer: Client, blue: Workspace, person_in: PersonIn) -> None:
    send(person_in(blue, Role.EDITOR), "POST", "/drafts", {"from": "empty", "slug": "lake"})
    told = send(viewer, "GET", "/bots/lake/changes?old=0&new=draft").json()
    assert [node["node"] for node in told["graph"]["nodes"]["added"]] == ["hello"]


@pytest.mark.parametrize("name", ["77", "99999999999999", "nowhere", "../x", "%00", "²"])
def test_what_is_not_there(viewer: Client, name: str) -> None:
    assert compared(viewer, f"old={name}").status_code == 404
