"""The REST API: what each role may, how problems are told, and that nothing of another workspace is ever seen."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from ninja.operation import PathView

from designer.api.service import api
from designer.models import Draft, Publication
from flows.catalogue import AddressTaken, publish
from flows.models import Bot, BotRole, BotVersion, Release, TestRun
from flows.preparing import LEARN
from tests.workspaces import text_of
from tools.knowledge.keeping import Upload, add_file
from tools.knowledge.models import Document
from voxloom.accounts.isolation import within
from voxloom.accounts.keys import create_key
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import Workspace
from voxloom.audit.models import AuditEntry
from voxloom.conversations.log import Lines, Opening, Value, append, begin
from voxloom.conversations.models import VaultKey
from voxloom.given.keeping import give
from voxloom.jobs.models import Job

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]  # once is enough: what is kept has its own tests on both

KeyOf = Callable[[Workspace, Role], dict[str, Any]]
PersonIn = Callable[[Workspace, Role | None], Client]


LINE = {"seq": 1, "event": {"event": "call_started", "now": "2026-01-05T10:00:00+00:00"}, "changes": {}}


def conversation_in(workspace: Workspace, call: str, bot: str) -> None:
    with within(workspace):
        owned = begin(Opening(call, bot, "hash", 1, "voice", "here"))
        append(owned, Lines(0, [LINE], [Value("⟨card:1⟩", "card", {}, "4111")]))


def send(client: Client, method: str, path: str, body: Any = None, **headers: Any) -> Any:
    data = json.dumps(body) if body is not None else ""
    return client.generic(method, f"/api/v1{path}", data, content_type="application/json", headers=headers or None)


def test_a_bot_is_kept_published_and_read_again(blue: Workspace, client: Client, key_of: KeyOf) -> None:
    key = key_of(blue, Role.PUBLISHER)
    text = text_of("sky", "Blue sky") + "# a comment stays\n"
    made = send(client, "POST", "/bots", {"text": text, "message": "Bluer"}, **key)
    assert (made.status_code, made.json()["version"], made.json()["is_new"]) == (201, 2, True)
    again = send(client, "POST", "/bots", {"text": text}, **key)
    assert (again.status_code, again.json()["is_new"]) == (200, False)
    shown = send(client, "GET", "/bots/sky", **key).json()
    assert (shown["name"], shown["newest"], shown["releases"]) == ("Blue sky", 2, {"production": 1})
    moved = send(client, "POST", "/bots/sky/releases", {"version": 2}, **key)
    assert moved.json()["releases"] == {"production": 2}
    send(client, "POST", "/bots/sky/releases", {"version": 1, "environment": "staging"}, **key)
    versions = send(client, "GET", "/bots/sky/versions", **key).json()
    assert [(version["number"], version["author"], version["message"]) for version in versions] == [
        (2, "key a program", "Bluer"),
        (1, "", ""),
    ]
    assert versions[0]["training"] == {"state": "waiting", "progress": 0.0}
    Job.objects.filter(name=LEARN).update(state=Job.State.RUNNING, progress=0.5)
    shown = send(client, "GET", "/bots/sky/versions/2", **key).json()
    assert (shown["text"], shown["training"]) == (text, {"state": "running", "progress": 0.5})
    Job.objects.all().delete()
    assert send(client, "GET", "/bots/sky/versions/2", **key).json()["training"] is None
    download = send(client, "GET", "/bots/sky/versions/2/text", **key)
    assert download.content == text.encode()
    assert 'filename="sky-2.yaml"' in download["Content-Disposition"]
    assert [bot["slug"] for bot in send(client, "GET", "/bots", **key).json()] == ["sky"]


def test_the_list_of_bots_takes_as_many_queries_for_ten_as_for_two(blue: Workspace, person_in: PersonIn) -> None:
    viewer = person_in(blue, Role.VIEWER)
    counts = []
    for number in range(10):
        with within(blue):
            publish(text_of(f"bot-{number}"))
        if number in (1, 9):
            with CaptureQueriesContext(connection) as queries:
                assert len(send(viewer, "GET", "/bots").json()) == number + 2
            counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_newer_version_is_not_passed_over(blue: Workspace, client: Client, key_of: KeyOf) -> None:
    key = key_of(blue, Role.EDITOR)
    body = {"text": text_of("sky", "Other"), "after": 0}
    late = send(client, "POST", "/bots", body, **key)
    assert (late.status_code, late.json()["error"]["code"]) == (409, "version.newer")
    assert send(client, "POST", "/bots", {**body, "after": 1}, **key).status_code == 201


def test_a_bot_with_nearly_the_same_name_is_another_one(blue: Workspace, person_in: PersonIn, green: Workspace) -> None:
    with within(blue):
        publish(text_of("s-ky"))
        for number in range(3):
            publish(text_of("s_ky", f"Other {number}"))
        viewer = person_in(blue, Role.VIEWER)
        BotRole.objects.create(bot=Bot.objects.get(slug="s-ky"), user=User.objects.latest("pk"), role=Role.PUBLISHER)
    assert send(viewer, "POST", "/bots/s-ky/releases", {"version": 3}).status_code == 404
    assert send(viewer, "GET", "/bots/s-ky/versions/3/text").status_code == 404
    with within(green), pytest.raises(AddressTaken):
        publish(text_of("S-ky".lower().replace("-", "_")))


def test_errors_are_told_all_at_once_and_nothing_is_kept(blue: Workspace, client: Client, key_of: KeyOf) -> None:
    key = key_of(blue, Role.EDITOR)
    broken = text_of("sky").replace("next: end", "next: nowhere").replace("start: hello", "start: helo")
    refused = send(client, "POST", "/bots", {"text": broken}, **key)
    error = refused.json()["error"]
    assert (refused.status_code, error["code"]) == (422, "bot.errors")
    assert {finding["code"] for finding in error["findings"]} >= {"flow.start", "flow.target"}
    assert all(finding["line"] and finding["remedy"] for finding in error["findings"])
    assert send(client, "POST", "/lint", {"text": broken}, **key).json() == error["findings"]
    with within(blue):
        assert BotVersion.objects.count() == 1


def test_a_slug_of_another_workspace_is_taken(blue: Workspace, green: Workspace, client: Client, key_of: KeyOf) -> None:
    refused = send(client, "POST", "/bots", {"text": text_of("wood")}, **key_of(blue, Role.EDITOR))
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "bot.taken")


ASKS = """
tools:
  look: {arguments: {town: text}, stub: {sky: blue}}
  bound: {type: http, request: {url: "{{ env.sky_api }}/x"}, auth: {bearer: sky_token}}
"""
MAY = [
    ("GET", "/bots", None, Role.VIEWER),
    ("GET", "/bots/sky", None, Role.VIEWER),
    ("GET", "/bots/sky/versions", None, Role.VIEWER),
    ("GET", "/bots/sky/versions/1", None, Role.VIEWER),
    ("GET", "/bots/sky/versions/1/text", None, Role.VIEWER),
    ("POST", "/lint", {"text": "a: 1"}, Role.VIEWER),
    ("GET", "/conversations", None, Role.VIEWER),
    ("GET", "/conversations/call-blue", None, Role.VIEWER),
    ("GET", "/conversations/call-blue/page", None, Role.VIEWER),
    ("POST", "/conversations/call-blue/replay", {"version": 1}, Role.VIEWER),
    ("POST", "/bots", {"text": text_of("sky", "New")}, Role.EDITOR),
    ("POST", "/bots/sky/tools/look/calls", {"with": {}, "text": text_of("sky") + ASKS}, Role.EDITOR),
    ("GET", "/schema", None, Role.VIEWER),
    ("GET", "/templates", None, Role.VIEWER),
    ("POST", "/drafts", {"from": "empty", "slug": "lake"}, Role.EDITOR),
    ("GET", "/bots/sky/draft/export", None, Role.VIEWER),
    ("GET", "/bots/sky/draft", None, Role.VIEWER),
    ("GET", "/bots/sky/draft/findings", None, Role.VIEWER),
    ("GET", "/bots/sky/draft/budget", None, Role.VIEWER),
    ("GET", "/bots/sky/draft/personal", None, Role.VIEWER),
    ("PUT", "/bots/sky/draft/text", {"rev": 1, "text": text_of("sky", "New")}, Role.EDITOR),
    ("POST", "/bots/sky/draft/ops", {"rev": 1, "ops": [{"op": "unset", "path": ["name"]}]}, Role.EDITOR),
    ("POST", "/bots/sky/draft/undo", {"rev": 1, "edits": []}, Role.EDITOR),
    ("POST", "/bots/sky/draft/discard", {"rev": 1}, Role.EDITOR),
    ("POST", "/bots/sky/draft/restore", {"rev": 1, "version": 1}, Role.EDITOR),
    ("POST", "/bots/sky/draft/version", {"rev": 1}, Role.EDITOR),
    ("GET", "/bots/sky/changes?old=1", None, Role.VIEWER),
    ("POST", "/bots/sky/draft/trial", {"rev": 1}, Role.EDITOR),
    ("POST", "/bots/sky/draft/tests", {"rev": 1}, Role.EDITOR),
    ("GET", "/bots/sky/tests/5000", None, Role.VIEWER),
    ("GET", "/bots/sky/publishing", None, Role.VIEWER),
    ("GET", "/bots/sky/publications", None, Role.VIEWER),
    ("GET", "/bots/sky/publications/5000", None, Role.VIEWER),
    ("POST", "/bots/sky/publications", {"version": 1, "environment": "staging"}, Role.PUBLISHER),
    ("POST", "/bots/sky/publications/5000/approve", None, Role.PUBLISHER),
    ("POST", "/bots/sky/publications/5000/withdraw", None, Role.PUBLISHER),
    ("PUT", "/bots/sky/publishing", {"second_person": False}, Role.ADMINISTRATOR),
    ("POST", "/bots/sky/releases", {"version": 1}, Role.PUBLISHER),
    ("PUT", "/bots/sky/origins", {"origins": ["https://shop.example.com"]}, Role.PUBLISHER),
    ("GET", "/documents", None, Role.VIEWER),
    ("POST", "/documents/policy/file", {"file_name": "a.txt", "content": "VGVuIGRheXMu"}, Role.PUBLISHER),
    ("POST", "/documents/policy/address", {"address": "https://shop.example.com/"}, Role.PUBLISHER),
    ("POST", "/documents/policy/index", None, Role.PUBLISHER),
    ("DELETE", "/documents/policy", None, Role.PUBLISHER),
    ("DELETE", "/conversations/call-blue/values", None, Role.ADMINISTRATOR),
]
OF_OWN = ("/documents/{name}/file", "/documents/{name}/address")
"""What makes something in the caller's own workspace, whatever others have."""


def document_in(workspace: Workspace) -> None:
    """A document called `policy`."""
    with within(workspace):
        add_file("policy", Upload("assistant.txt", b"Ten days."))


NUMBER = 5000
"""Of a publication that waits for a second person, and of a run of tests."""


def waiting_in(workspace: Workspace) -> None:
    """A publication, and a run of tests."""
    with within(workspace):
        bot = Bot.objects.get()
        run, _ = TestRun.objects.update_or_create(pk=NUMBER, defaults={"bot": bot, "text": "assistant", "report": {}})
        fields = {"bot": bot, "version": bot.versions.get(number=1), "environment": "staging", "asked_by": "Wood"}
        state = {"state": Publication.State.WAITING, "asked_as": "somebody", "tests": run}
        Publication.objects.update_or_create(pk=NUMBER, defaults={**fields, **state})


def test_the_table_has_every_operation() -> None:
    assert {(method, path) for method, path, _ in operations()} == {
        (
            method,
            path.partition("?")[0]
            .replace("call-blue", "{call}")
            .replace("sky", "{slug}")
            .replace("/1", "/{number}")
            .replace("/look/", "/{tool}/")
            .replace("policy", "{name}")
            .replace("publications/5000", "publications/{publication}")
            .replace("tests/5000", "tests/{run}"),
        )
        for method, path, _, _ in MAY
    }


@pytest.mark.parametrize(("method", "path", "body", "needed"), MAY)
@pytest.mark.parametrize("role", Role)
def test_what_each_role_may(
    blue: Workspace, client: Client, key_of: KeyOf, person_in: PersonIn, method: str, path: str, body: Any,
    needed: Role, role: Role,
) -> None:  # fmt: skip
    conversation_in(blue, "call-blue", "sky")
    document_in(blue)
    waiting_in(blue)
    expected = role >= needed
    by_key = send(client, method, path, body, **key_of(blue, role))
    in_person = path.endswith("/approve")  # a second person is one
    assert (by_key.status_code < 300) is (expected and not in_person), by_key.content
    if not expected:
        assert by_key.status_code == 403
        assert by_key.json()["error"]["code"] == "role.missing"
        assert needed.name.lower() in by_key.json()["error"]["message"]
    conversation_in(blue, "call-blue2", "sky")
    document_in(blue)
    with within(blue):
        Draft.objects.all().delete()
        Bot.objects.filter(slug="lake").delete()
    waiting_in(blue)
    by_person = send(person_in(blue, role), method, path.replace("call-blue", "call-blue2"), body)
    assert (by_person.status_code < 300) is expected, by_person.content


def test_a_role_with_one_bot_adds_to_the_workspace(blue: Workspace, person_in: PersonIn) -> None:
    viewer = person_in(blue, Role.VIEWER)
    with within(blue):
        Bot.objects.create(slug="sea", name="Sea")
        BotRole.objects.create(bot=Bot.objects.get(slug="sky"), user=User.objects.latest("pk"), role=Role.PUBLISHER)
    assert send(viewer, "POST", "/bots/sky/releases", {"version": 1}).status_code == 200
    assert send(viewer, "POST", "/bots", {"text": text_of("sky", "New")}).status_code == 201
    assert send(viewer, "POST", "/bots", {"text": text_of("sea", "New")}).status_code == 403
    assert send(viewer, "POST", "/bots", {"text": text_of("lake", "New")}).status_code == 403


def operations() -> Iterator[tuple[str, str, PathView]]:
    """Every operation of the API, from its own table."""
    for _, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield method, path, view


@pytest.mark.parametrize(("method", "path"), [(method, path) for method, path, _ in operations()])
def test_nothing_of_another_workspace_is_seen_or_changed(
    blue: Workspace, green: Workspace, client: Client, key_of: KeyOf, person_in: PersonIn, method: str, path: str
) -> None:
    conversation_in(green, "call-green", "wood")
    document_in(green)
    waiting_in(green)
    filled = path.replace("{slug}", "wood").replace("{number}", "1").replace("{call}", "call-green")
    filled = filled.replace("{publication}", f"{NUMBER}").replace("{run}", f"{NUMBER}")
    filled = filled.replace("{name}", "policy") + ("?old=1" if path.endswith("/changes") else "")
    bodies = {"/bots": {"text": text_of("wood", "Stolen")}, "/lint": {"text": "a: 1"}}
    bodies |= {path.replace("sky", "{slug}"): body for _, path, body, _ in MAY if "/draft/" in path}
    bodies["/bots/{slug}/publishing"] = {"second_person": True}
    bodies["/drafts"] = {"from": "text", "text": text_of("wood", "Stolen")}
    body = bodies.get(path, {"version": 1, "environment": "staging"}) if method == "POST" else None
    body = bodies.get(path, {"origins": ["https://evil.example.com"]}) if method == "PUT" else body
    answers = [
        send(client, method, filled, body, **key_of(blue, Role.ADMINISTRATOR)),
        send(person_in(blue, Role.ADMINISTRATOR), method, filled, body),
        send(person_in(blue, None), method, filled, body),
        send(Client(), method, filled, body),
        send(client, method, filled, body, Authorization="Bearer vx_000000000000_" + "a" * 43),
    ]
    told = b"".join(answer.content for answer in answers)
    assert b"Wood" not in told
    assert b"assistant" not in told
    if path in OF_OWN:
        assert [answer.status_code for answer in answers] == [422, 422, 422, 401, 401]
    elif "{" in path or path in ("/bots", "/drafts") and method == "POST":
        assert [answer.status_code for answer in answers] == [404, 404, 403, 401, 401] or "{" not in path
        assert all(answer.status_code in (401, 403, 404, 409) for answer in answers)
    with within(green):
        assert (Bot.objects.get().name, Bot.objects.get().origins) == ("Wood", [])
        assert BotVersion.objects.count() == Release.objects.count() == 1
        assert VaultKey.objects.count() == 1
        assert Document.objects.get().begun == 1
        assert not Draft.objects.exists()
        assert Publication.objects.get().state == Publication.State.WAITING
        assert not Bot.objects.get().second_person


def test_conversations_come_page_by_page(blue: Workspace, client: Client, key_of: KeyOf) -> None:
    key = key_of(blue, Role.VIEWER)
    for number in range(5):
        conversation_in(blue, f"call-{number}", "sky" if number % 2 else "sea")
    newest = send(client, "GET", "/conversations?limit=2", **key).json()
    assert [found["call"] for found in newest] == ["call-4", "call-3"]
    older = send(client, "GET", "/conversations?limit=2&before=call-3", **key).json()
    assert [found["call"] for found in older] == ["call-2", "call-1"]
    of_one = send(client, "GET", "/conversations?bot=sky", **key).json()
    assert [found["call"] for found in of_one] == ["call-3", "call-1"]
    assert send(client, "GET", "/conversations/call-1", **key).json()["lines"] == [LINE]
    assert send(client, "GET", "/conversations?limit=1000", **key).status_code == 422


def test_values_are_erased(blue: Workspace, client: Client, key_of: KeyOf) -> None:
    conversation_in(blue, "call-1", "sky")
    assert send(client, "DELETE", "/conversations/call-1/values", **key_of(blue, Role.ADMINISTRATOR)).status_code == 204
    with within(blue):
        assert not VaultKey.objects.exists()


def test_who_is_not_known_is_told_how_to_be(blue: Workspace, client: Client) -> None:
    refused = send(client, "GET", "/bots")
    assert (refused.status_code, refused.json()["error"]["code"]) == (401, "caller.unknown")
    with within(blue):
        _, plain = create_key("a caller", ["debug"])
    no_role = send(client, "GET", "/bots/sky", Authorization=f"Bearer {plain}")
    assert (no_role.status_code, no_role.json()["error"]["code"]) == (404, "bot.unknown")


def test_a_cookie_needs_the_token_of_a_page_of_ours(blue: Workspace, person_in: PersonIn) -> None:
    signed_in = person_in(blue, Role.EDITOR)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in.cookies
    assert send(strict, "POST", "/bots", {"text": text_of("sky", "Forged")}).status_code == 403
    assert send(strict, "GET", "/bots").status_code == 200


@pytest.mark.parametrize(
    ("path", "body", "told"),
    [
        ("/bots", {}, "body.given.text"),
        ("/bots", {"text": "a", "after": -1}, "body.given.after"),
        ("/bots", {"text": "x" * 600_000}, "body.given.text"),
        ("/bots/sky/releases", {"version": 1, "environment": "No!"}, "body.given.environment"),
        ("/bots/sky/releases", {"version": 10**30}, "body.given.version"),
    ],
)
def test_a_request_that_is_not_as_it_must_be(
    blue: Workspace, client: Client, key_of: KeyOf, path: str, body: Any, told: str
) -> None:
    refused = send(client, "POST", path, body, **key_of(blue, Role.PUBLISHER))
    assert refused.status_code == 422
    assert [wrong["path"] for wrong in refused.json()["error"]["wrong"]] == [told]


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b"[" * 5000, b"null", b'{"text": "\\u0000\\ud800"}'])
def test_bodies_that_are_no_json(blue: Workspace, client: Client, key_of: KeyOf, raw: bytes) -> None:
    answer = client.generic(
        "POST", "/api/v1/bots", raw, content_type="application/json", headers=key_of(blue, Role.EDITOR)
    )
    assert 400 <= answer.status_code < 500, answer.content
    assert answer.json()["error"]["remedy"]


def test_the_schema_is_there_for_who_is_known_or_not(client: Client) -> None:
    schema = send(client, "GET", "/openapi.json").json()
    assert "/api/v1/bots/{slug}/releases" in schema["paths"]


def test_a_tool_is_tried_by_its_stub_also_of_a_text_that_is_not_kept(
    blue: Workspace, client: Client, key_of: KeyOf
) -> None:
    key = key_of(blue, Role.EDITOR)
    path, body = "/bots/sky/tools/look/calls", {"with": {"town": "Ghent"}, "text": text_of("sky") + ASKS}
    tried = send(client, "POST", path, body, **key)
    assert tried.status_code == 200
    told = tried.json()
    assert isinstance(told.pop("ms"), int)
    assert told == {"tool": "look", "with": {"town": "Ghent"}, "result": {"sky": "blue"}, "error": None}
    unknown = send(client, "POST", path, {"with": {}}, **key)  # the newest version has no tools
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "tool.unknown")
    broken = send(client, "POST", path, {"with": {}, "text": "voxloom: 1"}, **key)
    assert (broken.status_code, broken.json()["error"]["code"]) == (422, "bot.errors")


def test_for_real_it_needs_whoever_may_publish(blue: Workspace, client: Client, key_of: KeyOf) -> None:
    path, body = "/bots/sky/tools/bound/calls", {"real": True, "text": text_of("sky") + ASKS}
    refused = send(client, "POST", path, body, **key_of(blue, Role.EDITOR))
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "role.missing")
    tried = send(client, "POST", path, body, **key_of(blue, Role.PUBLISHER))
    assert (tried.status_code, tried.json()["error"]) == (200, "unavailable")  # nothing is given
    with within(blue):
        assert AuditEntry.objects.filter(action="tool.try", target="sky.bound").count() == 1


def test_a_bot_is_not_published_without_a_secret_that_it_needs(blue: Workspace, client: Client, key_of: KeyOf) -> None:
    key = key_of(blue, Role.PUBLISHER)
    assert send(client, "POST", "/bots", {"text": text_of("sky") + ASKS}, **key).status_code == 201
    refused = send(client, "POST", "/bots/sky/releases", {"version": 2}, **key)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "secret.missing")
    assert "`manage.py env --secret sky_token`" in refused.json()["error"]["remedy"]
    with within(blue):
        give("sky_token", "s3cret", secret=True)
    assert send(client, "POST", "/bots/sky/releases", {"version": 2}, **key).status_code == 200
