"""A conversation by typing: no microphone, no call."""

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import Open
from tests.browser.widget import events, said_by, start_call, state_is, write

pytestmark = pytest.mark.browser


def test_a_text_conversation_from_the_first_message_to_the_end(open_page: Open) -> None:
    with open_page() as page:
        write(page, "what is my balance")
        said_by(page, "bot", "Riverbank")
        said_by(page, "caller", "what is my balance")
        said_by(page, "bot", "savings or checking")
        write(page, "the savings account")
        said_by(page, "bot", r"1,250\.50|1250\.50")
        page.get_by_role("button", name="End chat").click()
        state_is(page, "ended")
        expect(page.get_by_text("The chat has ended")).to_be_visible()
        assert page.evaluate("window.__asked") == 0
        assert page.evaluate("window.__peers.length") == 0
        assert {"text": "what is my balance", "final": True} in events(page, "user-transcript")
        assert events(page, "call-end") == [{"reason": "hangup"}]
        assert len(events(page, "call-start")) == 1


def test_an_example_says_itself_and_a_new_chat_starts_clean(open_page: Open) -> None:
    with open_page() as page:
        page.locator("voxloom-widget button.example").first.click()
        said_by(page, "bot", "Riverbank")
        said_by(page, "caller", ".")
        page.get_by_role("button", name="End chat").click()
        page.get_by_role("button", name="Start again").click()
        state_is(page, "listening", "speaking")
        expect(page.locator("voxloom-widget [role=log] .line.caller")).to_have_count(0)
        expect(page.get_by_role("textbox", name="Message")).to_be_focused()


def test_the_page_can_drive_the_widget(open_page: Open) -> None:
    with open_page() as page:
        widget = page.locator("voxloom-widget")
        assert widget.evaluate("e => e.state") == "idle"
        widget.evaluate("e => { e.setAttribute('labels', '{\"start\": \"Anrufen\"}'); }")
        expect(page.get_by_role("button", name="Anrufen")).to_be_visible()
        assert widget.evaluate("e => e.sendText('what is my balance')") is True
        said_by(page, "bot", "savings or checking")
        widget.evaluate("e => e.end()")
        assert widget.evaluate("e => e.state") == "ended"


def test_markup_in_a_message_stays_text(open_page: Open) -> None:
    with open_page() as page:
        write(page, "<img src=x onerror=alert(1)>")
        said_by(page, "caller", "<img src=x onerror=alert\\(1\\)>")
        assert page.locator("voxloom-widget img").count() == 0


def test_the_floating_widget_opens_and_closes_by_keyboard(open_page: Open) -> None:
    with open_page("/widget/embed-example/") as page:
        launcher = page.locator("voxloom-widget .launcher")
        launcher.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="Start call")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.get_by_role("button", name="Start call")).to_be_hidden()
        expect(launcher).to_be_focused()


def test_a_call_is_offered_where_the_mode_allows_it(open_page: Open) -> None:
    with open_page() as page:
        page.locator("voxloom-widget").evaluate("e => e.setAttribute('mode', 'text')")
        page.get_by_role("button", name="Start chat").click()
        said_by(page, "bot", "Riverbank")
        assert page.evaluate("window.__asked") == 0
    with open_page() as page:
        page.locator("voxloom-widget").evaluate("e => e.setAttribute('mode', 'voice')")
        expect(page.get_by_role("textbox", name="Message")).to_be_hidden()
        start_call(page)
        expect(page.get_by_role("textbox", name="Message")).to_be_visible()
