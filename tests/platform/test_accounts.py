"""API keys and the first administrator."""

import hashlib
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from voxloom.accounts.keys import create_key, verify_key
from voxloom.accounts.models import ApiKey

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]


def test_a_key_is_known_again_and_only_its_hash_is_stored() -> None:
    key, plain = create_key("load test", ["debug", "call", "debug"])
    assert verify_key(plain) == key
    stored = ApiKey.objects.get()
    assert stored.hash == hashlib.sha256(plain.encode()).hexdigest()
    assert stored.scopes == ["call", "debug"]
    assert plain.startswith(f"vx_{stored.prefix}_")
    assert plain.removeprefix(f"vx_{stored.prefix}_") not in str(vars(stored))


def test_keys_differ() -> None:
    assert len({create_key("same name")[1] for _ in range(5)}) == 5


@pytest.mark.parametrize(
    "change", [str.upper, lambda key: key[:-1], lambda key: key + "a", lambda _: "", lambda _: "vx_\x00"]
)
def test_anything_else_is_refused(change: object) -> None:
    _, plain = create_key("a")
    assert callable(change)
    assert verify_key(change(plain)) is None


def test_a_known_prefix_with_another_secret_is_refused() -> None:
    _, plain = create_key("a")
    assert verify_key(plain[:-43] + "A" * 43) is None


def test_a_revoked_key_is_refused() -> None:
    key, plain = create_key("a")
    ApiKey.objects.filter(pk=key.pk).update(revoked=timezone.now())
    assert verify_key(plain) is None


def test_the_last_use_is_noted_at_most_once_a_minute() -> None:
    key, plain = create_key("a")
    assert key.last_used is None
    verify_key(plain)
    first = ApiKey.objects.get().last_used
    assert first is not None
    verify_key(plain)
    assert ApiKey.objects.get().last_used == first
    ApiKey.objects.update(last_used=first - timedelta(minutes=2))
    verify_key(plain)
    later = ApiKey.objects.get().last_used
    assert later is not None
    assert later >= first


def test_a_scope_is_a_word() -> None:
    with pytest.raises(ValueError, match="Not a scope: no way"):
        create_key("a", ["no way"])
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize("name", ["n" * 101, "a\0b", "two\nlines"])
def test_the_name_of_a_key_is_a_short_line(name: str) -> None:
    with pytest.raises(CommandError, match="a line of at most 100 characters"):
        call_command("api_key", name)
    assert not ApiKey.objects.exists()


def test_the_command_prints_the_key_and_nothing_else() -> None:
    out = StringIO()
    call_command("api_key", "ci", "--scope", "debug", stdout=out)
    key = verify_key(out.getvalue().strip())
    assert key is not None
    assert (key.name, key.scopes) == ("ci", ["debug"])
    with pytest.raises(CommandError, match="Not a scope"):
        call_command("api_key", "ci", "--scope", "NO")


def test_the_administration_makes_a_key_and_shows_it_once(admin_client: Client) -> None:
    answer = admin_client.post("/admin/accounts/apikey/add/", {"name": "partner", "scopes": "debug call"}, follow=True)
    [message] = [str(message) for message in answer.context["messages"] if "vx_" in str(message)]
    key = verify_key(message.split()[3])
    assert key is not None
    assert (key.name, key.scopes) == ("partner", ["call", "debug"])
    assert ApiKey.objects.count() == 1
    assert "vx_" not in admin_client.get("/admin/accounts/apikey/").content.decode()


def test_the_administration_says_what_a_scope_is(admin_client: Client) -> None:
    answer = admin_client.post("/admin/accounts/apikey/add/", {"name": "partner", "scopes": "De!bug"})
    assert "A scope is a lower-case word" in answer.content.decode()
    assert not ApiKey.objects.exists()


def test_the_administration_revokes_and_never_edits(admin_client: Client) -> None:
    key, plain = create_key("partner")
    page = f"/admin/accounts/apikey/{key.pk}/change/"
    assert admin_client.get(page).status_code == 200
    assert admin_client.post(page, {"name": "x", "scopes": "all"}).status_code == 403
    admin_client.post("/admin/accounts/apikey/", {"action": "revoke", "_selected_action": [key.pk]})
    assert verify_key(plain) is None


def test_the_first_administrator_is_made_and_told_once() -> None:
    out = StringIO()
    call_command("ensure_admin", stdout=out)
    password = out.getvalue().split("password: ")[1].split()[0]
    assert len(password) >= 16
    assert get_user_model().objects.get(is_superuser=True, username="admin").check_password(password)
    again = StringIO()
    call_command("ensure_admin", stdout=again)
    assert again.getvalue() == ""
    assert get_user_model().objects.count() == 1
