"""The widget on a page of another site: it calls where the bot may be embedded, and says so where it may not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.widget import said_by, write
from tests.platform.http_server import Quiet, serving

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="en"><head><title>A shop</title></head><body><h1>A shop</h1>
<script src="{server}/static/widget/voxloom-widget.js" async></script>
<voxloom-widget bot-id="{bot}" mode="text" variables='{{"first_name": "Ann"}}'></voxloom-widget></body></html>"""


@contextmanager
def site(server: str, bot: str) -> Iterator[str]:
    """A page of somebody else, on a port of its own; its origin."""

    class Handler(Quiet):
        def do_GET(self) -> None:
            page = PAGE.format(server=server, bot=bot).encode()
            self.answer(200, page, Content_Type="text/html; charset=utf-8")

    with serving(Handler) as here:
        yield here.at


def test_a_page_of_another_site(browser: Browser, server: str, manage: Callable[..., None]) -> None:
    with site(server, "riverbank") as origin:
        page = browser.new_page()
        page.goto(origin)
        write(page, "what is my balance")
        alert = page.locator("voxloom-widget").get_by_role("alert")
        expect(alert).to_contain_text("cannot be reached", timeout=15_000)  # browsers tell a page no more than that
        manage("origins", "riverbank", "--allow", origin)
        page.goto(origin)
        write(page, "what is my balance")
        said_by(page, "bot", "savings or checking")
        manage("origins", "riverbank", "--refuse", origin)
        page.goto(origin)
        write(page, "what is my balance")
        expect(alert).to_be_visible(timeout=15_000)
        page.close()
