"""A draft is tried where things go wrong, and from an earlier turn on: by mouse and by keyboard."""

from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.desk import Desk, OpenDesk, opened, sign_in
from tests.calls.served import Served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(browser: Browser, house: Served, server: str) -> OpenDesk:
    """Return how a test opens a bot of its own."""
    return partial(opened, browser, server, sign_in(browser, server, house.log))


def assert_clean(page: Page) -> None:
    """Assert that nothing bars people who use other means."""
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def begin(at: Desk) -> Locator:
    """Begin a chat with the draft; what is said in it."""
    at.page.get_by_role("button", name="Try it").click()
    log = at.page.get_by_role("log", name="Conversation")
    expect(log).to_contain_text("How can I help?")
    return log


def say(at: Desk, words: str) -> None:
    """Say something as a caller."""
    field = at.page.get_by_label("Say something as a caller")
    field.fill(words)
    field.press("Enter")


def line_of(log: Locator, words: str) -> Locator:
    """What the caller said."""
    return log.locator(".vx-line-you").filter(has=log.page.get_by_text(words, exact=True))


def test_a_tool_is_made_to_fail_to_be_silent_and_to_give_something_else(desk: OpenDesk) -> None:
    with desk("check_balance", slug="riverbank") as at:
        log = begin(at)
        at.page.get_by_text("What goes wrong").click()
        does = at.page.get_by_label("What get_balance does")
        does.select_option("Gives this back")
        given = at.page.get_by_label("What get_balance gives, as JSON")
        expect(given).to_have_value('{"balance":null}')
        given.fill('{"balance": "much"}')
        given.blur()
        expect(at.page.get_by_role("alert")).to_contain_text("`balance` should be money")
        given.fill('{"balance": ')
        expect(at.page.get_by_text("This is no JSON yet")).to_be_visible()
        assert_clean(at.page)
        does.select_option("Fails")
        expect(at.page.get_by_text("1 on")).to_be_visible()
        say(at, "what is my balance")
        expect(log).to_contain_text("savings or checking")
        say(at, "savings")
        expect(log).to_contain_text("get_balance")
        expect(log.get_by_text("$1,250.50")).to_have_count(0)
        line = line_of(log, "savings")
        line.get_by_text("Why", exact=True).click()
        why = line.get_by_role("list", name="What the bot did, and why")
        expect(why).to_contain_text("Says account: savings")
        expect(why).to_contain_text("get_balance failed: unavailable.")
        assert_clean(at.page)
        does.select_option("Gives this back")
        given.fill('{"balance": 7}')
        given.blur()
        expect(at.page.get_by_role("alert")).to_have_count(0)
        line.get_by_role("button", name="Change and go on from here").click()
        at.page.keyboard.press("Enter")
        expect(log).to_contain_text("Your savings balance is $7.")
        at.page.get_by_role("button", name="All work again").click()
        expect(does).to_have_value("works")
        at.page.get_by_role("button", name="Start anew").click()
        expect(log).not_to_contain_text("savings")


def test_a_slow_tool_has_its_filler_and_its_time_and_a_trial_begins_with_its_switches(desk: OpenDesk) -> None:
    with desk("check_balance", slug="riverbank") as at:
        log = begin(at)
        at.page.get_by_text("What goes wrong").click()
        at.page.get_by_label("What get_balance does").select_option("Is slow")
        seconds = at.page.get_by_label("Seconds until get_balance begins")
        expect(seconds).to_have_value("5")
        seconds.fill("600")
        expect(at.page.get_by_text("0 to 60 seconds.")).to_be_visible()
        seconds.fill("1.5")
        at.page.get_by_role("button", name="Start anew").click()
        expect(log).to_contain_text("How can I help?")
        expect(at.page.get_by_text("1 on")).to_be_visible()
        say(at, "how much is in my savings account")
        expect(log).to_contain_text("Let me check that for you.")
        expect(log).to_contain_text("$1,250.50")


def test_a_turn_is_changed_by_keyboard_and_the_conversation_goes_on_from_there(desk: OpenDesk) -> None:
    with desk("transfer", slug="riverbank") as at:
        log = begin(at)
        say(at, "send fifty dollars to anna")
        expect(log).to_contain_text("Send $50 to anna")
        say(at, "no")
        expect(log.locator(".vx-line-you")).to_have_count(2)
        press = at.page.keyboard.press
        change = line_of(log, "no").get_by_role("button", name="Change and go on from here")
        expect(change).to_be_visible()
        log.focus()
        for _ in range(40):
            press("Tab")
            if change.evaluate("button => button === document.activeElement"):
                break
        press("Enter")
        field = at.page.get_by_label("What the caller says instead")
        expect(field).to_be_focused()
        assert_clean(at.page)
        press("Escape")
        expect(change).to_be_focused()
        press("Enter")
        at.page.keyboard.type("yes")
        press("Enter")
        expect(log).to_contain_text("4471")
        expect(log.locator(".vx-line-you > p:first-child")).to_have_text(["send fifty dollars to anna", "yes"])
        first = line_of(log, "send fifty dollars to anna")
        first.get_by_role("button", name="Change and go on from here").click()
        expect(field).to_have_value("send fifty dollars to anna")
        field.fill("what is my balance")
        press("Enter")
        expect(log).to_contain_text("savings or checking")
        expect(log).not_to_contain_text("4471")
        expect(at.page.locator(".vx-try-values")).to_have_count(0)
        expect(at.page.get_by_label("Say something as a caller")).to_be_focused()
        line = line_of(log, "what is my balance")
        line.get_by_text("Why", exact=True).click()
        expect(line.get_by_role("list", name="What the bot did, and why")).to_contain_text(
            "Closest intent: check_balance"
        )
        assert_clean(at.page)


def test_a_conversation_that_is_over_goes_on_from_a_turn(desk: OpenDesk) -> None:
    with desk("welcome", slug="riverbank") as at:
        log = begin(at)
        say(at, "goodbye")
        expect(log).to_contain_text("The bot said goodbye.")
        line_of(log, "goodbye").get_by_role("button", name="Change and go on from here").click()
        at.page.get_by_label("What the caller says instead").fill("what is my balance")
        at.page.keyboard.press("Enter")
        expect(log).to_contain_text("savings or checking")
        expect(log).not_to_contain_text("The bot said goodbye.")
        at.page.get_by_text("How it began").click()
        expect(log).to_contain_text("The call began (text).")


@pytest.mark.calls
def test_a_call_by_voice_has_switches_and_goes_on_in_writing(desk: OpenDesk) -> None:
    with desk("check_balance", slug="riverbank") as at:
        log = begin(at)
        at.page.get_by_role("button", name="Talk with the draft by microphone").click()
        expect(at.page.get_by_text("It listens: speak")).to_be_visible(timeout=40_000)
        at.page.get_by_text("What goes wrong").click()
        at.page.get_by_label("What get_balance does").select_option("Gives this back")
        given = at.page.get_by_label("What get_balance gives, as JSON")
        given.fill('{"balance": 7}')
        given.blur()
        say(at, "how much is in my savings account")
        expect(log).to_contain_text("Your savings balance is $7.", timeout=40_000)
        line_of(log, "how much is in my savings account").get_by_role(
            "button", name="Change and go on from here"
        ).click()
        expect(at.page.get_by_text("and goes on in writing")).to_be_visible()
        at.page.get_by_label("What the caller says instead").fill("what is my balance")
        at.page.keyboard.press("Enter")
        expect(log).to_contain_text("Goes on in writing from here.")
        expect(log).to_contain_text("savings or checking")
        expect(at.page.get_by_role("button", name="Hang up")).to_have_count(0)
        assert at.page.evaluate("window.__peers.map(p => p.connectionState)") == ["closed"]
