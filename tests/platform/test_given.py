"""What operators give to bots: names, secrets that nobody sees again, and hosts."""

import io
import sys

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.fixtures import Settings

from voxloom.accounts.models import Membership
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import MAIN, named
from voxloom.audit.models import AuditEntry
from voxloom.given.keeping import Everything, NotThat, allow, everything, give, refuse, take_back
from voxloom.given.models import AllowedHost, Name

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]
SECRET = "s3cret-of-the-bank"


def env(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    call_command("env", *words)
    return capsys.readouterr().out


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_a_name_stands_for_something_and_a_secret_is_shown_to_nobody(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(monkeypatch, f"{SECRET}\n")
    assert env(capsys, "--secret", "bank_token", "bank_api=https://bank.example/v1?a=b") == (
        "bank_api=https://bank.example/v1?a=b\nbank_token (secret)\n"
    )
    assert everything().secrets == {"bank_token": SECRET}
    assert everything("test") == Everything()
    kept = b"".join(bytes(row.sealed) for row in Name.objects.all())
    assert SECRET.encode() not in kept
    assert b"bank.example" not in kept
    assert SECRET not in repr(everything())
    assert env(capsys, "--drop", "bank_api") == "bank_token (secret)\n"
    assert env(capsys, "--environment", "test", "a=1") == "a=1\n"
    told = list(AuditEntry.objects.values_list("action", "target", "details__environment"))
    assert told == [
        ("name.set", "bank_api", "production"), ("secret.set", "bank_token", "production"),
        ("name.drop", "bank_api", "production"), ("name.set", "a", "test"),
    ]  # fmt: skip


def test_a_value_may_be_changed_and_become_a_secret() -> None:
    give("key", "one")
    give("key", "two", secret=True)
    assert everything() == Everything({}, {"key": "two"}, frozenset())
    assert take_back("key")
    assert not take_back("key")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("1a", "x"),
        ("a b", "x"),
        ("", "x"),
        ("a" * 65, "x"),
        ("ä", "x"),
        ("a", ""),
        ("a", "x\ny"),
        ("a", "x\r"),
        ("a", "x" * 20_001),
    ],
)
def test_what_cannot_be_kept_is_told_without_the_value(name: str, value: str) -> None:
    with pytest.raises(NotThat) as problem:
        give(name, value)
    assert value not in str(problem.value) or len(value) < 2
    assert not Name.objects.exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["bank_api"], "Write bank_api=VALUE, or --secret bank_api."),
        (["1=2"], "A name is a letter"),
        (["--drop", "gone"], "There is no name gone in production."),
        (["a=1", "--environment", "Not_One"], "An environment is called by small letters"),
    ],
)
def test_slips_are_one_line(words: list[str], told: str) -> None:
    with pytest.raises(CommandError) as problem:
        call_command("env", *words)
    assert str(problem.value).startswith(told)
    assert problem.value.returncode == 2


def test_hosts_are_allowed_by_name_by_what_is_above_them_and_by_addresses(capsys: pytest.CaptureFixture[str]) -> None:
    give("bank_api", "https://Bank.example:8443/v1")
    give("word", "bank2.example")
    call_command("hosts", "--allow", "API.shop.example.", "*.cdn.example")
    assert capsys.readouterr().out == "*.cdn.example\napi.shop.example\nbank.example\n"
    known = everything()
    allowed = ("bank.example", "BANK.example.", "api.shop.example", "a.cdn.example", "a.b.cdn.example")
    refused = (
        "cdn.example",
        "shop.example",
        "x.api.shop.example",
        "bank.example.evil.example",
        "evilbank.example",
        "",
        "example",
    )
    assert [known.may_ask(host) for host in allowed] == [True] * len(allowed)
    assert [known.may_ask(host) for host in refused] == [False] * len(refused)
    assert refuse("api.shop.example")
    assert not refuse("api.shop.example")
    with pytest.raises(CommandError, match="is not among the hosts"):
        call_command("hosts", "--refuse", "api.shop.example")


@pytest.mark.parametrize("host", ["", "*", "*.*.a", "a..b", "a b", "http://a.b", "a/b", "ä.b", "a:80", "-a"])
def test_what_is_no_host_is_refused(host: str) -> None:
    with pytest.raises(NotThat, match="A host is a name"):
        allow(host)
    assert not AllowedHost.objects.exists()


@pytest.fixture
def administrator(client: Client) -> Client:
    user = get_user_model().objects.create_user("ann", password="x", is_staff=True)
    Membership.objects.create(workspace=named(MAIN), user=user, role=Role.ADMINISTRATOR)
    client.force_login(user)
    return client


def test_the_administration_takes_secrets_and_shows_none(administrator: Client) -> None:
    page = "/admin/given/name/"
    data = {"environment": "production", "name": "bank_token", "secret": "on", "value": SECRET}
    assert administrator.post(f"{page}add/", data).status_code == 302
    assert everything().secrets == {"bank_token": SECRET}
    row = Name.objects.get()
    assert b"Left empty, it stays" not in administrator.get(f"{page}add/").content
    assert b"Left empty, it stays" in administrator.get(f"{page}{row.pk}/change/").content
    for address in (page, f"{page}{row.pk}/change/"):
        assert SECRET not in administrator.get(address).content.decode()
    unmarked = {"environment": "production", "name": "bank_token", "value": ""}
    assert administrator.post(f"{page}{row.pk}/change/", unmarked).status_code == 302
    assert everything().secrets == {"bank_token": SECRET}  # taking the mark away does not show it
    assert SECRET not in administrator.get(page).content.decode()
    assert administrator.post(f"{page}{row.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Name.objects.exists()
    told = AuditEntry.objects.filter(action__startswith="admin.").values_list("action", "details__name")
    assert list(told) == [(f"admin.{what}", "bank_token in production") for what in ("add", "change", "delete")]
    assert SECRET not in str(list(AuditEntry.objects.values()))


@pytest.mark.parametrize(
    ("page", "data", "told"),
    [
        ("name", {"environment": "production", "name": "key", "value": "2"}, "This name is there already"),
        ("name", {"environment": "production", "name": "b", "value": "a\nb"}, "A value is one line, but for"),
        ("name", {"environment": "production", "name": "b", "value": ""}, "A value has from 1 to"),
        ("name", {"environment": "A_b", "name": "b", "value": "1"}, "small letters, digits and hyphens"),
        ("name", {"environment": "production", "name": "1 b", "value": "1"}, "A name is a letter"),
        ("allowedhost", {"host": "API.shop.example"}, "This host is allowed already."),
        ("allowedhost", {"host": "http://a"}, "A host is a name such as"),
    ],
)
def test_the_administration_tells_slips_in_words(
    administrator: Client, page: str, data: dict[str, str], told: str
) -> None:
    give("key", "1")
    allow("api.shop.example")
    answer = administrator.post(f"/admin/given/{page}/add/", data)
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert (Name.objects.count(), AllowedHost.objects.count()) == (1, 1)


def test_the_same_name_may_be_given_in_another_environment(administrator: Client) -> None:
    give("key", "1")
    data = {"environment": "test", "name": "key", "value": "2"}
    assert administrator.post("/admin/given/name/add/", data).status_code == 302
    assert (everything().names, everything("test").names) == ({"key": "1"}, {"key": "2"})


def test_what_was_sealed_with_another_key_is_told_in_a_line(administrator: Client, settings: Settings) -> None:
    give("key", "1")
    settings.FIELD_KEY = Fernet.generate_key()
    for command in ("env", "hosts"):
        with pytest.raises(CommandError, match="not sealed with the field key"):
            call_command(command)
    assert "(sealed with another key)" in administrator.get("/admin/given/name/").content.decode()


def test_others_see_neither(client: Client) -> None:
    user = get_user_model().objects.create_user("bea", password="x", is_staff=True)
    Membership.objects.create(workspace=named(MAIN), user=user, role=Role.PUBLISHER)
    client.force_login(user)
    for page in ("/admin/given/name/", "/admin/given/allowedhost/"):
        assert client.get(page).status_code == 403


def test_a_certificate_has_lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    pem = "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----"
    typed(monkeypatch, f"{pem}\n")
    assert env(capsys, "--secret", "pair") == "pair (secret)\n"
    assert everything().secrets == {"pair": pem}
