"""Pages that may embed a bot."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from flows.catalogue import origins_of, publish
from flows.models import Bot
from flows.origins import MOST, NoOrigin, allow, embedding, origin_of
from tests.workspaces import blue, text_of
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import Workspace
from voxloom.audit.models import AuditEntry

__all__ = ["blue"]


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://shop.example.com", "https://shop.example.com"),
        (" HTTPS://Shop.Example.com/ ", "https://shop.example.com"),
        ("https://shop.example.com:443", "https://shop.example.com"),
        ("http://shop.example.com:80", "http://shop.example.com"),
        ("https://shop.example.com:8443", "https://shop.example.com:8443"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("https://bücher.example", "https://xn--bcher-kva.example"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_origins_are_kept_as_browsers_send_them(text: str, origin: str) -> None:
    assert origin_of(text) == origin
    assert origin_of(origin) == origin


@pytest.mark.parametrize(
    "text",
    [
        "", "*", "null", "shop.example.com", "https://", "https://*.example.com", "ftp://shop.example.com",
        "https://shop.example.com/page", "https://shop.example.com?x", "https://shop.example.com#x",
        "https://user@shop.example.com", "https://shop.example.com:port", "https://shop.example.com:99999",
        "https://shop.example.com\nhttps://evil.example.com", "javascript:alert(1)", "https://[::1",
        "https://" + "a" * 70 + ".com",
    ],
)  # fmt: skip
def test_what_is_no_origin_is_told(text: str) -> None:
    with pytest.raises(NoOrigin) as told:
        origin_of(text)
    assert "write it as https://shop.example.com" in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.django_db
def test_a_bot_has_its_own(blue: Workspace) -> None:
    with within(blue):
        publish(text_of("sea"))
        sky, sea = Bot.objects.get(slug="sky"), Bot.objects.get(slug="sea")
        assert allow(sky, ["https://a.example", "https://A.example/", "https://b.example"]) == [
            "https://a.example",
            "https://b.example",
        ]
        allow(sea, ["https://c.example"])
        with pytest.raises(NoOrigin):
            allow(sea, [f"https://{number}.example" for number in range(MOST + 1)])
        with pytest.raises(NoOrigin):
            allow(sea, ["https://d.example", "*"])
    assert origins_of("sky") == ("https://a.example", "https://b.example")
    assert origins_of("sea") == ("https://c.example",)
    assert origins_of("nobody") == ()
    assert embedding() == {"https://a.example", "https://b.example", "https://c.example"}
    assert AuditEntry.objects.filter(action="bot.origins").count() == 2


@pytest.mark.django_db
def test_the_command(blue: Workspace) -> None:
    def run(*words: str) -> str:
        out = StringIO()
        call_command("origins", "sky", "--workspace", "blue", *words, stdout=out)
        return out.getvalue()

    assert run() == ""
    assert run("--allow", "https://a.example", "https://b.example") == "https://a.example\nhttps://b.example\n"
    assert run("--refuse", "https://A.example:443") == "https://b.example\n"
    with pytest.raises(CommandError, match="is no origin"):
        run("--allow", "a.example")
    with pytest.raises(CommandError, match="no bot called sky"):
        call_command("origins", "sky")
