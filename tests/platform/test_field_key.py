"""The key with which secrets are sealed can be changed: everything is opened before, meanwhile and after."""

import os
from io import StringIO
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db.models import BinaryField
from pytest_django.fixtures import Settings

from voxloom.accounts import sealed
from voxloom.accounts.sealed import WrongFieldKey, keys, seal, unseal
from voxloom.audit.chain import ANCHOR, problems
from voxloom.audit.models import AuditEntry
from voxloom.conversations.log import Opening, begin
from voxloom.conversations.models import VaultKey
from voxloom.conversations.vault import open_key
from voxloom.given.keeping import everything, give
from voxloom.given.models import Name
from voxloom.management.commands.field_key import FACTORS, SEALED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]


@pytest.fixture
def file(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "field_key"
    path.write_text(f"{settings.FIELD_KEY}\n")
    settings.FIELD_KEY_FILE = str(path)
    settings.DATA_DIR = tmp_path  # where no other test left the end of its audit log
    monkeypatch.setattr(sealed, "_read_again", ())
    return path


def run(*words: str) -> str:
    out = StringIO()
    call_command("field_key", *words, stdout=out)
    return out.getvalue().strip()


def test_everything_is_sealed_anew_and_can_be_opened_all_the_while(file: Path, settings: Settings) -> None:
    give("bank_token", "s3cret", secret=True)
    vault = begin(Opening("call-1", "shop", "hash", 3, "voice", "here:1")).vault
    user = get_user_model().objects.create(username="anna")
    Authenticator.objects.create(user=user, type="totp", data={"secret": seal(b"factor").decode(), "other": "kept"})
    assert run() == "keys: 1, sealed with the newest: 3 of 3"
    assert run("rotate") == "keys: 2, sealed with the newest: 3 of 3"
    assert (file.stat().st_mode & 0o777, len(file.read_text().split())) == (0o600, 2)
    assert everything().secrets == {"bank_token": "s3cret"}
    assert open_key(VaultKey.objects.get().sealed) == vault
    data = Authenticator.objects.get().data
    assert (unseal(data["secret"].encode()), data["other"]) == (b"factor", "kept")
    assert run("drop-old") == "keys: 1, sealed with the newest: 3 of 3"
    assert settings.FIELD_KEY not in keys()
    assert everything().secrets == {"bank_token": "s3cret"}
    assert [each for each in problems() if ANCHOR not in str(each)] == []  # that is written when a transaction ends
    assert list(AuditEntry.objects.values_list("action", flat=True))[-2:] == ["field_key.rotate", "field_key.drop"]
    assert (file.parent / "audit_key").read_text().strip() == settings.FIELD_KEY


def test_a_process_that_runs_learns_of_the_new_key_by_itself(file: Path, settings: Settings) -> None:
    new = Fernet.generate_key().decode()
    file.write_text(f"{new}\n{settings.FIELD_KEY}\n")
    assert unseal(Fernet(new).encrypt(b"written by another process")) == b"written by another process"
    assert keys() == (new, settings.FIELD_KEY)
    with pytest.raises(WrongFieldKey):
        unseal(Fernet(Fernet.generate_key()).encrypt(b"of a stranger"))


def test_a_thread_that_is_not_the_first_to_learn_of_the_new_key_opens_with_it_too(
    file: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(with_keys: tuple[str, ...], what: bytes | memoryview) -> bytes:
        sealed.look_again()  # another thread does meanwhile
        return known(with_keys, what)

    known = sealed._opened
    monkeypatch.setattr(sealed, "_opened", opened)
    new = Fernet.generate_key().decode()
    file.write_text(f"{new}\n{settings.FIELD_KEY}\n")
    assert unseal(Fernet(new).encrypt(b"new")) == b"new"


def test_what_an_old_process_seals_meanwhile_is_not_lost(file: Path, settings: Settings) -> None:
    give("a", "1", secret=True)
    run("rotate")
    Name.objects.update(sealed=Fernet(settings.FIELD_KEY).encrypt(b"2"))
    assert run() == "keys: 2, sealed with the newest: 0 of 1"
    run("drop-old")
    assert everything().secrets == {"a": "2"}


def lose(name: str) -> int:
    """A row that was sealed with a key that is gone."""
    row = Name.objects.get(name=name)
    Name.objects.filter(pk=row.pk).update(sealed=Fernet(Fernet.generate_key()).encrypt(b"2"))
    return int(row.pk)


def test_what_nobody_can_open_keeps_the_old_keys(file: Path) -> None:
    give("a", "1", secret=True)
    lost, before = lose("a"), file.read_text()
    with pytest.raises(CommandError, match=rf"is not there any more; the old keys stay: given.Name {lost}\."):
        run("drop-old")
    assert file.read_text() == before
    assert not AuditEntry.objects.filter(action="field_key.drop").exists()


def test_what_nobody_can_open_stops_no_rotation(file: Path) -> None:
    """The rest is sealed anew, the audit log has it, and it can be finished once what was lost is gone."""
    for name in ("a", "b", "c"):
        give(name, name, secret=True)
    lost = lose("b")
    with pytest.raises(CommandError, match=rf"not there any more: given.Name {lost}\. Put that key back"):
        run("rotate")
    assert run() == "keys: 2, sealed with the newest: 2 of 3"
    assert AuditEntry.objects.order_by("pk").last().action == "field_key.rotate"  # type: ignore[union-attr]
    Name.objects.filter(pk=lost).delete()
    assert run("drop-old") == "keys: 1, sealed with the newest: 2 of 2"
    assert everything().secrets == {"a": "a", "c": "c"}


def test_a_rotation_that_stops_half_way_is_in_the_audit_log(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stops() -> list[str]:
        raise KeyboardInterrupt

    monkeypatch.setattr("voxloom.management.commands.field_key._seal_anew", stops)
    with pytest.raises(KeyboardInterrupt):
        run("rotate")
    assert len(file.read_text().split()) == 2
    assert AuditEntry.objects.filter(action="field_key.rotate").count() == 1


def test_the_files_stay_those_of_their_owner(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`sudo … rotate` must not take them away from the server."""
    given: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "fchown", lambda _handle, user, group: given.append((user, group)))
    owner = file.stat()
    run("rotate")
    assert given == [(owner.st_uid, owner.st_gid)] * 2  # the key of the audit log, and the keys


@pytest.mark.parametrize(("stranger", "refused"), [(True, True), (False, False)])
def test_who_cannot_leave_the_file_to_its_owner_is_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch, stranger: bool, refused: bool
) -> None:
    def not_permitted(*_given: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", not_permitted)
    monkeypatch.setattr(os, "geteuid", lambda: file.stat().st_uid + stranger)
    before = file.read_text()
    if refused:
        with pytest.raises(CommandError, match="Run this as that user, or as root"):
            run("rotate")
        assert file.read_text() == before
    else:
        run("rotate")
    assert sorted(each.name for each in file.parent.iterdir()) == (
        ["field_key"] if refused else ["audit_key", "field_key"]
    )


def test_a_folder_that_cannot_be_written_is_told_in_a_line(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CommandError, match="audit_key cannot be written: No space left on device"):
        run("rotate")
    assert [each.name for each in file.parent.iterdir()] == ["field_key"]


def test_a_server_without_a_file_of_keys_is_told_so(settings: Settings) -> None:
    settings.FIELD_KEY_FILE = ""
    with pytest.raises(CommandError, match="in no file"):
        run("rotate")


def test_nothing_that_is_sealed_is_forgotten() -> None:
    """What the key of a conversation seals is opened by that key, which is in the list."""
    of_the_vault = {("conversations.VaultValue", "sealed"), ("conversations.Effect", "sealed")}
    of_the_vault |= {("conversations.Work", "sealed"), ("conversations.Work", "sealed_command")}
    in_the_open = {("knowledge.Chunk", "vector"), ("knowledge.Chunk", "sentence_vectors")}
    in_the_open |= {("knowledge.Words", "vectors")}
    found = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, BinaryField)
    }
    assert found == set(SEALED) | of_the_vault | in_the_open
    assert FACTORS in {model._meta.label for model in apps.get_models()}
