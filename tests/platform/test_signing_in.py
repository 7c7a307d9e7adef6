"""Signing in: with a password, a second factor, or an organisation's word; and what stands in the way of guessing."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client, override_settings

from tests.platform.organisation import CODE, organisation
from voxloom.accounts.isolation import within
from voxloom.accounts.models import Membership
from voxloom.accounts.roles import Role
from voxloom.accounts.workspaces import MAIN, named
from voxloom.settings.environment import Environment
from voxloom.settings.signing_in import read_oidc

pytestmark = pytest.mark.django_db
PASSWORD = "a long one that nobody guesses"


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("ann", "ann@example.com", PASSWORD, is_staff=True)


def sign_in(client: Client, password: str = PASSWORD, **headers: Any) -> Any:
    return client.post("/account/login/", {"login": "ann", "password": password}, **headers)


def code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def with_second_factor(client: Client) -> str:
    """Set one up as a person does; its secret."""
    asked = client.get("/account/2fa/totp/activate/")
    assert asked["Location"].startswith("/account/reauthenticate/")  # whoever finds the page open must not do that
    page = client.post(asked["Location"], {"password": PASSWORD}, follow=True)
    assert b"<svg" in page.content or b"data:image/svg" in page.content
    secret = str(page.context["form"].secret)
    done = client.post("/account/2fa/totp/activate/", {"code": code(secret)})
    assert done.status_code == 302, done.content.decode()
    return secret


def test_the_administration_asks_who_one_is_and_goes_on_there(ann: User, client: Client) -> None:
    asked = client.get("/admin/", follow=True)
    assert asked.redirect_chain[-1][0].startswith("/account/login/?next=")
    assert "Whoever runs this server makes one" in asked.content.decode()
    assert "no-store" in asked["Cache-Control"]
    next_page = parse_qs(urlsplit(asked.redirect_chain[-1][0]).query)["next"][0]
    done = client.post("/account/login/", {"login": "ann", "password": PASSWORD, "next": next_page})
    assert (done.status_code, done["Location"]) == (302, next_page)
    assert client.get("/admin/").status_code == 200


def test_nobody_makes_an_account(client: Client) -> None:
    page = client.post("/account/signup/", {"username": "eve", "password1": PASSWORD, "password2": PASSWORD})
    assert "Accounts are made for you" in page.content.decode()
    assert not User.objects.filter(username="eve").exists()


def test_a_lost_password_is_no_matter_of_mail(client: Client) -> None:
    page = client.post("/account/password/reset/", {"email": "ann@example.com"})
    assert page.status_code == 405
    assert "sets a new one" in client.get("/account/password/reset/").content.decode()


def test_who_guesses_is_locked_out_and_nobody_else(ann: User, client: Client) -> None:
    answers = [sign_in(client, f"guess {number}").status_code for number in range(9)]
    assert answers == [200] * 7 + [429, 429]
    locked = sign_in(client)
    assert locked.status_code == 429
    assert "wait a quarter of an hour" in locked.content.decode()
    assert sign_in(Client(), REMOTE_ADDR="192.0.2.7").status_code == 302


@pytest.mark.parametrize("sent", ["203.0.113.5", "203.0.113.5, 10.0.0.1"])
def test_a_header_that_no_proxy_of_ours_wrote_gives_no_new_tries(ann: User, client: Client, sent: str) -> None:
    for number in range(8):
        sign_in(client, f"guess {number}", headers={"X-Forwarded-For": f"203.0.113.{number}"})
    assert sign_in(client, headers={"X-Forwarded-For": sent}).status_code == 429


def test_a_wrong_name_is_told_like_a_wrong_password(ann: User, client: Client) -> None:
    wrong_password = sign_in(client, "wrong").content.decode()
    wrong_name = client.post("/account/login/", {"login": "nobody", "password": "wrong"}).content.decode()
    assert "errorlist" in wrong_password
    assert wrong_password.count("errorlist") == wrong_name.count("errorlist")


def test_a_second_factor_is_set_up_and_asked_for(ann: User, client: Client) -> None:
    sign_in(client)
    secret = with_second_factor(client)
    kept = Authenticator.objects.get(type="totp")
    assert secret not in str(kept.data)
    other = Client()
    half = sign_in(other)
    assert half["Location"].startswith("/account/2fa/authenticate/")
    assert other.get("/admin/").status_code == 302
    assert other.post("/account/2fa/authenticate/", {"code": "000000"}).status_code == 200
    assert other.get("/admin/").status_code == 302
    cache.clear()  # a code counts once, and this is the same half minute
    assert other.post("/account/2fa/authenticate/", {"code": code(secret)}).status_code == 302
    assert other.get("/admin/").status_code == 200


def test_codes_are_not_guessed_for_long(ann: User, client: Client) -> None:
    sign_in(client)
    secret = with_second_factor(client)
    other = Client()
    sign_in(other)
    told = [other.post("/account/2fa/authenticate/", {"code": f"{number:06}"}).content.decode() for number in range(14)]
    assert "Too many failed login attempts" in told[-1]
    assert (
        "Too many failed login attempts"
        in other.post("/account/2fa/authenticate/", {"code": code(secret)}).content.decode()
    )
    assert other.get("/admin/").status_code == 302


def test_who_lost_the_second_factor_has_codes(ann: User, client: Client) -> None:
    sign_in(client)
    with_second_factor(client)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert codes[0] not in str(Authenticator.objects.get(type="recovery_codes").data)
    other = Client()
    sign_in(other)
    assert other.post("/account/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    assert other.get("/admin/").status_code == 200


@override_settings(REQUIRE_SECOND_FACTOR=True)
def test_a_server_may_want_a_second_factor_of_everybody(ann: User, client: Client) -> None:
    named(MAIN)
    with within(MAIN):
        Membership.objects.create(user=ann, role=Role.ADMINISTRATOR)
    sign_in(client)
    led = client.get("/admin/", follow=True)
    assert led.redirect_chain[0][0] == "/account/2fa/totp/activate/"
    assert "wants a second factor" in led.content.decode()
    assert client.get("/api/v1/bots").status_code == 401
    assert client.get("/").status_code == 200
    with_second_factor(client)
    assert client.get("/admin/").status_code == 200
    assert client.get("/api/v1/bots").status_code == 200


PERSON = {"sub": "42", "email": "ann@example.com", "email_verified": True, "preferred_username": "ann.lee"}


def through_the_organisation(client: Client, person: dict[str, Any], **changed: str) -> Any:
    """What a browser does: ask, be sent there, come back with a code."""
    with organisation(person) as provider:
        environment = Environment(
            {"OIDC_ISSUER": provider.at, "OIDC_CLIENT_ID": "voxloom", "OIDC_CLIENT_SECRET": "s", "OIDC_NAME": "Acme"}
        )
        with override_settings(SOCIALACCOUNT_PROVIDERS=read_oidc(environment)):
            assert "Go on with Acme" in client.get("/account/login/").content.decode()
            sent = client.post("/account/oidc/oidc/login/")
            asked = parse_qs(urlsplit(sent["Location"]).query)
            assert sent["Location"].startswith(f"{provider.at}/authorize")
            assert (asked["code_challenge_method"], asked["client_id"]) == (["S256"], ["voxloom"])
            back = {"code": CODE, "state": asked["state"][0], **changed}
            return client.get("/account/oidc/oidc/login/callback/", back)


def test_whom_the_organisation_knows_is_who_has_that_address(ann: User, client: Client) -> None:
    done = through_the_organisation(client, PERSON)
    assert (done.status_code, done["Location"]) == (302, "/designer/")
    assert client.get("/admin/").status_code == 200
    assert User.objects.count() == 1


def test_a_new_one_may_come_in_and_sees_nothing_yet(ann: User, client: Client) -> None:
    through_the_organisation(client, {**PERSON, "sub": "43", "email": "bob@example.com", "preferred_username": "bob"})
    bob = User.objects.get(username="bob")
    assert (bob.is_staff, bob.is_superuser) == (False, False)
    answer = client.get("/api/v1/bots")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "workspace.none")


@pytest.mark.parametrize("changed", [{"state": "forged"}, {"code": "another"}])
def test_a_forged_way_back_leads_nowhere(ann: User, client: Client, changed: dict[str, str]) -> None:
    done = through_the_organisation(client, PERSON, **changed)
    assert done.status_code < 500
    assert client.get("/admin/").status_code == 302


def test_half_a_provider_is_told_of() -> None:
    environment = Environment({"OIDC_ISSUER": "https://id.example.com", "OIDC_CLIENT_ID": "voxloom"})
    assert read_oidc(environment)["openid_connect"]["APPS"] == []
    assert [problem.partition(" ")[0] for problem in environment.problems] == ["OIDC_CLIENT_SECRET"]
    environment = Environment({"OIDC_ISSUER": "ftp://id.example.com"})
    read_oidc(environment)
    assert environment.problems[0].startswith("OIDC_ISSUER must be an address")
    assert read_oidc(Environment({}))["openid_connect"]["APPS"] == []


@pytest.mark.parametrize(("said", "wanted"), [({}, False), ({"A": "on"}, True), ({"A": "off"}, False)])
def test_a_switch_is_on_or_off(said: dict[str, str], wanted: bool) -> None:
    environment = Environment(said)
    assert environment.switch("A", default=False) is wanted
    assert environment.problems == []


def test_a_switch_that_is_neither_is_told() -> None:
    environment = Environment({"SECOND_OPINION": "maybe"})
    assert environment.switch("SECOND_OPINION", default=True) is True
    assert environment.problems == ["SECOND_OPINION must be on or off, not 'maybe'. Without it, it is on."]
