"""What the canvas shows beside the nodes: times, the ways of personal values, what is new; and what is put right."""

from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.browser.desk import OpenDesk, api, opened, sign_in
from tests.calls.served import Served

pytestmark = pytest.mark.browser

BUSY_MS = 60_000  # checks, tests and the start of a trial, on a machine that may be busy
SLOW = {"op": "set", "path": ["tools", "block_card", "timeout"], "value": "12s"}


@pytest.fixture(scope="module")
def desk(browser: Browser, house: Served, server: str) -> OpenDesk:
    """Return how a test opens a bot of its own."""
    return partial(opened, browser, server, sign_in(browser, server, house.log), width=1500)


def test_the_times_of_nodes_and_the_slowest_way(desk: OpenDesk) -> None:
    with desk("card_lost/block") as at:
        inspector = at.page.locator(".vx-inspector")
        expect(inspector).to_contain_text("Adds about")
        expect(inspector).not_to_contain_text("That is more than")
        at.change(SLOW)
        expect(inspector).to_contain_text("That is more than the 900 ms")
        expect(at.node("block").locator(".vx-badge-over")).to_be_visible()
        expect(at.node("sorry").locator(".vx-badge-time")).to_have_count(0)
        at.page.get_by_role("button", name="How fast it answers").click()
        expect(at.node("sorry").locator(".vx-badge-time")).to_be_visible()
        below = at.page.get_by_role("region", name="How fast it answers")
        expect(below).to_contain_text("longer than 900 ms")
        below.get_by_role("listitem").first.get_by_role("button").click()
        expect(at.node("block").locator(".vx-lit")).to_be_visible()
        assert Axe().run(at.page).violations_count == 0


def test_the_ways_of_a_personal_value(desk: OpenDesk) -> None:
    with desk("transfer") as at:
        at.page.get_by_role("button", name="Personal data").click()
        below = at.page.get_by_role("region", name="Personal data")
        expect(below).to_contain_text("Nothing in this bot is marked as personal.")
        at.change({"op": "set", "path": ["slots", "payee", "personal"], "value": "name"})
        expect(below).to_contain_text("Reaches the tool send_money")
        below.get_by_role("button", name="Reaches the tool send_money").first.click()
        expect(at.node("who").locator(".vx-lit")).to_be_visible()
        expect(at.node("send").locator(".vx-lit")).to_be_visible()
        expect(at.node("done").locator(".vx-lit")).to_have_count(0)
        assert Axe().run(at.page).violations_count == 0
        below.get_by_role("button", name="Close").click()
        expect(at.node("who").locator(".vx-lit")).to_have_count(0)


def test_what_is_new_is_coloured(desk: OpenDesk) -> None:
    with desk("welcome") as at:
        keep = {"rev": at.draft["rev"], "message": "As it came"}
        api(at.page.context, at.server, "POST", f"/bots/{at.slug}/draft/version", keep)
        at.page.get_by_role("button", name="What is new").click()
        expect(at.page.get_by_text("The two are the same.")).to_be_visible()
        where = {"flow": "transfer"}
        at.change(
            {"op": "set", "path": ["flows", "transfer", "nodes", "who", "say"], "value": "To whom?"},
            {"op": "remove_node", **where, "name": "done"},
            {"op": "add_node", **where, "name": "bye", "value": {"type": "say", "say": "Bye.", "next": "end"}},
        )
        at.page.get_by_role("button", name="transfer › who").click()
        expect(at.node("who").locator(".vx-is-changed")).to_be_visible()
        expect(at.node("bye").locator(".vx-is-added")).to_be_visible()
        expect(at.page.locator(".vx-gone")).to_contain_text("done")
        assert Axe().run(at.page).violations_count == 0
        at.page.get_by_label("Compare from").select_option("0")
        expect(at.node("who").locator(".vx-is-added")).to_be_visible()
        expect(at.page.locator(".vx-gone")).to_have_count(0)


def test_mechanical_problems_are_put_right(desk: OpenDesk) -> None:
    with desk("transfer") as at:
        at.change(
            {"op": "set", "path": ["flows", "transfer", "nodes", "who", "slot"], "value": "paye"},
            {"op": "unset", "path": ["flows", "transfer", "nodes", "done", "next"]},
        )
        at.page.get_by_role("button", name="Problems").click()
        at.page.get_by_role("button", name="Write payee", exact=True).first.click()
        at.page.get_by_role("button", name="Write next: end", exact=True).click()
        expect(at.page.get_by_role("button", name="Write next: end", exact=True)).to_have_count(0, timeout=BUSY_MS)
        at.saved()
        assert at.nodes("transfer")["who"]["slot"] == "payee"
        assert at.nodes("transfer")["done"]["next"] == "end"
        assert Axe().run(at.page).violations_count == 0


def test_a_trial_is_kept_as_a_test_that_passes(desk: OpenDesk) -> None:
    with desk("transfer") as at:
        at.page.get_by_role("button", name="Try it").click()
        log = at.page.get_by_role("log", name="Conversation")
        expect(log).to_contain_text("How can I help?", timeout=BUSY_MS)
        at.page.get_by_label("Say something as a caller").fill("send fifty dollars to anna")
        at.page.keyboard.press("Enter")
        expect(at.node("how_much")).to_contain_text("The conversation is here")
        at.page.get_by_role("button", name="Keep as a test").click()
        name = at.page.get_by_label("Name of the test")
        expect(name).to_have_value("send fifty dollars to anna")
        name.fill("somebody in danger")
        expect(at.page.get_by_text("A test is called so already.")).to_be_visible()
        assert Axe().run(at.page).violations_count == 0
        name.fill("fifty for anna")
        at.page.get_by_role("button", name="Create").click()
        at.saved()
        text = at.draft["text"]
        assert "  fifty for anna:" in text
        at.page.get_by_role("button", name="Publish", exact=True).click()
        at.page.get_by_role("button", name="Run the tests").click()
        expect(at.page.get_by_text("passed, 0 failed.")).to_be_visible(timeout=BUSY_MS)
