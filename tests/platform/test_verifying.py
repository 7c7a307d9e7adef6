"""Attempts to be taken for somebody are counted across processes; who it is cannot be read; a person may unlock."""

import threading
from datetime import datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from voxloom import jobs
from voxloom.accounts.isolation import within
from voxloom.accounts.models import Membership
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import MAIN, Workspace, named
from voxloom.audit.models import AuditEntry
from voxloom.verifying import codes
from voxloom.verifying.attempts import Taken, Whose, forget, give_back, take
from voxloom.verifying.digests import digest, plain
from voxloom.verifying.jobs import forget as forget_old
from voxloom.verifying.models import Attempts, Code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]
ANN = Whose("club", "check_pin", "407112")
NOW = datetime(2026, 1, 5, 10, tzinfo=timezone.get_default_timezone())
LOCK = timedelta(minutes=30)


def left(now: datetime = NOW, whose: Whose = ANN, most: int = 3) -> int | None:
    taken = take(whose, most, LOCK, now)
    return taken.left if taken is not None else None


def took(now: datetime = NOW) -> Taken:
    taken = take(ANN, 3, LOCK, now)
    assert taken is not None
    return taken


def test_the_last_attempt_locks_until_the_lock_ends() -> None:
    assert [left() for _ in range(5)] == [2, 1, 0, None, None]
    assert left(NOW + LOCK - timedelta(seconds=1)) is None  # whoever tries on makes the lock no longer
    assert left(NOW + LOCK) == 2


def test_attempts_are_forgotten_after_as_long() -> None:
    assert (left(), left(NOW + LOCK / 2)) == (2, 1)
    assert left(NOW + LOCK) == 0
    assert left(NOW + 3 * LOCK) == 2


def test_what_is_given_back_may_be_tried_again() -> None:
    left()
    taken = [took(), took()]
    assert left() is None
    for one in taken:
        give_back(one)
    assert [left(), left(), left()] == [1, 0, None]


def test_what_belongs_to_a_lock_that_ended_changes_nothing() -> None:
    old = took()
    assert left(NOW + LOCK) == 2
    give_back(old)
    forget(old)
    assert left(NOW + LOCK) == 1


def test_a_yes_forgets_all() -> None:
    left()
    forget(took())
    assert not Attempts.objects.exists()
    assert left() == 2


def test_each_somebody_at_each_tool_of_each_bot_in_each_workspace() -> None:
    others = [
        Whose("club", "check_code", "407112"),
        Whose("shop", "check_pin", "407112"),
        Whose("club", "check_pin", "4"),
    ]
    assert [left(), *(left(whose=other) for other in others)] == [2, 2, 2, 2]
    with within(Workspace.objects.create(slug="theirs", name="Theirs")):
        assert left() == 2
    assert left(whose=Whose("club", "check_pin", " 40 7112")) == 1


def test_a_bot_may_allow_fewer_than_before() -> None:
    assert (left(), left()) == (2, 1)
    assert left(most=2) is None
    assert left() == 0


def test_who_it_is_cannot_be_read() -> None:
    left(whose=Whose("club", "check_pin", "Ann Lee 407112"))
    row = Attempts.objects.get()
    shown = f"{row.digest} {row}"
    assert not any(part in shown for part in ("Ann", "407112"))
    assert str(row) == "1 of 3 at club.check_pin"


def test_it_stays_the_same_when_the_field_key_is_changed(settings: Settings) -> None:
    before = digest("attempts", "a")
    settings.FIELD_KEY = Fernet.generate_key().decode()
    assert digest("attempts", "a") == before
    settings.AUDIT_KEY = "another"
    assert digest("attempts", "a") != before


@pytest.mark.parametrize(("one", "other"), [("Ann Lee", "ann  lee"), ("407 112", "407112"), ("４０７", "407")])
def test_one_form_of_an_identity(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.django_db(transaction=True)
def test_as_many_as_there_may_be_and_no_more_at_the_same_time() -> None:
    start, got = threading.Barrier(8), list[int | None]()

    def run() -> None:
        try:
            with within(MAIN):
                start.wait(30)
                got.append(left())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(got, key=str) == [0, 1, 2, None, None, None, None, None]
    assert Attempts.objects.get().count == 3


def test_a_code_works_once_and_only_the_newest() -> None:
    lasts = timedelta(minutes=5)
    codes.keep("club", "407112", "111111", lasts, NOW)
    codes.keep("club", "407112", "222222", lasts, NOW)
    assert not codes.use("club", "407112", "111111", NOW)
    assert not codes.use("club", "407112", "222222", NOW + lasts)
    assert not codes.use("shop", "407112", "222222", NOW)
    with within(Workspace.objects.create(slug="theirs", name="Theirs")):
        assert not codes.use("club", "407112", "222222", NOW)
    assert codes.use("club", "407112", "222222", NOW)
    assert not codes.use("club", "407112", "222222", NOW)


def test_what_is_over_is_dropped_in_all_workspaces() -> None:
    left()
    codes.keep("club", "407112", "111111", timedelta(minutes=5), NOW)
    with within(Workspace.objects.create(slug="theirs", name="Theirs")):
        left()
    assert forget_old(NOW + timedelta(minutes=5)) == 1
    assert (Code.objects.count(), Attempts.objects.count()) == (0, 1)
    assert forget_old(NOW + LOCK) == 2
    assert "verifying.forget" in {known.name for known in jobs.registry.periodic()}


# -- the administration ------------------------------------------------------------------------------------------------

PAGE = "/admin/verifying/attempts/"


@pytest.fixture
def administrator(client: Client) -> Client:
    user = get_user_model().objects.create_user("ann", password="x", is_staff=True)
    Membership.objects.create(workspace=named(MAIN), user=user, role=Role.ADMINISTRATOR)
    client.force_login(user)
    return client


def locked(*people: str) -> list[int]:
    now = timezone.now()
    for who in people:
        while left(now, Whose("club", "check_pin", who)) is not None:
            pass
    return list(Attempts.objects.values_list("pk", flat=True))


def unlock(client: Client, rows: list[int], who: str = "") -> str:
    data = {"action": "unlock", "_selected_action": [str(row) for row in rows], "who": who}
    return client.post(PAGE, data, follow=True).content.decode()


def test_an_administrator_unlocks_and_it_is_written_down(administrator: Client) -> None:
    rows = locked("407112")
    page = administrator.get(PAGE).content.decode()
    assert "check_pin" in page
    assert "407112" not in page
    assert "Unlocked: 1." in unlock(administrator, rows)
    assert not Attempts.objects.exists()
    entry = AuditEntry.objects.get(action="attempts.unlock")
    assert (entry.actor, entry.target, entry.workspace) == ("ann", "club.check_pin", MAIN)
    assert entry.details == {"count": 3, "most": 3}
    assert left(timezone.now()) == 2


def test_of_all_that_are_selected_those_of_one(administrator: Client) -> None:
    rows = locked("407112", "999999", "Ann Lee")
    assert "Unlocked: 0." in unlock(administrator, rows, "000000")
    assert "Unlocked: 1." in unlock(administrator, rows, " 407 112 ")
    assert Attempts.objects.count() == 2
    assert left(timezone.now()) == 2
    assert "407112" not in str(list(AuditEntry.objects.values()))


def test_nobody_makes_changes_or_deletes_them_there(administrator: Client) -> None:
    (row,) = locked("407112")
    assert administrator.get(f"{PAGE}add/").status_code == 403
    assert administrator.post(f"{PAGE}{row}/delete/", {"post": "yes"}).status_code == 403
    assert administrator.post(f"{PAGE}{row}/change/", {"count": "0"}).status_code == 403
    assert Attempts.objects.get().count == 3


def test_others_do_not_see_them(client: Client) -> None:
    user = get_user_model().objects.create_user("bea", password="x", is_staff=True)
    Membership.objects.create(workspace=named(MAIN), user=user, role=Role.PUBLISHER)
    client.force_login(user)
    rows = locked("407112")
    assert client.get(PAGE).status_code == 403
    unlock(client, rows)
    assert Attempts.objects.count() == 1


def test_those_of_another_workspace_are_not_there(administrator: Client) -> None:
    with within(Workspace.objects.create(slug="theirs", name="Theirs")):
        rows = locked("407112")
    assert "check_pin" not in administrator.get(PAGE).content.decode()
    unlock(administrator, rows)
    with within("theirs"):
        assert Attempts.objects.count() == 1
