"""The audit log: what is written down, and that no change of it stays hidden."""

import json
import random
from io import StringIO
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django.fixtures import Settings

from flows.catalogue import publish
from voxloom.accounts.isolation import within
from voxloom.accounts.keys import create_key
from voxloom.accounts.workspaces import MAIN, named
from voxloom.audit import chain
from voxloom.audit.actor import acting, note
from voxloom.audit.models import AuditEntry, AuditHead

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 8


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def entries() -> None:
    for number in range(1, COUNT + 1):
        with acting(f"person {number}"):
            note("bot.publish", f"bot-{number}", version=number)


def verify() -> tuple[int, str]:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("audit", "verify", stdout=out)
    return int(str(ended.value.code)), out.getvalue()


def test_an_untouched_log_is_whole(entries: None) -> None:
    assert verify() == (0, f"{COUNT} entries, each as it was written.\n")
    assert [entry.number for entry in AuditEntry.objects.all()] == list(range(1, COUNT + 1))


def test_an_empty_log_is_whole() -> None:
    assert verify() == (0, "0 entries, each as it was written.\n")


@pytest.mark.parametrize("field", ["at", "actor", "workspace", "action", "target", "details", "previous", "hash"])
@pytest.mark.parametrize("number", [1, 4, COUNT])
def test_a_changed_field_is_found_with_its_entry(entries: None, field: str, number: int) -> None:
    AuditEntry.objects.filter(number=number).update(**{field: {"version": 99} if field == "details" else "x"})
    code, told = verify()
    assert code == 1
    assert told.startswith(f"entry {number}: ")


@pytest.mark.parametrize("number", [1, 4, COUNT])
def test_a_deleted_entry_is_found(entries: None, number: int) -> None:
    AuditEntry.objects.filter(number=number).delete()
    code, told = verify()
    assert code == 1
    assert told.startswith(f"entry {number}: ")


def test_exchanged_entries_are_found(entries: None) -> None:
    AuditEntry.objects.filter(number=3).update(number=100)
    AuditEntry.objects.filter(number=5).update(number=3)
    AuditEntry.objects.filter(number=100).update(number=5)
    assert verify()[1].startswith("entry 3: ")


def test_an_inserted_entry_is_found(entries: None) -> None:
    last = AuditEntry.objects.get(number=4)
    for number in range(COUNT, 4, -1):
        AuditEntry.objects.filter(number=number).update(number=number + 1)
    AuditEntry.objects.create(
        number=5, at=last.at, actor="eve", action="bot.publish", details={}, previous=last.hash, hash="f" * 64
    )
    assert verify()[1].startswith("entry 5: ")


@pytest.mark.parametrize("cut", [1, 3, COUNT])
@pytest.mark.parametrize("head_too", [False, True])
def test_a_cut_end_is_found(entries: None, cut: int, head_too: bool) -> None:
    """Also where the row of the end was made to fit: the file beside the data knows better."""
    AuditEntry.objects.filter(number__gt=COUNT - cut).delete()
    if head_too:
        last = AuditEntry.objects.order_by("number").last()
        AuditHead.objects.update(number=COUNT - cut, hash=last.hash if last else "")
    code, told = verify()
    assert code == 1
    assert told.startswith(f"entry {COUNT - cut + 1}: ")


def test_a_cut_end_with_other_entries_in_its_place_is_found(entries: None) -> None:
    AuditEntry.objects.filter(number__gt=COUNT - 2).delete()
    last = AuditEntry.objects.get(number=COUNT - 2)
    AuditHead.objects.update(number=last.number, hash=last.hash)
    anchor = (Path(chain.settings.DATA_DIR) / chain.ANCHOR).read_text()
    for number in range(2):
        note("bot.publish", f"another-{number}")
    (Path(chain.settings.DATA_DIR) / chain.ANCHOR).write_text(anchor)
    assert verify()[0] == 1


def test_a_cut_end_does_not_heal(entries: None, caplog: pytest.LogCaptureFixture) -> None:
    AuditEntry.objects.filter(number__gt=COUNT - 3).delete()
    last = AuditEntry.objects.get(number=COUNT - 3)
    AuditHead.objects.update(number=last.number, hash=last.hash)
    for number in range(10):
        note("bot.publish", f"another-{number}")
    assert verify()[0] == 1
    assert "audit verify" in caplog.text


def test_a_full_disk_stops_nobody(entries: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(chain.tempfile, "mkstemp", full)
    note("bot.publish", "shop")
    assert AuditEntry.objects.count() == COUNT + 1


def test_several_objects_that_go_at_once_are_each_written_down(client: Client) -> None:
    named(MAIN)
    client.force_login(User.objects.create_superuser("root"))
    users = [User.objects.create_user(f"user {number}") for number in range(3)]
    form = {"action": "delete_selected", "_selected_action": [str(user.pk) for user in users], "post": "yes"}
    assert client.post("/admin/auth/user/", form).status_code == 302
    deleted = AuditEntry.objects.filter(action="admin.delete").values_list("target", flat=True)
    assert set(deleted) == {f"auth.user {user.pk}" for user in users}
    one = User.objects.create_user("one")
    client.post("/admin/auth/user/", {**form, "_selected_action": [str(one.pk)]})
    assert AuditEntry.objects.filter(action="admin.delete", target=f"auth.user {one.pk}").count() == 1


def test_a_missing_file_is_told(entries: None) -> None:
    (Path(chain.settings.DATA_DIR) / chain.ANCHOR).unlink()
    assert "is missing" in verify()[1]
    (Path(chain.settings.DATA_DIR) / chain.ANCHOR).write_text("{")
    assert "is missing" in verify()[1]


def test_nobody_without_the_key_makes_an_entry(entries: None, settings: Settings) -> None:
    key = settings.AUDIT_KEY
    settings.AUDIT_KEY = Fernet.generate_key().decode()
    note("bot.publish", "forged")
    settings.AUDIT_KEY = key
    assert verify()[1].startswith(f"entry {COUNT + 1}: ")


def test_any_random_change_is_found(entries: None) -> None:
    """A hundred small ones, each taken back."""
    chance = random.Random(1)
    for _ in range(100):
        entry = AuditEntry.objects.get(number=chance.randint(1, COUNT))
        field = chance.choice(["at", "actor", "action", "target", "hash", "previous"])
        text = str(getattr(entry, field)) or "x"
        at = chance.randrange(len(text))
        letter = chance.choice([letter for letter in "0123456789abcdef" if letter != text[at]])
        AuditEntry.objects.filter(pk=entry.pk).update(**{field: text[:at] + letter + text[at + 1 :]})
        found = next(chain.problems(), None)
        assert found is not None
        assert found.number == entry.number
        AuditEntry.objects.filter(pk=entry.pk).update(**{field: text if getattr(entry, field) else ""})
    assert next(chain.problems(), None) is None


def test_what_was_not_done_is_not_written_down() -> None:
    def fails() -> None:
        with transaction.atomic():
            note("bot.publish", "shop")
            raise RuntimeError("it failed after all")

    with pytest.raises(RuntimeError):
        fails()
    assert not AuditEntry.objects.exists()
    assert not (Path(chain.settings.DATA_DIR) / chain.ANCHOR).exists()
    note("bot.publish", "shop")
    assert verify()[0] == 0


BOT = """voxloom: 1
bot: shop
start: a
flows: {a: {nodes: {n: {type: say, say: "A shop, an assistant.", next: end}}}}
"""


def actions() -> list[tuple[str, str, str]]:
    return list(AuditEntry.objects.values_list("actor", "workspace", "action"))


def test_bots_keys_and_conversations(monkeypatch: pytest.MonkeyPatch) -> None:
    with within(MAIN), acting("ann"):
        publish(BOT)
        publish(BOT)
        key, plain = create_key("a partner", ["debug"])
    assert actions() == [
        ("ann", "main", "bot.keep"), ("ann", "main", "bot.publish"), ("ann", "main", "bot.publish"),
        ("ann", "main", "key.make"),
    ]  # fmt: skip
    assert plain.removeprefix(f"vx_{key.prefix}_") not in json.dumps(
        list(AuditEntry.objects.values("target", "details"))
    )
    assert key.prefix in AuditEntry.objects.last().target  # type: ignore[union-attr]


def test_signing_in_and_changes_in_the_administration(client: Client) -> None:
    named(MAIN)
    User.objects.create_superuser("root", password="a long password")
    client.post("/account/login/", {"login": "root", "password": "my other password"})
    client.post("/account/login/", {"login": "root", "password": "a long password"})
    client.post("/admin/auth/user/add/", {"username": "bea", "password1": "zyxw-9876", "password2": "zyxw-9876"})
    client.post("/account/logout/")
    assert [(actor, action) for actor, _, action in actions()] == [
        ("somebody", "sign_in.failed"), ("root", "sign_in"), ("root", "admin.add"), ("root", "sign_out"),
    ]  # fmt: skip
    written = json.dumps(list(AuditEntry.objects.values()))
    assert "password" not in written
    assert "bea" in written
    assert verify()[0] == 0


def test_the_last_entries_are_shown(entries: None) -> None:
    out = StringIO()
    with pytest.raises(SystemExit):
        call_command("audit", "show", stdout=out)
    assert out.getvalue().splitlines()[-1].endswith(f"person {COUNT}  bot.publish bot-{COUNT} version={COUNT}")


def test_programs_and_people_are_told_apart(client: Client) -> None:
    with within(MAIN):
        _, plain = create_key("a pipeline", ["publisher"])
    headers = {"Authorization": f"Bearer {plain}"}
    client.post("/api/v1/bots", json.dumps({"text": BOT}), content_type="application/json", headers=headers)
    assert AuditEntry.objects.filter(action="bot.keep").get().actor.startswith("key a pipeline (")
