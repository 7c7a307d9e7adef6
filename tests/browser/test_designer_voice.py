"""A draft that is spoken with: a recording goes in by the fake microphone, and the canvas follows."""

from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import OpenDesk, opened, sign_in
from tests.browser.widget import fail_microphone, received_energy
from tests.calls.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.calls]

WAIT_MS = 40_000  # the recording has seven seconds of silence first, and the machine may be busy
TRACKS = "window.__peers[0].getSenders().map(s => s.track.enabled)"


@pytest.fixture(scope="module")
def cookies(browser: Browser, house: Served, server: str) -> Any:
    """Sign in once."""
    return sign_in(browser, server, house.log)


@pytest.fixture(scope="module")
def desk(browser: Browser, server: str, cookies: Any) -> OpenDesk:
    """Return how a test opens a bot with a microphone that says nothing."""
    return partial(opened, browser, server, cookies)


def call(page: Page) -> None:
    """Call the draft by voice: the text trial that begins first gives way."""
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("button", name="Talk with the draft by microphone").click()


def test_a_draft_is_spoken_with(speaking_browser: Browser, server: str, cookies: Any) -> None:
    with opened(speaking_browser, server, cookies, "check_balance", slug="riverbank") as at:
        call(at.page)
        log = at.page.get_by_role("log", name="Conversation")
        expect(log).to_contain_text("How can I help?", timeout=WAIT_MS)
        expect(log.locator(".vx-line-you:not(.vx-line-partial)")).to_contain_text("balance", timeout=WAIT_MS)
        expect(log).to_contain_text("savings or checking", timeout=WAIT_MS)
        expect(at.node("which")).to_contain_text("The conversation is here")
        assert received_energy(at.page) > 0.001
        log.get_by_text("s to the answer").click()
        parts = log.locator(".vx-time dl")
        expect(parts).to_contain_text("Waiting for the end of the sentence")
        expect(parts).to_contain_text("Voice")
        assert Axe().run(at.page).violations_count == 0
        at.page.get_by_role("button", name="Hang up").click()
        expect(log).to_contain_text("The call was ended.")
        assert at.page.evaluate("window.__peers.map(p => p.connectionState)") == ["closed"]


def test_mute_and_typing_in_a_call_and_a_panel_that_is_closed(desk: OpenDesk) -> None:
    with desk("check_balance", slug="riverbank") as at:
        call(at.page)
        expect(at.page.get_by_text("It listens: speak")).to_be_visible(timeout=WAIT_MS)
        at.page.get_by_role("button", name="Mute").click()
        expect(at.page.get_by_text("You are muted")).to_be_visible()
        assert at.page.evaluate(TRACKS) == [False]
        at.page.get_by_role("button", name="Unmute").click()
        assert at.page.evaluate(TRACKS) == [True]
        at.page.get_by_label("Say something as a caller").fill("what is my balance")
        at.page.keyboard.press("Enter")
        expect(at.node("which")).to_contain_text("The conversation is here")
        at.page.locator(".vx-try").get_by_role("button", name="Close").click()
        assert at.page.evaluate("window.__peers.map(p => p.connectionState)") == ["closed"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("NotFoundError", "No microphone was found."),
        ("NotAllowedError", "Your browser does not let this page use the microphone."),
        ("NotReadableError", "The microphone is used by something else."),
    ],
)
def test_without_a_microphone_it_says_so_and_typing_goes_on(desk: OpenDesk, name: str, words: str) -> None:
    with desk("welcome", slug="riverbank") as at:
        fail_microphone(at.page, name)
        call(at.page)
        log = at.page.get_by_role("log", name="Conversation")
        expect(log).to_contain_text(words)
        at.page.get_by_role("button", name="Start again").click()
        expect(log).to_contain_text("How can I help?")


def test_a_text_is_listened_to_in_the_voice_of_the_bot(desk: OpenDesk) -> None:
    with desk("welcome/hello", slug="riverbank") as at:
        with at.page.expect_response("**/rt/voice") as heard:
            at.page.get_by_role("button", name="Listen").first.click()
        assert heard.value.status == 200
        assert heard.value.body()[:4] == b"RIFF"
        expect(at.page.get_by_role("button", name="Stop")).to_be_visible(timeout=WAIT_MS)
        expect(at.page.get_by_role("button", name="Stop")).to_have_count(0, timeout=WAIT_MS)  # it was heard to its end
        expect(at.page.get_by_role("button", name="Listen").first).to_be_enabled()
        assert Axe().run(at.page).violations_count == 0
