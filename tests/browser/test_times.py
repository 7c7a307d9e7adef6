"""How fast it answered: the panel below the conversation, for those who may see it."""

import json
import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, WebSocketRoute, expect

from tests.browser.chromium import Open
from tests.browser.widget import said_by, start_call

pytestmark = pytest.mark.browser

NONE = dict.fromkeys(
    ["uplink", "hold", "recognition", "understanding", "engine", "first_token", "clause", "synthesis", "egress"], 0.0
)
SAID = {1: "what is my balance", 2: "four four", 3: "tell me " + "something " * 20}


def turn(number: int, why: str, **more: Any) -> dict[str, Any]:
    parts = {**NONE, "uplink": 26.5, "hold": 250.0, **more.pop("parts", {})}
    total_ms = round(sum(parts.values()), 1)
    told = {"parts": parts, "total_ms": total_ms, "answer_ms": total_ms, "filler": False, "speculated": True}
    return {"type": "turn", "turn": number, **told, "hold": {"ms": parts["hold"], "why": why}, **more}


TURNS = [
    {**turn(0, "request"), "parts": {}, "total_ms": None, "answer_ms": None, "hold": None},
    turn(1, "request", parts={"synthesis": 23.5}),
    turn(2, "incomplete", parts={"hold": 1000.0, "synthesis": 173.5}, speculated=False),
    turn(3, "may go on", parts={"first_token": 223.5}, answer_ms=2400.0, filler=True),
    turn(4, "answer", total_ms=None, answer_ms=None),
]


def answer_by_hand(page: Page, turns: list[dict[str, Any]], *, debug: bool = True) -> Locator:
    """Begin a chat whose server is the test, and tell these turns."""

    def serve(socket: WebSocketRoute) -> None:
        def on_message(text: str | bytes) -> None:
            if json.loads(text)["type"] != "hello":
                return
            bot = {"slug": "riverbank", "name": "Riverbank", "description": "", "language": "en"}
            tell({"type": "ready", "conversation": "c", "bot": bot, "mode": "text", "debug": debug})
            tell({"type": "state", "state": "listening"})
            for each in turns:
                if each["turn"] in SAID:
                    tell({"type": "transcript", "turn": each["turn"], "text": SAID[each["turn"]], "final": True})
                    tell({"type": "said", "turn": each["turn"], "text": "All right."})
                tell(each)

        def tell(message: dict[str, Any]) -> None:
            socket.send(json.dumps(message))

        socket.on_message(on_message)

    page.route_web_socket("**/rt/call", serve)
    page.locator("voxloom-widget").evaluate("e => { void e.start('text'); }")
    expect(page.locator("voxloom-widget")).to_have_attribute("data-state", "listening")
    return page.locator("voxloom-widget .timing")


def test_each_turn_shows_where_its_time_went_and_why(open_page: Open) -> None:
    with open_page() as page:
        panel = answer_by_hand(page, TURNS)
        expect(panel.get_by_role("heading", name="How fast it answered")).to_be_visible()
        assert panel.locator("dd").all_inner_texts() == ["0.50 s", "1.20 s"]
        rows = panel.locator(".turn")
        assert rows.locator(".turn-total").all_inner_texts() == [
            "Cut off before it was heard", "0.50 s", "1.20 s", "0.30 s"
        ]  # fmt: skip
        assert rows.nth(2).locator(".turn-words").inner_text() == "“four four”"
        assert rows.nth(2).locator(".turn-notes span").all_inner_texts() == [
            "Waited 1.00 s: digits or letters were missing",
            "Worked out after you had finished",
        ]
        assert "the answer came after 2.40 s" in rows.nth(1).inner_text()
        bars = rows.locator(".bar")
        widths = [bars.nth(at).evaluate("e => e.getBoundingClientRect().width") for at in (2, 3)]
        assert widths[1] / widths[0] == pytest.approx(0.3 / 1.2, abs=0.01)  # all bars have one scale
        hold = bars.nth(2).locator(".hold").evaluate("e => e.getBoundingClientRect().width")
        assert hold / widths[0] == pytest.approx(1.0 / 1.2, abs=0.02)
        assert panel.locator(".legend li").all_inner_texts() == ["Your line", "Waiting", "Tool or model", "Voice"]


def test_the_numbers_are_a_table_for_whoever_listens_and_for_whoever_wants_it(open_page: Open) -> None:
    with open_page() as page:
        panel = answer_by_hand(page, TURNS)
        table = page.get_by_role("table", name="How fast it answered")
        cells = table.get_by_role("row").filter(has_text="four four").get_by_role("cell").all_inner_texts()
        assert cells == [
            "1.20 s", "1.20 s", "0.03 s", "1.00 s", "0.00 s", "0.17 s",
            "Waited 1.00 s: digits or letters were missing", "Worked out after you had finished",
        ]  # fmt: skip
        assert table.evaluate("e => e.parentElement.getBoundingClientRect().width") == 1  # there, and not in sight
        button = panel.get_by_role("button", name="Numbers")
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(panel.locator(".turn").first).to_be_hidden()
        page.keyboard.press("Tab")
        expect(panel.locator(".numbers")).to_be_focused()  # it is wider than the panel: arrows move it
        page.keyboard.press("ArrowRight")
        page.wait_for_function(
            "() => document.querySelector('voxloom-widget').shadowRoot.querySelector('.numbers').scrollLeft > 0"
        )
        button.click()
        expect(panel.locator(".turn").first).to_be_visible()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
def test_axe_finds_nothing_in_it(open_page: Open, dark: bool, width: int) -> None:
    with open_page(dark=dark, width=width) as page:
        page.emulate_media(reduced_motion="reduce")  # a colour that is on its way is no colour to judge
        panel = answer_by_hand(page, TURNS)
        for _ in range(2):
            found = Axe().run(page)
            assert found.response["violations"] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            panel.get_by_role("button", name="Numbers").click()


def test_before_the_first_turn_it_says_what_it_is_for(open_page: Open) -> None:
    with open_page() as page:
        panel = answer_by_hand(page, TURNS[:1])
        expect(panel.get_by_text(re.compile("Start a call and speak"))).to_be_visible()
        expect(panel.get_by_role("button")).to_have_count(0)
        expect(panel.get_by_role("table")).to_have_count(0)


def test_callers_without_the_debug_scope_see_nothing_of_it(open_page: Open) -> None:
    with open_page() as page:
        panel = answer_by_hand(page, [], debug=False)
        expect(panel).to_be_hidden()
        assert page.get_by_text("How fast it answered").count() == 0


def test_a_long_call_shows_its_last_turns_and_the_table_all(open_page: Open) -> None:
    with open_page() as page:
        panel = answer_by_hand(page, [turn(number, "answer") for number in range(5, 17)])
        expect(panel.locator(".turn")).to_have_count(10)
        expect(panel.get_by_text("Earlier turns are among the numbers.")).to_be_visible()
        expect(page.get_by_role("table").get_by_role("row")).to_have_count(1 + 12)


def test_its_words_are_the_pages(open_page: Open) -> None:
    with open_page() as page:
        panel = answer_by_hand(page, TURNS)
        words = {"times": "So schnell war es", "timesSeconds": "{seconds} Sek.", "holdIncomplete": "es fehlten Ziffern"}
        page.locator("voxloom-widget").evaluate(
            "(e, words) => { e.setAttribute('lang', 'de'); e.labels = words; }", words
        )
        expect(panel.get_by_role("heading", name="So schnell war es")).to_be_visible()
        expect(panel.locator(".turn").nth(2)).to_contain_text("Waited 1,00 Sek.: es fehlten Ziffern")


@pytest.mark.calls
def test_a_spoken_call_on_this_machine_is_timed(speaking_browser: Browser, open_page: Open) -> None:
    with open_page(by=speaking_browser) as page:
        start_call(page)
        said_by(page, "bot", "Riverbank")
        panel = page.locator("voxloom-widget .timing")
        expect(panel.get_by_text(re.compile("Say something"))).to_be_visible()
        said_by(page, "bot", "savings or checking", seconds=40)
        expect(panel.locator(".turn-words")).to_contain_text(re.compile("balance", re.IGNORECASE))
        expect(panel.locator(".turn-total")).to_have_text(re.compile(r"^\d\.\d\d s$"))
        expect(panel.locator(".turn-notes")).to_contain_text(re.compile(r"Waited \d\.\d\d s: \w"))
