"""A spoken call: a recording goes in by the fake microphone, captions and sound come back."""

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import Open
from tests.browser.widget import events, received_energy, said_by, start_call, state_is, write

pytestmark = [pytest.mark.browser, pytest.mark.calls]


def frames_of(page: Page) -> list[dict[str, object]]:
    """Collect what the widget sends over its socket from now on."""
    sent: list[dict[str, object]] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda data: sent.append(json.loads(data))))
    return sent


def test_a_spoken_call_has_captions_of_both_sides_and_sound(speaking_browser: Browser, open_page: Open) -> None:
    with open_page(by=speaking_browser) as page:
        sent = frames_of(page)
        start_call(page)
        said_by(page, "bot", "Riverbank")
        said_by(page, "caller", "balance", seconds=30)
        said_by(page, "bot", "savings or checking", seconds=30)
        assert received_energy(page) > 0.001
        wanted = page.evaluate("window.__wanted.audio")
        assert wanted == {"echoCancellation": True, "noiseSuppression": True, "autoGainControl": True}
        assert {"listening", "speaking"} <= {detail["state"] for detail in events(page, "state")}
        assert [message["type"] for message in sent][:2] == ["hello", "offer"]
        offer = str(sent[1]["sdp"])
        assert offer.count("m=") == offer.count("m=audio") == 1
        assert "a=sendrecv" in offer
        assert "a=candidate" in offer
        page.get_by_role("button", name="End call").click()
        state_is(page, "ended")
        assert events(page, "call-end") == [{"reason": "hangup"}]
        assert page.evaluate("window.__peers.map(p => p.connectionState)") == ["closed"]


def test_mute_keys_and_typing_in_a_call(open_page: Open) -> None:
    with open_page() as page:
        sent = frames_of(page)
        start_call(page)
        said_by(page, "bot", "Riverbank")
        state_is(page, "listening")
        page.get_by_role("button", name="Mute").click()
        expect(page.get_by_role("button", name="Unmute")).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_text("You are muted")).to_be_visible()
        tracks = "window.__peers[0].getSenders().map(s => s.track.enabled)"
        assert page.evaluate(tracks) == [False]
        write(page, "what is my balance")
        said_by(page, "bot", "savings or checking")
        page.get_by_role("button", name="Keypad", exact=True).click()
        page.keyboard.press("1")
        said_by(page, "bot", r"1,250\.50|1250\.50")
        assert {"type": "dtmf", "keys": "1"} in sent
        page.keyboard.press("Escape")
        expect(page.get_by_role("group", name="Keypad")).to_be_hidden()
        page.get_by_role("button", name="Unmute").click()
        assert page.evaluate(tracks) == [True]


def test_the_call_can_be_given_up_while_it_connects(open_page: Open) -> None:
    with open_page() as page:
        page.locator("voxloom-widget").evaluate("e => { void e.start(); e.end(); }")
        state_is(page, "ended")
        page.get_by_role("button", name="Start again").click()
        said_by(page, "bot", "Riverbank")
