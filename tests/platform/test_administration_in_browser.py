"""The administration works in a browser under the policy that every page has."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.chromium import launched

ACCOUNT_PAGES = ("/account/2fa/", "/account/password/change/", "/account/password/reset/", "/account/logout/")
PAGES = ("/admin/", "/admin/auth/user/", "/admin/auth/user/add/", "/admin/accounts/apikey/add/")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_administration_breaks_no_policy(live_server: LiveServer, admin_user: User) -> None:
    said: list[str] = []
    with sync_playwright() as playwright, launched(playwright) as browser:
        page = browser.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{live_server.url}/admin/")
        page.fill("[name=login]", admin_user.username)
        page.fill("[name=password]", "password")
        page.click("[type=submit]")
        page.wait_for_url("**/admin/")
        for address in PAGES:
            page.goto(f"{live_server.url}{address}")
            assert page.locator("#user-tools").is_visible()
        page.fill("[name=name]", "partner")
        page.click("[name=_save]")
        assert "vx_" in page.locator(".messagelist").inner_text()
        for address in ACCOUNT_PAGES:
            page.goto(f"{live_server.url}{address}")
            assert page.locator("h1").is_visible()
            assert Axe().run(page).violations_count == 0, address
    assert said == []
