"""The pages for callers: what they show, and that they run under a policy without anything inline."""

import json
import re
from html.parser import HTMLParser

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from runtime.widget import views
from runtime.widget.selectors import BotCard

BANK = BotCard("bank", "The Bank & Co", "Tells <balances>.", "en", ("What's my balance", 'Say "hi"', "I lost my card"))
TABLES = BotCard("tables", "Tables", "", "en")
PAGES = ["/", "/?bot=tables", "/?bot=unknown", "/widget/embed-example/"]


class Elements(HTMLParser):
    """Collects the start tags of a page with their attributes, and the text inside scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inline = ""
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._open = tag

    def handle_endtag(self, tag: str) -> None:
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open in ("script", "style"):
            self.inline += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture
def bots(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "published_bots", lambda: (BANK, TABLES))


def page(client: Client, address: str) -> Elements:
    response = client.get(address)
    assert response.status_code == 200
    return Elements(response.content.decode())


@pytest.mark.usefixtures("bots")
@pytest.mark.parametrize("address", PAGES)
def test_nothing_on_a_page_is_inline(client: Client, address: str) -> None:
    elements = page(client, address)
    assert elements.inline.strip() == ""
    for tag, attributes in elements.found:
        assert tag != "style"
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert not (attributes.get("href") or "").startswith("javascript:")


@pytest.mark.usefixtures("bots")
@pytest.mark.parametrize("address", PAGES)
def test_every_script_and_style_is_ours_and_exists(client: Client, address: str) -> None:
    elements = page(client, address)
    wanted = [script["src"] for script in elements.all("script")] + [link["href"] for link in elements.all("link")]
    for url in wanted:
        assert url is not None
        assert url.startswith("/static/widget/")
        assert finders.find(url.removeprefix("/static/")), url


@pytest.mark.usefixtures("bots")
def test_the_policy_forbids_what_is_inline_and_strings_as_markup(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    directives = dict(re.findall(r"([\w-]+) ([^;]+)", policy))
    assert directives["script-src"] == "'self'"
    assert directives["style-src"] == "'self'"
    assert directives["default-src"] == "'none'"
    assert directives["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in policy


@pytest.mark.usefixtures("bots")
def test_the_home_page_shows_the_first_bot_and_how_to_talk_to_it(client: Client) -> None:
    response = client.get("/")
    text = response.content.decode()
    (widget,) = Elements(text).all("voxloom-widget")
    assert widget["bot-id"] == "bank"
    assert widget["bot-name"] == "The Bank & Co"
    assert json.loads(widget["examples"] or "") == list(BANK.examples[:2])
    assert "Tells &lt;balances&gt;." in text
    assert "I lost my card" in text
    assert 'src="http://testserver/static/widget/voxloom-widget.js" async' in text.replace("&quot;", '"')
    assert "/admin/" in text


@pytest.mark.usefixtures("bots")
def test_the_page_asks_for_the_times_of_turns_where_it_may_have_them(client: Client) -> None:
    here = Client(headers={"host": "localhost:8000"})
    assert page(here, "/").all("voxloom-widget")[0]["ticket-url"] == "/rt/tickets?debug=1"
    for stranger in (client, Client(headers={"host": "localhost:8000"}, REMOTE_ADDR="192.0.2.1")):
        assert "ticket-url" not in page(stranger, "/").all("voxloom-widget")[0]


@pytest.mark.usefixtures("bots")
def test_the_address_chooses_the_bot(client: Client) -> None:
    elements = page(client, "/?bot=tables")
    assert elements.all("voxloom-widget")[0]["bot-id"] == "tables"
    current = [link["href"] for link in elements.all("a") if "aria-current" in link]
    assert current == ["?bot=tables"]


@pytest.mark.usefixtures("bots")
def test_an_unknown_bot_shows_the_first_one(client: Client) -> None:
    assert page(client, "/?bot=%3Cscript%3E").all("voxloom-widget")[0]["bot-id"] == "bank"


def test_without_bots_the_page_says_what_to_do(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "published_bots", lambda: ())
    for address in ("/", "/widget/embed-example/"):
        assert page(client, address).all("voxloom-widget") == []
    assert "No bot is published yet" in client.get("/").content.decode()


@pytest.mark.usefixtures("bots")
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_page_is_only_read(client: Client, method: str) -> None:
    assert getattr(client, method)("/").status_code == 405


def test_the_widget_is_served_to_any_page(client: Client) -> None:
    response = client.get("/static/widget/voxloom-widget.js")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert b"sourceMappingURL" not in response.content
