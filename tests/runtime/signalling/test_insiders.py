"""Who sees how turns are worked out."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import RequestFactory

from flows.catalogue import Published
from runtime.signalling.insiders import is_insider, wants_debug
from voxloom.accounts.isolation import within
from voxloom.accounts.models import Membership
from voxloom.accounts.workspaces import MAIN, Workspace, named

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()
STRANGER, MEMBER, STAFF = "", "ann", "bo"
ELSEWHERE = "192.0.2.1"


@pytest.fixture
def people() -> dict[str, Any]:
    """Nobody in particular, a member of the main workspace, and somebody of the staff who is none."""
    ann, bo = User.objects.create_user(MEMBER), User.objects.create_user(STAFF, is_staff=True)
    with within(MAIN):
        Membership.objects.create(user=ann)
    with within(Workspace.objects.create(slug="theirs", name="Theirs")):
        Membership.objects.create(user=bo)
    return {STRANGER: AnonymousUser(), MEMBER: ann, STAFF: bo}


def request(query: str = "?debug=1", *, user: Any = NOBODY, address: str = "127.0.0.1", **headers: str) -> Any:
    made = RequestFactory().post(
        f"/rt/tickets{query}", REMOTE_ADDR=address, headers={"host": "localhost:8000", **headers}
    )
    made.user = user
    return made


@pytest.mark.parametrize(
    ("user", "address", "headers", "inside"),
    [
        (STRANGER, "127.0.0.1", {}, True),
        (STRANGER, ELSEWHERE, {}, False),
        (STAFF, ELSEWHERE, {}, False),
        (MEMBER, ELSEWHERE, {}, True),
        (STRANGER, "127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, False),
        (STRANGER, "127.0.0.1", {"host": "testserver"}, False),
        (MEMBER, "127.0.0.1", {"x-forwarded-for": ELSEWHERE, "host": "testserver"}, True),
    ],
)
def test_whoever_is_at_this_machine_and_the_members(
    people: dict[str, Any], user: str, address: str, headers: Any, inside: bool
) -> None:
    asked = request(user=people[user], address=address, **headers)
    assert is_insider(asked, MAIN) is is_insider(asked, named(MAIN).pk) is inside


@pytest.mark.parametrize(
    ("query", "wanted"), [("?debug=1", True), ("", False), ("?debug=0", False), ("?debug=yes", False)]
)
def test_only_who_asks_for_it_gets_it(query: str, wanted: bool) -> None:
    bot = Published("harbour", "", 1, "", named(MAIN).pk, "", "", "en")
    assert wants_debug(request(query), bot) is wanted
    assert wants_debug(request(query, address=ELSEWHERE), bot) is False
