"""Documents are given and looked at in the administration, by administrators."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tools.knowledge.models import Document
from voxloom.accounts.isolation import within
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import Workspace

PersonIn = Callable[[Workspace, Role | None], Client]
LIST, ADD = "/admin/knowledge/document/", "/admin/knowledge/document/add/"


def form(**fields: object) -> dict[str, object]:
    return {"name": "policy", "title": "", "address": "", "every_hours": "0", **fields}


def file(data: bytes = b"Thirty days.") -> SimpleUploadedFile:
    return SimpleUploadedFile("policy.txt", data)


def staff(client: Client) -> Client:
    user = User.objects.get(pk=client.session["_auth_user_id"])
    user.is_staff = True
    user.save()
    return client


@pytest.fixture
def administrator(blue: Workspace, person_in: PersonIn) -> Client:
    return staff(person_in(blue, Role.ADMINISTRATOR))


def documents(of: Workspace) -> list[Document]:
    with within(of):
        return list(Document.objects.all())


def test_a_file_is_given_changed_and_taken_away(administrator: Client, blue: Workspace, green: Workspace) -> None:
    assert administrator.post(ADD, form(file=file(), title="the policy")).status_code == 302
    [document] = documents(blue)
    assert (document.name, document.title, document.state, document.file_name) == (
        "policy",
        "the policy",
        "waiting",
        "policy.txt",
    )
    assert documents(green) == []
    page = administrator.get(LIST).content.decode()
    assert "waiting" in page
    one = f"{LIST}{document.pk}/change/"
    assert administrator.get(one).status_code == 200
    assert administrator.post(one, {"title": "our policy", "address": "", "every_hours": "0"}).status_code == 302
    [changed] = documents(blue)
    assert (changed.title, changed.begun) == ("our policy", 1)
    assert (
        administrator.post(
            one, {"title": "our policy", "address": "", "every_hours": "0", "file": file(b"Ten.")}
        ).status_code
        == 302
    )
    assert documents(blue)[0].begun == 2
    assert administrator.post(LIST, {"action": "index_again", "_selected_action": [document.pk]}).status_code == 302
    assert documents(blue)[0].begun == 3
    assert administrator.post(f"{LIST}{document.pk}/delete/", {"post": "yes"}).status_code == 302
    assert documents(blue) == []


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"name": "Policy"}, "small letter"),
        ({}, "Give a file or an address"),
        ({"file": True, "address": "https://a.example/"}, "not both"),
        ({"address": "ftp://a.example/x"}, "begins with https://"),
        ({"address": "https://["}, "begins with https://"),
    ],
)
def test_what_does_not_fit_is_told(
    administrator: Client, blue: Workspace, fields: dict[str, object], says: str
) -> None:
    sent = {**fields, **({"file": file()} if "file" in fields else {})}
    assert says in administrator.post(ADD, form(**sent)).content.decode()
    assert documents(blue) == []


def test_an_address_is_given(administrator: Client, blue: Workspace) -> None:
    sent = form(address="https://shop.example/map.xml", sitemap="on", every_hours="24")
    assert administrator.post(ADD, sent).status_code == 302
    [document] = documents(blue)
    assert (document.kind, document.every_hours) == ("sitemap", 24)


def test_others_have_no_business_there(blue: Workspace, person_in: PersonIn) -> None:
    assert staff(person_in(blue, Role.EDITOR)).get(LIST).status_code == 403


def test_a_title_is_changed_without_reading_the_page_again(administrator: Client, blue: Workspace) -> None:
    address = "https://shop.example/fees"
    administrator.post(ADD, form(address=address))
    [document] = documents(blue)
    sent = {"title": "our fees", "address": address, "every_hours": "12"}
    assert administrator.post(f"{LIST}{document.pk}/change/", sent).status_code == 302
    [changed] = documents(blue)
    assert (changed.title, changed.every_hours, changed.begun) == ("our fees", 12, 1)
