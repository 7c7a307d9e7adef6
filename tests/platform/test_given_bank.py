"""The bank beside the server is given to bots, and what an operator gave stays as it is."""

import io

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from runtime.speech import models
from voxloom.audit.models import AuditEntry
from voxloom.given.bank import offer
from voxloom.given.keeping import everything, give, take_back

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]
TOKEN = "token-of-the-bank"
HERE = "http://127.0.0.1:8931"


def given() -> dict[str, str]:
    known = everything()
    return {**known.names, **known.secrets}


def test_it_is_given_once_and_follows_its_port() -> None:
    assert offer(TOKEN, 8931) == "given"
    assert (everything().names, everything().secrets) == ({"bank_api": HERE}, {"bank_token": TOKEN})
    assert everything("test").names == {}
    assert everything().may_ask("127.0.0.1")
    told = AuditEntry.objects.count()
    assert offer(TOKEN, 8931) == "given"
    assert AuditEntry.objects.count() == told
    assert offer(TOKEN, 8940) == "given"
    assert given() == {"bank_api": "http://127.0.0.1:8940", "bank_token": TOKEN}


@pytest.mark.parametrize(
    "own",
    [
        {"bank_api": "https://bank.example/v1", "bank_token": "theirs"},
        {"bank_api": "https://bank.example/v1"},
        {"bank_api": "http://127.0.0.1:9000"},
        {"bank_token": "theirs"},
    ],
)
def test_what_an_operator_gave_stays(own: dict[str, str]) -> None:
    for name, value in own.items():
        give(name, value, secret=name == "bank_token")
    assert offer(TOKEN, 8931) == "somebody else's"
    assert given() == own
    assert offer(TOKEN, None) == "nothing"
    assert given() == own


def test_an_address_that_is_given_later_is_not_told_our_token() -> None:
    offer(TOKEN, 8931)
    give("bank_api", "https://bank.example/v1")
    assert offer(TOKEN, 8931) == "somebody else's"
    assert given() == {"bank_api": "https://bank.example/v1"}
    assert offer(TOKEN, 8931) == "somebody else's"


def test_a_token_that_is_given_later_stays() -> None:
    offer(TOKEN, 8931)
    give("bank_token", "theirs", secret=True)
    assert offer(TOKEN, 8940) == "somebody else's"
    assert given() == {"bank_api": HERE, "bank_token": "theirs"}


def test_without_the_bank_stubs_answer_again() -> None:
    assert offer(TOKEN, None) == "nothing"
    offer(TOKEN, 8931)
    assert offer(TOKEN, None) == "taken back"
    assert given() == {}
    offer(TOKEN, 8931)
    take_back("bank_api")
    assert offer(TOKEN, 8931) == "given"
    assert given() == {"bank_api": HERE, "bank_token": TOKEN}


def test_names_that_cannot_be_read_are_left(settings: Settings) -> None:
    give("key", "1")
    settings.FIELD_KEY = Fernet.generate_key()
    assert offer(TOKEN, 8931) == "not readable"


@pytest.fixture
def prepared(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: object) -> Settings:
    """`prepare` in a folder of its own, with no models to look at."""
    monkeypatch.setattr(models, "check_all", list)
    settings.DATA_DIR = tmp_path
    return settings


def prepare(*words: str) -> str:
    out = io.StringIO()
    call_command("prepare", *words, stdout=out)
    return out.getvalue()


def test_a_server_is_told_by_the_command_that_prepares_it(prepared: Settings) -> None:
    assert prepare("--bank", "8931") == ""  # there is no bank in this folder
    (prepared.DATA_DIR / "bank").mkdir()
    (prepared.DATA_DIR / "bank" / "token").write_text(f"{TOKEN}\n")
    assert prepare() == ""
    assert given() == {}
    assert prepare("--bank", "8931") == f"riverbank asks the bank at {HERE}\n"
    assert given() == {"bank_api": HERE, "bank_token": TOKEN}
    assert prepare("--bank", "off") == "riverbank asks no bank: the stubs of its tools answer\n"
    assert prepare("--bank", "off") == ""
    give("bank_api", "https://bank.example")
    assert prepare("--bank", "8931") == "riverbank asks whom you say by bank_api and bank_token\n"


@pytest.mark.parametrize("port", ["0", "65536", "x", "-1", "on"])
def test_what_is_no_port_is_told(prepared: Settings, port: str) -> None:
    with pytest.raises(CommandError, match="PORT is a number from 1 to 65535, or off"):
        prepare(f"--bank={port}")
