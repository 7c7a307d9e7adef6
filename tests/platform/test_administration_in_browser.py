"""The administration in a browser: its own policy is never broken, nothing is without a name, all goes by keyboard."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from flows.catalogue import publish
from flows.models import Bot
from tests.browser.chromium import WATCH, launched
from tests.workspaces import text_of
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN, Workspace
from voxloom.administration.navigation import GROUPS

ACCOUNT_PAGES = ("/account/2fa/", "/account/password/change/", "/account/password/reset/", "/account/logout/")
FORMS = (
    "/admin/auth/user/add/", "/admin/accounts/apikey/add/", "/admin/accounts/workspace/add/", "/admin/given/name/add/",
    "/admin/knowledge/document/add/",
)  # fmt: skip
LISTS = tuple(f"/admin/{link.model.replace('.', '/')}/" for _, links in GROUPS for link in links if link.model)
SERIOUS = ("serious", "critical")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@contextmanager
def signed_in(browser: Browser, server: str, user: User, colours: str = "light") -> Iterator[tuple[Page, list[str]]]:
    """The first page of the administration, and what the browser says against any page from now on."""
    said: list[str] = []
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=colours)  # type: ignore[arg-type]
    page.add_init_script(WATCH)
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{server}/admin/")
    page.fill("[name=login]", user.username)
    page.fill("[name=password]", "password")
    page.click("[type=submit]")
    page.wait_for_url("**/admin/")
    expect(page.locator("#user-tools")).to_be_visible()
    yield page, said
    assert said == []


def wrong_on(page: Page) -> list[str]:
    """What axe finds that keeps somebody out, and what the policy forbade."""
    found = Axe().run(page).response["violations"]
    serious = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in SERIOUS]
    return [*serious, *page.evaluate("window.__violations")]


@pytest.fixture
def furnished(admin_user: User) -> User:
    """Who runs the server, with two workspaces and a bot."""
    Workspace.objects.create(slug="blue", name="Blue")
    with within(MAIN):
        publish(text_of("club", "Club"))
    return admin_user


@pytest.mark.timeout(300)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_page_is_whole_in_light_and_dark(live_server: LiveServer, furnished: User, colours: str) -> None:
    with within(MAIN):
        club = Bot.objects.get()
    more = (f"/admin/flows/bot/{club.pk}/change/", f"/admin/auth/user/{furnished.pk}/change/")
    with (
        sync_playwright() as playwright,
        launched(playwright) as browser,
        signed_in(browser, live_server.url, furnished, colours) as (page, _),
    ):
        for address in ("/admin/", *LISTS, *FORMS, *more):
            page.goto(f"{live_server.url}{address}")
            expect(page.locator("#user-tools")).to_be_visible()
            expect(page.locator("html")).to_have_class("dark" if colours == "dark" else "")
            assert wrong_on(page) == [], address
        for address in ACCOUNT_PAGES:
            page.goto(f"{live_server.url}{address}")
            assert page.locator("h1").is_visible()
            assert Axe().run(page).violations_count == 0, address


def test_a_key_is_made_and_shown_once(live_server: LiveServer, furnished: User) -> None:
    with (
        sync_playwright() as playwright,
        launched(playwright) as browser,
        signed_in(browser, live_server.url, furnished) as (page, _),
    ):
        page.get_by_role("link", name="API keys").click()
        page.goto(f"{live_server.url}/admin/accounts/apikey/add/")
        page.fill("[name=name]", "partner")
        page.click("[name=_save]")
        told = page.get_by_text("copy it now")
        expect(told).to_contain_text("vx_")
        (key,) = [word for word in told.inner_text().split() if word.startswith("vx_")]
        page.reload()
        expect(page.locator("#result_list")).to_contain_text("partner")
        assert key not in page.content()


def test_menus_and_colours_go_by_keyboard(live_server: LiveServer, furnished: User) -> None:
    with (
        sync_playwright() as playwright,
        launched(playwright) as browser,
        signed_in(browser, live_server.url, furnished) as (page, _),
    ):
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#vx-main")).to_be_focused()
        account = page.locator("#user-tools")
        account.focus()
        page.keyboard.press("Enter")
        expect(account).to_have_attribute("aria-expanded", "true")
        page.get_by_role("button", name="Dark").focus()
        page.keyboard.press("Enter")
        expect(page.locator("html")).to_have_class("dark")
        page.reload()
        expect(page.locator("html")).to_have_class("dark")
        side = page.get_by_role("button", name="Show or hide the navigation")
        side.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#nav-sidebar")).to_be_hidden()
        page.keyboard.press("Enter")
        page.select_option("#workspace-choice", "blue")
        page.get_by_role("button", name="Change", exact=True).click()
        expect(page.get_by_role("heading", name="Set up Blue")).to_be_visible()
        page.get_by_role("link", name="Choose a starter bot").click()
        page.wait_for_url("**/designer/new/")
