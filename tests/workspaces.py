"""Two workspaces, people and keys."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from flows.catalogue import publish
from voxloom.accounts.isolation import within
from voxloom.accounts.keys import create_key
from voxloom.accounts.models import Membership
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import Workspace

BOT = """voxloom: 1
bot: {slug}
name: {name}
start: hello
flows:
  hello:
    nodes:
      hi: {{type: say, say: "Hello, an automated assistant here.", next: end}}
"""


def text_of(slug: str, name: str = "A bot") -> str:
    """The text of a small bot."""
    return BOT.format(slug=slug, name=name)


@pytest.fixture
def blue(db: None) -> Workspace:
    """A workspace with the bot `sky`."""
    workspace = Workspace.objects.create(slug="blue", name="Blue")
    with within(workspace):
        publish(text_of("sky", "Sky"))
    return workspace


@pytest.fixture
def green(db: None) -> Workspace:
    """Another one with the bot `wood`."""
    workspace = Workspace.objects.create(slug="green", name="Green")
    with within(workspace):
        publish(text_of("wood", "Wood"))
    return workspace


@pytest.fixture
def key_of() -> Callable[[Workspace, Role], dict[str, Any]]:
    """Headers with a new key of a workspace that has a role."""

    def make(workspace: Workspace, role: Role) -> dict[str, Any]:
        with within(workspace):
            _, plain = create_key("a program", [role.name.lower()])
        return {"Authorization": f"Bearer {plain}"}

    return make


@pytest.fixture
def person_in() -> Callable[[Workspace, Role | None], Client]:
    """A browser in which a new member of a workspace has signed in."""

    def make(workspace: Workspace, role: Role | None) -> Client:
        user = User.objects.create_user(f"person {User.objects.count()}")
        if role is not None:
            with within(workspace):
                Membership.objects.create(user=user, role=role)
        client = Client()
        client.force_login(user)
        return client

    return make
