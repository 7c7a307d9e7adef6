"""Bots in the administration: administrators of a workspace give roles with one bot, to members."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client

from flows.members import role_with
from flows.models import Bot
from tests.workspaces import blue, green, person_in
from voxloom.accounts.isolation import within
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import Workspace

__all__ = ["blue", "green", "person_in"]
pytestmark = pytest.mark.django_db


def staff(client: Client) -> Client:
    user = User.objects.get(pk=client.session["_auth_user_id"])
    user.is_staff = True
    user.save()
    return client


def test_a_role_with_one_bot_is_given_there(
    blue: Workspace, green: Workspace, person_in: Callable[[Workspace, Role | None], Client]
) -> None:
    administrator = staff(person_in(blue, Role.ADMINISTRATOR))
    person_in(blue, Role.VIEWER)
    viewer = User.objects.latest("pk")
    person_in(green, Role.VIEWER)
    stranger = User.objects.latest("pk")
    with within(blue):
        sky = Bot.objects.get()
    page = administrator.get(f"/admin/flows/bot/{sky.pk}/change/").content.decode()
    assert viewer.username in page
    assert stranger.username not in page
    form = {"roles-TOTAL_FORMS": "1", "roles-INITIAL_FORMS": "0", "roles-0-role": str(Role.PUBLISHER.value)}
    refused = administrator.post(f"/admin/flows/bot/{sky.pk}/change/", {**form, "roles-0-user": str(stranger.pk)})
    assert "valid choice" in refused.content.decode()
    done = administrator.post(f"/admin/flows/bot/{sky.pk}/change/", {**form, "roles-0-user": str(viewer.pk)})
    assert done.status_code == 302
    with within(blue):
        assert role_with(viewer, sky) == Role.PUBLISHER


@pytest.mark.parametrize("role", [Role.VIEWER, Role.PUBLISHER])
def test_others_do_not_see_the_page(
    blue: Workspace, person_in: Callable[[Workspace, Role | None], Client], role: Role
) -> None:
    with within(blue):
        sky = Bot.objects.get()
    client = staff(person_in(blue, role))
    assert client.get("/admin/flows/bot/").status_code == 403
    assert client.get(f"/admin/flows/bot/{sky.pk}/change/").status_code == 403


def test_bots_are_not_made_or_deleted_there(admin_client: Client, green: Workspace) -> None:
    with within(green):
        wood = Bot.objects.get()
    assert admin_client.get("/admin/flows/bot/add/").status_code == 403
    assert admin_client.post(f"/admin/flows/bot/{wood.pk}/delete/", {"post": "yes"}).status_code == 403
