"""The pages around the canvas in a browser: nothing that their policy forbids, nothing that a screen reader misses."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.db import connections
from playwright.sync_api import Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from flows.catalogue import publish
from tests.browser.chromium import WATCH, launched
from tests.workspaces import text_of
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def publish_one() -> None:
    try:
        with within(MAIN):
            publish(text_of("harbour", "<b>The harbour</b>"))
    finally:
        connections.close_all()


def sign_in(page: Page, address: str, user: User) -> None:
    page.goto(f"{address}/designer/")
    page.fill("[name=login]", user.username)
    page.fill("[name=password]", "password")
    page.press("[name=password]", "Enter")
    page.wait_for_url("**/designer/")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_a_first_bot_is_made_and_the_list_shows_it(live_server: LiveServer, admin_user: User, colours: str) -> None:
    said: list[str] = []
    with sync_playwright() as playwright, launched(playwright) as browser:
        page = browser.new_context(color_scheme=colours).new_page()  # type: ignore[arg-type]
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.add_init_script(WATCH)
        sign_in(page, live_server.url, admin_user)
        assert page.locator("h1").inner_text() == "Make your first bot"
        assert Axe().run(page).violations_count == 0
        page.get_by_text("One flow that greets the caller").click()
        page.fill("#new-name", "Café at the harbour")
        assert page.input_value("#new-slug") == "cafe_at_the_harbour"
        page.fill("#new-slug", "harbour")
        page.fill("#new-name", "The harbour")
        assert page.input_value("#new-slug") == "harbour"  # what somebody typed stays
        page.goto(f"{live_server.url}/designer/new/")
        assert Axe().run(page).violations_count == 0
        with ThreadPoolExecutor(1) as beside:  # the browser's driver has a loop here, on which Django asks nothing
            beside.submit(publish_one).result()
        page.goto(f"{live_server.url}/designer/")
        assert page.locator(".card-name").inner_text() == "<b>The harbour</b>"
        assert page.get_by_text("Live: version 1").is_visible()
        assert Axe().run(page).violations_count == 0
        assert page.evaluate("window.__violations") == []
    assert said == []


def test_colours_are_chosen_and_menus_close_by_the_keyboard(live_server: LiveServer, admin_user: User) -> None:
    with sync_playwright() as playwright, launched(playwright) as browser:
        page = browser.new_context(color_scheme="light").new_page()
        sign_in(page, live_server.url, admin_user)
        ground = "() => getComputedStyle(document.body).backgroundColor"
        light = page.evaluate(ground)
        page.click("#theme")
        page.click("#theme")
        assert page.evaluate(ground) != light
        page.reload()
        assert page.evaluate(ground) != light
        page.focus(".menu summary")
        page.keyboard.press("Enter")
        assert page.get_by_role("button", name="Sign out").is_visible()
        page.keyboard.press("Escape")
        assert page.get_by_role("button", name="Sign out").is_hidden()
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
        page.keyboard.press("Escape")
        page.goto(f"{live_server.url}/designer/new/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
