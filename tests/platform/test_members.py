"""Which workspace a person works in, and what they are there."""

from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import CommandError, call_command
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from voxloom.accounts.isolation import NoWorkspace, current, everywhere, within
from voxloom.accounts.keys import create_key
from voxloom.accounts.members import CHOSEN, chosen, role_of, workspaces_of
from voxloom.accounts.middleware import WorkspaceOfThePerson
from voxloom.accounts.models import Membership
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import MAIN, Workspace, named

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann() -> User:
    """A viewer of one workspace and a publisher of another."""
    user = User.objects.create_user("ann", is_staff=True)
    for slug, role in (("blue", Role.VIEWER), ("green", Role.PUBLISHER)):
        with within(Workspace.objects.create(slug=slug, name=slug.title())):
            Membership.objects.create(user=user, role=role)
    return user


def test_a_role_is_that_of_the_workspace_at_hand(ann: User) -> None:
    named(MAIN)
    for slug, role in (("blue", Role.VIEWER), ("green", Role.PUBLISHER), (MAIN, None)):
        with within(slug):
            assert role_of(ann) == role
    ann.is_active = False
    with within("green"):
        assert role_of(ann) is None
        assert role_of(AnonymousUser()) is None
        assert role_of(User(is_superuser=True)) == Role.ADMINISTRATOR


def test_who_runs_the_server_is_in_all_of_them(ann: User) -> None:
    assert [workspace.slug for workspace in workspaces_of(ann)] == ["blue", "green"]
    assert workspaces_of(AnonymousUser()) == []
    named(MAIN)
    root = User.objects.create_superuser("root")
    assert {workspace.slug for workspace in workspaces_of(root)} == {"blue", "green", MAIN}


def test_a_choice_holds_while_one_is_in_it(ann: User) -> None:
    session: dict[str, str] = {}
    assert chosen(ann, session) == "blue"
    assert chosen(ann, {CHOSEN: "green"}) == "green"
    assert chosen(ann, {CHOSEN: MAIN}) == "blue"
    assert chosen(User.objects.create_superuser("root"), session) == MAIN
    with everywhere("a test"):
        Workspace.objects.get(slug=MAIN).delete()
    assert chosen(User.objects.get(username="root"), session) == "blue"
    assert chosen(User.objects.create_user("bob"), session) is None


@pytest.mark.parametrize(("name", "scope"), [("ann", "blue"), ("", None), ("bob", None)])
def test_a_page_is_made_within_it(ann: User, name: str, scope: str | None) -> None:
    User.objects.create_user("bob")
    seen: list[object] = []

    def page(_: HttpRequest) -> HttpResponse:
        try:
            seen.append(current().workspace)
        except NoWorkspace:
            seen.append(None)
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = User.objects.get(username=name) if name else AnonymousUser()
    request.session = SessionStore()
    WorkspaceOfThePerson(page)(request)
    assert seen == [scope]


def test_the_administration_shows_the_keys_of_the_chosen_workspace_alone(admin_client: Client) -> None:
    with within(MAIN):
        create_key("our key")
    with within(Workspace.objects.create(slug="theirs", name="Theirs")):
        their_key, _ = create_key("their key")
    page = admin_client.get("/admin/accounts/apikey/").content.decode()
    assert "our key" in page
    assert "their key" not in page
    assert admin_client.get(f"/admin/accounts/apikey/{their_key.pk}/change/").status_code == 302  # not there
    answer = admin_client.post("/workspace", {"workspace": "theirs"}, follow=True)
    assert '<option value="theirs" selected>Theirs</option>' in answer.content.decode()
    assert "their key" in admin_client.get("/admin/accounts/apikey/").content.decode()


def test_the_administration_makes_workspaces_and_says_who_is_in_them(admin_client: Client) -> None:
    user = User.objects.create_user("bea")
    form = {
        "name": "Blue", "slug": "blue", "memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "0",
        "memberships-0-user": str(user.pk), "memberships-0-role": str(Role.EDITOR.value),
    }  # fmt: skip
    answer = admin_client.post("/admin/accounts/workspace/add/", form)
    assert answer.status_code == 302, answer.content.decode()
    with within("blue"):
        assert role_of(user) == Role.EDITOR
    wrong = admin_client.post("/admin/accounts/workspace/add/", {**form, "slug": "Blue!"})
    assert "Small letters, digits and hyphens" in wrong.content.decode()


def test_a_workspace_goes_with_all_that_is_in_it_and_only_by_who_runs_the_server(
    admin_client: Client, ann: User
) -> None:
    with within("blue"):
        create_key("a key")
    page = f"/admin/accounts/workspace/{Workspace.objects.get(slug='blue').pk}/delete/"
    client = Client()
    client.force_login(ann)
    assert client.get(page).status_code == client.get("/admin/accounts/workspace/").status_code == 403
    shown = admin_client.get(page).content.decode()
    assert "a key" in shown
    assert "ann, Viewer of Blue" in shown
    assert admin_client.post(page, {"post": "yes"}).status_code == 302
    assert not Workspace.objects.filter(slug="blue").exists()


def test_the_command_makes_a_workspace_and_says_who_is_in_it(ann: User) -> None:
    out = StringIO()
    call_command("workspace", "red", "--name", "Red Ltd", "--member", "ann=editor", stdout=out)
    assert out.getvalue() == "red: Red Ltd\n  ann: Editor\n"
    call_command("workspace", "red", "--member", "ann=publisher", stdout=out)
    with within("red"):
        assert role_of(ann) == Role.PUBLISHER
        assert Membership.objects.count() == 1
    assert Workspace.objects.get(slug="red").name == "Red Ltd"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("Red!",), "Small letters, digits and hyphens"),
        (("red", "--member", "ann=king"), "king is no role"),
        (("red", "--member", "ann"), "ann is no role"),
        (("red", "--member", "nobody=editor"), "no user called nobody"),
    ],
)
def test_what_the_command_does_not_understand_makes_nothing(ann: User, words: tuple[str, ...], told: str) -> None:
    with pytest.raises(CommandError, match=told):
        call_command("workspace", *words, stdout=StringIO())
    assert not Workspace.objects.filter(slug__in=("red", "Red!")).exists()


def test_keys_are_made_by_administrators_of_the_workspace_and_nobody_else(ann: User) -> None:
    pages = ("/admin/accounts/apikey/", "/admin/accounts/apikey/add/")
    client = Client()
    client.force_login(ann)
    bob = User.objects.create_user("bob", is_staff=True)  # in no workspace
    nobody = Client()
    nobody.force_login(bob)
    for page in pages:
        assert client.get(page).status_code == nobody.get(page).status_code == 403
    assert nobody.get("/admin/").status_code == 200
    with within("blue"):
        Membership.objects.update(role=Role.ADMINISTRATOR)
    assert [client.get(page).status_code for page in pages] == [200, 200]
    client.post("/workspace", {"workspace": "green"})  # where she is a publisher
    assert [client.get(page).status_code for page in pages] == [403, 403]


def test_who_has_one_workspace_is_offered_none_and_nobody_chooses_a_foreign_one(ann: User) -> None:
    Workspace.objects.create(slug="red", name="Red")
    client = Client()
    client.force_login(ann)
    shown = client.get("/admin/").content.decode()
    assert "Blue</option>" in shown
    assert "Red</option>" not in shown
    told = client.post("/workspace", {"workspace": "red"}, follow=True).content.decode()
    assert "You are in no workspace of that name" in told
    assert '<option value="blue" selected>' in told
    with within("green"):
        Membership.objects.filter(user=ann).delete()
    assert "workspace-form" not in client.get("/admin/").content.decode()
    assert client.get("/workspace").status_code == 405
    assert Client().post("/workspace", {"workspace": "blue"}).status_code == 302
