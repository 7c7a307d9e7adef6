"""Who sees how turns are worked out."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import RequestFactory

from runtime.signalling.insiders import is_insider, wants_debug

STRANGER = AnonymousUser()
STAFF, USER = User(username="ann", is_staff=True), User(username="bo")
ELSEWHERE = "192.0.2.1"


def request(query: str = "?debug=1", *, user: Any = STRANGER, address: str = "127.0.0.1", **headers: str) -> Any:
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
        (USER, ELSEWHERE, {}, False),
        (STAFF, ELSEWHERE, {}, True),
        (STRANGER, "127.0.0.1", {"x-forwarded-for": "127.0.0.1"}, False),
        (STRANGER, "127.0.0.1", {"host": "testserver"}, False),
        (STAFF, "127.0.0.1", {"x-forwarded-for": ELSEWHERE, "host": "testserver"}, True),
    ],
)
def test_whoever_is_at_this_machine_and_the_staff(user: Any, address: str, headers: Any, inside: bool) -> None:
    assert is_insider(request(user=user, address=address, **headers)) is inside


@pytest.mark.parametrize(
    ("query", "wanted"), [("?debug=1", True), ("", False), ("?debug=0", False), ("?debug=yes", False)]
)
def test_only_who_asks_for_it_gets_it(query: str, wanted: bool) -> None:
    assert wants_debug(request(query)) is wanted
    assert wants_debug(request(query, address=ELSEWHERE)) is False
