"""New bots, from whatever somebody has; and drafts that leave as files and come back the same."""

import base64
import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from flows.catalogue import starter_bots
from flows.exchange.format.split import REST, split_text
from flows.loader.document import read_document
from flows.loader.load import load_text, load_texts
from flows.models import Bot
from tests.designer.drafts import send
from tests.designer.test_api import PersonIn
from tests.workspaces import text_of
from voxloom.accounts.isolation import within
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import Workspace
from voxloom.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(blue: Workspace, person_in: PersonIn) -> Client:
    return person_in(blue, Role.EDITOR)


def begun(client: Client, **given: Any) -> Any:
    return send(client, "POST", "/drafts", given)


def packed(files: dict[str, str]) -> str:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return base64.b64encode(raw.getvalue()).decode()


def draft(client: Client, slug: str) -> Any:
    return send(client, "GET", f"/bots/{slug}/draft").json()


def test_from_each_starter_bot_a_new_one_is_made_that_can_run(editor: Client) -> None:
    names = [found["slug"] for found in send(editor, "GET", "/templates").json()]
    assert {"riverbank", "table_booking"} <= set(names)
    for number, name in enumerate(names):
        made = begun(editor, **{"from": "template", "template": name, "slug": f"mine-{number}", "name": "My bot"})
        assert made.status_code == 201, made.content
        seen = draft(editor, f"mine-{number}")
        assert (seen["name"], seen["newest"], seen["latest"]) == ("My bot", 0, 0)
        read = load_text(seen["text"])
        assert read.runnable
        assert read.bot is not None
        assert (read.bot.bot, read.bot.name) == (f"mine-{number}", "My bot")
        kept = send(editor, "POST", f"/bots/mine-{number}/draft/version", {"rev": seen["rev"]})
        assert (kept.status_code, kept.json()["version"]) == (201, 1)


def test_from_nothing_with_what_can_be_typed_next(editor: Client, blue: Workspace) -> None:
    assert begun(editor, **{"from": "empty", "slug": "lake", "name": "The Lake: help"}).status_code == 201
    seen = draft(editor, "lake")
    assert seen["graph"]["flows"]["welcome"]["nodes"][0]["name"] == "hello"
    assert load_text(seen["text"]).runnable
    assert load_text(seen["text"]).bot.name == "The Lake: help"  # type: ignore[union-attr]
    with within(blue):
        assert AuditEntry.objects.get(action="bot.begin").target == "lake"


def test_a_text_with_errors_is_taken_and_mended_here(editor: Client) -> None:
    assert begun(editor, **{"from": "text", "text": "flows: [", "slug": "lake"}).status_code == 201
    assert draft(editor, "lake")["text"] == "flows: ["
    nameless = begun(editor, **{"from": "text", "text": "flows: ["})
    assert (nameless.status_code, nameless.json()["error"]["code"]) == (422, "bot.name")


@pytest.mark.parametrize("slug", ["", "Not this", "9lives", "a" * 65, "ü", "a/b"])
def test_a_name_that_is_none(editor: Client, slug: str) -> None:
    refused = begun(editor, **{"from": "empty", "slug": slug})
    assert refused.status_code == 422


@pytest.mark.parametrize("slug", ["sky", "wood"])
def test_a_name_that_is_taken(editor: Client, green: Workspace, slug: str) -> None:
    refused = begun(editor, **{"from": "empty", "slug": slug})
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "bot.taken")
    with within(green):
        assert Bot.objects.get().name == "Wood"


def test_a_file_and_a_folder(editor: Client) -> None:
    content = base64.b64encode(b"\xef\xbb\xbf" + text_of("lake", "Lake").replace("\n", "\r\n").encode()).decode()
    assert begun(editor, **{"from": "file", "file_name": "lake.yaml", "content": content}).status_code == 201
    seen = draft(editor, "lake")
    assert (seen["text"], seen["crlf"]) == (text_of("lake", "Lake"), True)
    out = send(editor, "GET", "/bots/lake/draft/export")
    assert out.content == text_of("lake", "Lake").replace("\n", "\r\n").encode()
    files = {
        "pond/a.yaml": text_of("pond"), "pond/b.yml": "flows:\n  more:\n    nodes: {b: {type: end}}\n",
        "pond/.hidden.yaml": "x: 1", "pond/README.md": "no bot",
    }  # fmt: skip
    made = begun(editor, **{"from": "file", "file_name": "pond.zip", "content": packed(files)})
    assert (made.status_code, made.json()["notes"]) == (201, ["2 files were joined."])
    assert draft(editor, "pond")["graph"]["order"] == ["hello", "more"]


@pytest.mark.parametrize(
    "content",
    [
        "no base64!", base64.b64encode(b"\xff\xfe").decode(), base64.b64encode(b"PK\x03\x04broken").decode(),
        packed({}), packed({"a/x.yaml": "a: 1", "b/y.yaml": "b: 1"}), packed({"a.yaml": "a: 1", "b.yaml": "a: 2"}),
    ],
)  # fmt: skip
def test_files_that_are_no_bot(editor: Client, content: str) -> None:
    refused = begun(editor, **{"from": "file", "file_name": "x.yaml", "content": content, "slug": "lake"})
    assert refused.status_code in (201, 422), refused.content
    if refused.status_code == 422:
        assert refused.json()["error"]["remedy"]


def test_an_archive_that_is_damaged_is_told_of_wherever_it_is(editor: Client) -> None:
    sound = base64.b64decode(packed({"a.yaml": "voxloom: 1\n" * 200}))
    for at in range(len(sound)):
        damaged = bytearray(sound)
        damaged[at] ^= 0xFF
        content = base64.b64encode(bytes(damaged)).decode()
        refused = begun(editor, **{"from": "file", "file_name": "x.zip", "content": content})
        assert refused.status_code == 422, (at, refused.content)


def test_an_archive_that_swells_is_stopped(editor: Client) -> None:
    content = packed({"a.yaml": "# " + "x" * (3 * 1024 * 1024)})
    assert len(content) < 10_000
    refused = begun(editor, **{"from": "file", "file_name": "x.zip", "content": content, "slug": "lake"})
    assert (refused.status_code, refused.json()["error"]["code"]) == (413, "file.long")


@pytest.mark.parametrize("path", starter_bots(), ids=lambda path: path.stem)
def test_a_bot_leaves_as_a_folder_and_comes_back_the_same(editor: Client, path: Any) -> None:
    text = path.read_text()
    begun(editor, **{"from": "text", "text": text, "slug": "lake"})
    out = send(editor, "GET", "/bots/lake/draft/export?form=zip")
    with zipfile.ZipFile(io.BytesIO(out.content)) as archive:
        texts = {name.removeprefix("lake/"): archive.read(name).decode() for name in archive.namelist()}
    assert len(texts) > 2
    stands = draft(editor, "lake")["text"]
    for line in stands.splitlines():
        assert any(line in part.splitlines() for part in texts.values())
    assert load_texts(texts).document.data == load_text(stands).document.data
    assert load_texts(texts).runnable
    content = base64.b64encode(out.content).decode()
    assert (
        begun(editor, **{"from": "file", "file_name": "x.zip", "content": content, "slug": "pond"}).status_code == 201
    )
    assert draft(editor, "pond")["graph"]["flows"].keys() == draft(editor, "lake")["graph"]["flows"].keys()


@pytest.mark.parametrize("text", ["a: [", "", "x: &a 1\ny: *a\n", text_of("one")])
def test_what_cannot_be_cut_stays_one_file(text: str) -> None:
    assert split_text(text) == {REST: text}


def test_comments_of_a_folder_stay() -> None:
    text = (
        "# top\nvoxloom: 1\n# of flows\nflows:\n  # of a\n  a:\n    nodes: {x: {type: end}}\n  b: # of b\n"
        "    nodes: {}\n# end\ntests:\n  t: {turns: []}\n"
    )
    files = split_text(text)
    assert set(files) == {REST, "flow-a.yaml", "flow-b.yaml", "tests.yaml"}
    together = "".join(files.values())
    assert all(comment in together for comment in ("# top", "# of flows", "# of a", "# of b", "# end"))
    assert all(read_document(part.encode(), name)[1] == [] for name, part in files.items())


def test_the_schema_is_sent_once(editor: Client) -> None:
    first = send(editor, "GET", "/schema")
    assert first.json()["title"] == "A Voxloom bot"
    again = send(editor, "GET", "/schema", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
