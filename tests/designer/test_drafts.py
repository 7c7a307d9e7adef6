"""The draft of a bot: nothing that anybody typed is lost, and what is drawn is what stands in the text."""

import json
from typing import Any

import pytest
from django.test import Client

from designer.models import Draft
from flows.catalogue import publish, version_of_hash
from flows.models import Bot, BotVersion
from tests.designer.drafts import merged, send, with_units
from tests.designer.test_api import KeyOf, PersonIn
from tests.workspaces import text_of
from voxloom.accounts.isolation import within
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import Workspace
from voxloom.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
DRAFT = "/bots/sky/draft"
NODE = {"op": "add_node", "flow": "hello", "name": "more", "value": {"type": "say", "say": "More.", "next": "end"}}


@pytest.fixture
def editor(blue: Workspace, person_in: PersonIn) -> Client:
    return person_in(blue, Role.EDITOR)


def draft(client: Client) -> Any:
    answer = send(client, "GET", DRAFT)
    assert answer.status_code == 200, answer.content
    return answer.json()


def typed(client: Client, text: str, rev: int | None = None) -> Any:
    answer = send(client, "PUT", f"{DRAFT}/text", {"rev": draft(client)["rev"] if rev is None else rev, "text": text})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_it_is_the_newest_version_while_nobody_has_changed_anything(editor: Client, blue: Workspace) -> None:
    seen = draft(editor)
    assert (seen["rev"], seen["newest"], seen["latest"], seen["differs"]) == (1, 1, 1, False)
    assert seen["text"] == text_of("sky", "Sky")
    assert seen["graph"]["flows"]["hello"]["nodes"][0]["sentence"] == "Says: Hello, an automated assistant here."
    assert seen["may"] == {"see": True, "edit": True, "review": False, "publish": False, "administer": False}
    with within(blue):
        assert not Draft.objects.exists()
        publish(text_of("sky", "Newer"))
    seen = draft(editor)
    assert (seen["rev"], seen["newest"], seen["text"]) == (2, 2, text_of("sky", "Newer"))


def test_what_is_drawn_stands_in_the_text_and_is_taken_back(editor: Client) -> None:
    before = draft(editor)
    made = send(editor, "POST", f"{DRAFT}/ops", {"rev": before["rev"], "ops": [NODE]}).json()
    after = draft(editor)
    assert after["rev"] == made["rev"] == before["rev"] + 1
    assert with_units(before["text"], made["edits"]) == after["text"]
    assert merged(before["graph"], made["graph"]) == after["graph"]
    assert [node["name"] for node in after["graph"]["flows"]["hello"]["nodes"]] == ["hi", "more"]
    undone = send(editor, "POST", f"{DRAFT}/undo", {"rev": made["rev"], "edits": made["inverse"]}).json()
    assert with_units(after["text"], undone["edits"]) == draft(editor)["text"] == before["text"]
    assert (undone["rev"], undone["differs"]) == (before["rev"] + 2, False)


def test_operations_are_done_all_or_none(editor: Client) -> None:
    before = draft(editor)
    missing = {"op": "remove_node", "flow": "hello", "name": "nobody"}
    refused = send(editor, "POST", f"{DRAFT}/ops", {"rev": before["rev"], "ops": [NODE, missing]})
    error = refused.json()["error"]
    assert (refused.status_code, error["code"], error["op"]) == (422, "edit.path", 1)
    assert error["line"] >= 1
    assert draft(editor) == before
    several = [NODE, {"op": "rename_node", "flow": "hello", "name": "more", "to": "again"}]
    made = send(editor, "POST", f"{DRAFT}/ops", {"rev": before["rev"], "ops": several}).json()
    assert with_units(before["text"], made["edits"]) == draft(editor)["text"]
    assert "again:" in draft(editor)["text"]


def test_only_flows_that_changed_are_told_of(editor: Client) -> None:
    two = text_of("sky", "Sky") + "  other:\n    nodes:\n      a: {type: say, say: Bye, next: end}\n"
    rev = typed(editor, two)["rev"]
    made = send(editor, "POST", f"{DRAFT}/ops", {"rev": rev, "ops": [NODE]}).json()
    assert list(made["graph"]["flows"]) == ["hello"]
    assert made["graph"]["lines"] == {"hello": 6, "other": 9 + 1}
    gone = {"op": "remove", "kind": "flow", "name": "other"}
    assert send(editor, "POST", f"{DRAFT}/ops", {"rev": made["rev"], "ops": [gone]}).json()["graph"]["flows"] == {
        "other": None
    }


def test_who_is_late_gets_both_texts_and_overwrites_nothing(
    editor: Client, blue: Workspace, person_in: PersonIn
) -> None:
    rev = draft(editor)["rev"]
    other = person_in(blue, Role.EDITOR)
    theirs = text_of("sky", "Theirs")
    typed(other, theirs, rev)
    for path, body in (
        ("text", {"text": "mine"}), ("ops", {"ops": [NODE]}), ("undo", {"edits": []}), ("discard", {}),
        ("restore", {"version": 1}), ("version", {"message": ""}),
    ):  # fmt: skip
        method = "PUT" if path == "text" else "POST"
        late = send(editor, method, f"{DRAFT}/{path}", {"rev": rev, **body})
        error = late.json()["error"]
        assert (late.status_code, error["code"], error["text"], error["rev"]) == (409, "draft.newer", theirs, rev + 1)
        assert error["by"].startswith("person")
    assert draft(editor)["text"] == theirs


def test_a_text_that_is_sent_twice_is_no_conflict(editor: Client) -> None:
    rev = draft(editor)["rev"]
    first = typed(editor, text_of("sky", "Once"), rev)
    again = typed(editor, text_of("sky", "Once"), rev)
    assert (again["rev"], again["edits"]) == (first["rev"], [])


def test_two_first_changes_at_once(editor: Client, blue: Workspace) -> None:
    rev = draft(editor)["rev"]
    with within(blue):
        Draft.objects.create(bot=Bot.objects.get(slug="sky"), rev=rev + 1, text="theirs", made_from=1)
    late = send(editor, "PUT", f"{DRAFT}/text", {"rev": rev, "text": "mine"})
    assert (late.status_code, late.json()["error"]["text"]) == (409, "theirs")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("flows: [", "yaml.syntax"),
        ("", "schema.type"),
        ("- a\n- b\n", "schema.type"),
        ("x" * (2 * 1024 * 1024 - 1), "yaml.size"),
        ("😀 <script>alert(1)</script>: [", "yaml.syntax"),
        ("a: \x07\n", "yaml.encoding"),
    ],
)
def test_a_text_that_cannot_be_read_is_kept_and_told_of(editor: Client, text: str, code: str) -> None:
    before = draft(editor)
    made = typed(editor, text)
    assert (made["readable"], made["graph"], made["problem"]["code"]) == (False, None, code)
    seen = draft(editor)
    assert seen["text"] == text
    assert (seen["readable"], seen["graph"]) == (False, before["graph"])
    assert seen["problem"]["message"] == made["problem"]["message"]
    assert seen["findings"] == [seen["problem"]]
    refused = send(editor, "POST", f"{DRAFT}/ops", {"rev": seen["rev"], "ops": [NODE]}).json()["error"]
    assert (refused["code"], refused["line"]) == ("draft.unreadable", seen["problem"]["line"])
    found = send(editor, "GET", f"{DRAFT}/findings").json()
    assert found["counts"]["error"] >= 1
    mended = typed(editor, before["text"])
    assert (mended["readable"], mended["graph"]["flows"]) == (True, {})


def test_what_cannot_be_kept_is_told_with_its_place(editor: Client) -> None:
    before = draft(editor)
    refused = send(editor, "PUT", f"{DRAFT}/text", {"rev": before["rev"], "text": "a: 1\nb: x\0"})
    error = refused.json()["error"]
    assert (refused.status_code, error["code"], error["line"], error["column"]) == (422, "draft.character", 2, 5)
    long = send(editor, "PUT", f"{DRAFT}/text", {"rev": before["rev"], "text": "x" * (2 * 1024 * 1024 + 1)})
    assert (long.status_code, long.json()["error"]["code"]) == (413, "draft.long")
    assert draft(editor) == before


def test_script_and_emoji_in_every_field_come_back_as_they_were(editor: Client) -> None:
    hostile = "😀<script>alert('1')</script>\u2028\"'{{ x }}&amp;"
    quoted = json.dumps(hostile, ensure_ascii=False).replace("\u2028", "\\u2028")  # it ends a line in YAML
    text = (
        f"voxloom: 1\nbot: sky\nname: {quoted}\ndescription: {quoted}\nstart: {quoted}\nslots:\n  {quoted}: "
        f"{{type: {quoted}, description: {quoted}}}\nflows:\n  {quoted}:\n    description: {quoted}\n"
        f"    triggers: [{quoted}]\n    nodes:\n      {quoted}: {{type: {quoted}, say: {quoted}, next: {quoted}}}\n"
        f"layout:\n  {quoted}: {{{quoted}: [1, 2]}}\n"
    )
    typed(editor, text)
    seen = draft(editor)
    assert seen["text"] == text
    flow = seen["graph"]["flows"][hostile]
    node = flow["nodes"][0]
    assert (node["name"], node["type"], node["value"]["say"], node["x"]) == (hostile, hostile, hostile, 1)
    assert (flow["edges"][0]["to"], flow["edges"][0]["kind"]) == (hostile, "node")
    set_it = {"op": "set", "path": ["flows", hostile, "nodes", hostile, "say"], "value": "😀 " + hostile}
    made = send(editor, "POST", f"{DRAFT}/ops", {"rev": seen["rev"], "ops": [set_it]}).json()
    assert with_units(text, made["edits"]) == draft(editor)["text"]
    back = send(editor, "POST", f"{DRAFT}/undo", {"rev": made["rev"], "edits": made["inverse"]})
    assert back.status_code == 200
    assert draft(editor)["text"] == text


@pytest.mark.parametrize("edits", [[[0, 99_999, ""]], [[3, 2, "x"]], [[5, 6, ""], [5, 7, ""]]])
def test_edits_of_another_text_are_refused(editor: Client, edits: Any) -> None:
    seen = draft(editor)
    refused = send(editor, "POST", f"{DRAFT}/undo", {"rev": seen["rev"], "edits": edits})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "draft.place")
    assert draft(editor) == seen


def test_crlf_goes_out_as_it_came_in(editor: Client, blue: Workspace) -> None:
    lines = text_of("sky", "Windows").replace("\n", "\r\n")
    with within(blue):
        publish(lines)
    seen = draft(editor)
    assert "\r" not in seen["text"]
    assert (seen["crlf"], seen["differs"]) == (True, False)
    typed(editor, seen["text"].replace("Windows", "Doors"))
    kept = send(editor, "POST", f"{DRAFT}/version", {"rev": seen["rev"] + 1, "message": "Doors"})
    assert kept.status_code == 201
    with within(blue):
        assert BotVersion.objects.get(number=3).text == lines.replace("Windows", "Doors")


def test_the_draft_becomes_a_version_once(editor: Client, blue: Workspace) -> None:
    rev = typed(editor, text_of("sky", "Blue"))["rev"]
    kept = send(editor, "POST", f"{DRAFT}/version", {"rev": rev, "message": "Bluer"})
    assert (kept.status_code, kept.json()["version"]) == (201, 2)
    seen = draft(editor)
    assert (seen["rev"], seen["newest"], seen["differs"]) == (rev, 2, False)
    again = send(editor, "POST", f"{DRAFT}/version", {"rev": rev})
    assert (again.status_code, again.json()["is_new"]) == (200, False)
    with within(blue):
        version = BotVersion.objects.get(number=2)
        assert (version.author, version.message) == ("person 0", "Bluer")


def test_a_draft_with_errors_or_of_another_bot_is_no_version(editor: Client) -> None:
    rev = typed(editor, text_of("sky").replace("next: end", "next: nowhere"))["rev"]
    refused = send(editor, "POST", f"{DRAFT}/version", {"rev": rev})
    error = refused.json()["error"]
    assert (refused.status_code, error["code"]) == (422, "bot.errors")
    target = next(found for found in error["findings"] if found["code"] == "flow.target")
    assert (target["flow"], target["node"]) == ("hello", "hi")
    rev = typed(editor, text_of("sea"))["rev"]
    refused = send(editor, "POST", f"{DRAFT}/version", {"rev": rev})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "draft.renamed")


def test_a_draft_is_frozen_to_be_tried(editor: Client, blue: Workspace) -> None:
    rev = typed(editor, text_of("sky", "Tried"))["rev"]
    tried = send(editor, "POST", f"{DRAFT}/trial", {"rev": rev}).json()
    typed(editor, text_of("sky", "Changed"))
    found = version_of_hash("sky", tried["trial"])
    assert found is not None
    assert (found.text, found.version) == (text_of("sky", "Tried"), 0)
    rev = typed(editor, "flows: [")["rev"]
    refused = send(editor, "POST", f"{DRAFT}/trial", {"rev": rev})
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "bot.errors")


def test_a_newer_version_is_looked_at_before_the_draft_is_put_after_it(editor: Client, blue: Workspace) -> None:
    rev = typed(editor, text_of("sky", "Mine"))["rev"]
    with within(blue):
        publish(text_of("sky", "From a pipeline"))
    seen = draft(editor)
    assert (seen["text"], seen["newest"], seen["latest"]) == (text_of("sky", "Mine"), 1, 2)
    refused = send(editor, "POST", f"{DRAFT}/version", {"rev": rev})
    error = refused.json()["error"]
    assert (refused.status_code, error["code"], error["newest"]) == (409, "version.newer", 2)
    assert error["text"] == text_of("sky", "From a pipeline")
    assert send(editor, "POST", f"{DRAFT}/version", {"rev": rev, "after": 2}).json()["version"] == 3


def test_what_was_discarded_comes_back_with_where_it_was_from(editor: Client, blue: Workspace) -> None:
    typed(editor, text_of("sky", "Mine"))
    with within(blue):
        publish(text_of("sky", "Newer"))
    rev = draft(editor)["rev"]
    gone = send(editor, "POST", f"{DRAFT}/discard", {"rev": rev}).json()
    seen = draft(editor)
    assert (seen["text"], seen["newest"], seen["differs"]) == (text_of("sky", "Newer"), 2, False)
    send(editor, "POST", f"{DRAFT}/undo", {"rev": gone["rev"], "edits": gone["inverse"]})
    seen = draft(editor)
    assert (seen["text"], seen["newest"]) == (text_of("sky", "Mine"), 1)
    refused = send(editor, "POST", f"{DRAFT}/version", {"rev": seen["rev"]})
    assert refused.json()["error"]["code"] == "version.newer"


def test_an_older_version_is_restored_and_becomes_a_new_one(editor: Client, blue: Workspace) -> None:
    with within(blue):
        publish(text_of("sky", "Second"))
    rev = draft(editor)["rev"]
    restored = send(editor, "POST", f"{DRAFT}/restore", {"rev": rev, "version": 1}).json()
    assert draft(editor)["text"] == text_of("sky", "Sky")
    assert restored["differs"] is True
    assert send(editor, "POST", f"{DRAFT}/version", {"rev": restored["rev"]}).json()["version"] == 3
    missing = send(editor, "POST", f"{DRAFT}/restore", {"rev": restored["rev"], "version": 77})
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "version.unknown")


def test_a_draft_that_is_a_version_follows_newer_ones(editor: Client, blue: Workspace) -> None:
    rev = typed(editor, text_of("sky", "Second"))["rev"]
    send(editor, "POST", f"{DRAFT}/version", {"rev": rev})
    with within(blue):
        publish(text_of("sky", "Third"))
    seen = draft(editor)
    assert (seen["rev"], seen["text"], seen["newest"]) == (rev + 1, text_of("sky", "Third"), 3)
    late = send(editor, "PUT", f"{DRAFT}/text", {"rev": rev, "text": "x"})
    assert late.status_code == 409
    assert typed(editor, text_of("sky", "Fourth"))["rev"] == rev + 2


def test_the_audit_log_has_one_line_a_session_and_each_step_back(
    editor: Client, blue: Workspace, person_in: PersonIn
) -> None:
    for name in ("One", "Two", "Three"):
        typed(editor, text_of("sky", name))
    typed(person_in(blue, Role.EDITOR), text_of("sky", "Other"))
    typed(editor, text_of("sky", "Mine again"))
    send(editor, "POST", f"{DRAFT}/discard", {"rev": draft(editor)["rev"]})
    entries = AuditEntry.objects.filter(action__startswith="draft.").order_by("number")
    assert [(entry.actor, entry.action, entry.target) for entry in entries] == [
        ("person 0", "draft.edit", "sky"), ("person 1", "draft.edit", "sky"), ("person 0", "draft.edit", "sky"),
        ("person 0", "draft.discard", "sky"),
    ]  # fmt: skip


def test_a_key_edits_as_a_person_does(blue: Workspace, client: Client, key_of: KeyOf) -> None:
    key = key_of(blue, Role.EDITOR)
    rev = send(client, "GET", DRAFT, **key).json()["rev"]
    made = send(client, "POST", f"{DRAFT}/ops", {"rev": rev, "ops": [NODE]}, **key)
    assert made.status_code == 200
    assert send(client, "GET", DRAFT, **key).json()["by"] == "key a program"
