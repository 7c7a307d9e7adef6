"""What a caller reads when something is in the way, and what they can do about it."""

import json

import pytest
from playwright.sync_api import Playwright, WebSocketRoute, expect

from tests.browser.chromium import Open, launched
from tests.browser.widget import events, fail_microphone, said_by, start_call, state_is, until, write

pytestmark = pytest.mark.browser


def test_a_refused_microphone_says_how_to_allow_it_and_typing_goes_on(playwright: Playwright, open_page: Open) -> None:
    with launched(playwright, "--deny-permission-prompts") as strict, open_page(by=strict, allow=False) as page:
        start_call(page)
        alert = page.get_by_role("alert")
        expect(alert).to_contain_text("Your microphone is blocked")
        expect(alert).to_contain_text("allow the microphone for this site")
        assert [detail["code"] for detail in events(page, "error")] == ["mic_refused"]
        page.get_by_role("button", name="Type instead").click()
        write(page, "what is my balance")
        said_by(page, "bot", "savings or checking")


@pytest.mark.parametrize(
    ("name", "words"),
    [("NotFoundError", "No microphone was found"), ("NotReadableError", "Your microphone is busy")],
)
def test_a_microphone_that_cannot_be_had(open_page: Open, name: str, words: str) -> None:
    with open_page() as page:
        fail_microphone(page, name)
        start_call(page)
        expect(page.get_by_role("alert")).to_contain_text(words)


def test_an_insecure_page(open_page: Open) -> None:
    with open_page() as page:
        page.evaluate("Object.defineProperty(window, 'isSecureContext', { value: false })")
        start_call(page)
        expect(page.get_by_role("alert")).to_contain_text("Calls need a secure page")


def test_a_refused_ticket_in_the_servers_own_words(open_page: Open) -> None:
    with open_page(expect_errors=True) as page:
        error = {"code": "unknown_bot", "message": "There is no bot by that name.", "remedy": "Publish it first."}
        page.route("**/rt/tickets*", lambda route: route.fulfill(status=404, body=json.dumps({"error": error})))
        write(page, "hello")
        expect(page.get_by_role("alert")).to_contain_text("There is no bot by that name.")
        expect(page.get_by_role("alert")).to_contain_text("Publish it first.")
        page.unroute("**/rt/tickets*")
        page.get_by_role("button", name="Try again").click()
        said_by(page, "bot", "Riverbank")


def test_an_unreachable_server(open_page: Open) -> None:
    with open_page(expect_errors=True) as page:
        page.route("**/rt/tickets*", lambda route: route.abort())
        start_call(page)
        expect(page.get_by_role("alert")).to_contain_text("The assistant cannot be reached")
        assert page.evaluate("window.__peers.map(p => p.connectionState)") == ["closed"]


def test_a_lost_connection(open_page: Open) -> None:
    with open_page(expect_errors=True) as page:
        lines: list[WebSocketRoute] = []
        told: list[str] = []

        def between(line: WebSocketRoute) -> None:
            def tell(message: str | bytes) -> None:
                told.append(json.loads(message)["type"])
                line.send(message)

            line.connect_to_server().on_message(tell)
            lines.append(line)

        page.route_web_socket("**/rt/call", between)
        write(page, "hello")
        said_by(page, "bot", "Riverbank")
        state_is(page, "listening")
        until(page, lambda: "session" in told)  # before that, there is nothing to come back to
        lines[0].close(code=4000)  # no goodbye of the page's
        said_by(page, "bot", "Sorry, we were cut off")
        said_by(page, "bot", "Riverbank")  # what was said stays readable
        state_is(page, "listening")
        assert len(lines) == 2
        write(page, "what is my balance")
        said_by(page, "bot", "savings or checking")


def test_sound_that_the_browser_holds_back_is_a_tap_away(open_page: Open) -> None:
    with open_page() as page:
        page.evaluate(
            """() => {
              const play = HTMLMediaElement.prototype.play;
              HTMLMediaElement.prototype.play = () => Promise.reject(new DOMException("", "NotAllowedError"));
              window.__letPlay = () => { HTMLMediaElement.prototype.play = play; };
            }"""
        )
        start_call(page)
        tap = page.get_by_role("button", name="Tap to hear the assistant")
        expect(tap).to_be_visible()
        page.evaluate("window.__letPlay()")
        tap.click()
        expect(tap).to_be_hidden()


def test_lost_audio_is_replaced(open_page: Open) -> None:
    with open_page() as page:
        start_call(page)
        said_by(page, "bot", "Riverbank")
        state_is(page, "listening")
        page.evaluate(
            """() => {
              const peer = window.__peers[0];
              Object.defineProperty(peer, "connectionState", { get: () => "failed" });
              peer.dispatchEvent(new Event("connectionstatechange"));
            }"""
        )
        said_by(page, "bot", "Sorry, we were cut off")
        state_is(page, "listening")
        assert page.evaluate("window.__peers.map(p => p.connectionState)") == ["failed", "connected"]
        assert page.evaluate("window.__asked") == 1


def test_no_network_for_a_call(open_page: Open) -> None:
    with open_page() as page:
        page.evaluate(
            """() => {
              const own = Object.getOwnPropertyDescriptor(RTCPeerConnection.prototype.__proto__, "localDescription");
              Object.defineProperty(RTCPeerConnection.prototype, "localDescription", { get() {
                const { type, sdp } = own.get.call(this);
                return { type, sdp: sdp.replace(/^a=candidate:.*\\r\\n/gm, "") };
              } });
            }"""
        )
        start_call(page)
        expect(page.get_by_role("alert")).to_contain_text("Your browser found no network for the call")
        expect(page.get_by_role("button", name="Type instead")).to_be_visible()
