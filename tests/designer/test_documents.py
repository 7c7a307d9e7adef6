"""Documents by the REST API: given, shown, indexed again, taken away."""

import base64
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tools.knowledge.models import Document
from voxloom.accounts.isolation import within
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import Workspace

KeyOf = Callable[[Workspace, Role], dict[str, Any]]
AT = "/api/v1/documents"


def file(data: bytes = b"Thirty days.", **more: Any) -> dict[str, Any]:
    return {"file_name": "policy.txt", "content": base64.b64encode(data).decode(), **more}


def test_a_file_is_given_shown_and_taken_away(client: Client, blue: Workspace, green: Workspace, key_of: KeyOf) -> None:
    key = {"headers": key_of(blue, Role.PUBLISHER)}
    given = client.post(f"{AT}/policy/file", file(title="the policy"), content_type="application/json", **key)
    assert (given.status_code, given.json()["state"], given.json()["source"]) == (202, "waiting", "policy.txt")
    [shown] = client.get(AT, **key).json()
    assert (shown["name"], shown["title"], shown["passages"]) == ("policy", "the policy", 0)
    assert client.get(AT, headers=key_of(green, Role.VIEWER)).json() == []
    assert client.post(f"{AT}/policy/index", **key).status_code == 202
    with within(blue):
        assert Document.objects.get().begun == 2
    assert client.delete(f"{AT}/policy", headers=key_of(green, Role.PUBLISHER)).status_code == 404
    assert client.delete(f"{AT}/policy", **key).status_code == 204
    assert client.get(AT, **key).json() == []


def test_an_address_is_given(client: Client, blue: Workspace, key_of: KeyOf) -> None:
    key = {"headers": key_of(blue, Role.PUBLISHER)}
    sent = {"address": "https://shop.example/map.xml", "sitemap": True, "every_hours": 24}
    given = client.post(f"{AT}/site/address", sent, content_type="application/json", **key).json()
    assert (given["kind"], given["every_hours"], given["source"]) == ("sitemap", 24, "https://shop.example/map.xml")


@pytest.mark.parametrize(
    ("path", "sent", "status", "code"),
    [
        ("Policy/file", file(), 422, "document.malformed"),
        ("policy/file", file(b""), 422, "document.malformed"),
        ("policy/file", {"file_name": "a.txt", "content": "no base64!"}, 422, "document.malformed"),
        ("policy/address", {"address": "ftp://a.example"}, 422, "document.malformed"),
        ("nothing/index", {}, 404, "document.unknown"),
    ],
)
def test_what_does_not_fit(
    client: Client, blue: Workspace, key_of: KeyOf, path: str, sent: dict[str, Any], status: int, code: str
) -> None:
    key = {"headers": key_of(blue, Role.PUBLISHER)}
    answer = client.post(f"{AT}/{path}", sent, content_type="application/json", **key)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_who_writes_bots_does_not_give_documents(client: Client, blue: Workspace, key_of: KeyOf) -> None:
    key = {"headers": key_of(blue, Role.EDITOR)}
    assert client.get(AT, **key).status_code == 200
    assert client.post(f"{AT}/policy/file", file(), content_type="application/json", **key).status_code == 403
    assert client.delete(f"{AT}/policy", **key).status_code == 403
