"""The page of a call: what was said, where the time went, why, the path on the canvas, replay on any version."""

from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.desk import Desk, OpenDesk, api, opened, sign_in
from tests.calls.served import Served

pytestmark = pytest.mark.browser

WAIT_MS = 40_000  # the recording has seven seconds of silence first, and the machine may be busy


@pytest.fixture(scope="module")
def cookies(browser: Browser, house: Served, server: str) -> Any:
    """Sign in once."""
    return sign_in(browser, server, house.log)


@pytest.fixture(scope="module")
def desk(browser: Browser, server: str, cookies: Any) -> OpenDesk:
    """Return how a test opens a bot of its own."""
    return partial(opened, browser, server, cookies)


def assert_clean(page: Page) -> None:
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()


def talk(at: Desk, *sentences: tuple[str, str]) -> None:
    """Try the draft by text: say this, and wait for that."""
    at.page.get_by_role("button", name="Try it").click()
    log = at.page.get_by_role("log", name="Conversation")
    expect(log).to_contain_text("How can I help?")
    for words, answer in sentences:
        at.page.get_by_label("Say something as a caller").fill(words)
        at.page.keyboard.press("Enter")
        expect(log).to_contain_text(answer)
    at.page.locator(".vx-try").get_by_role("button", name="Close").click()


def open_calls(page: Page) -> Locator:
    """The dialog with the newest call."""
    page.get_by_role("button", name="Calls", exact=True).click()
    dialog = page.get_by_role("dialog", name="Calls")
    expect(dialog.get_by_role("list", name="What was said and done")).to_be_visible()
    return dialog


BALANCE = (("what is my balance", "savings or checking"), ("the saver one please", "Your savings balance is"))


def test_a_call_is_looked_at_turn_by_turn_with_the_pointer(desk: OpenDesk) -> None:
    with desk("check_balance") as at:
        talk(at, *BALANCE)
        calls = open_calls(at.page)
        facts = calls.locator(".vx-facts")
        expect(facts).to_contain_text("Trial of a draft, by text")
        expect(facts).to_contain_text("in the server")
        said = calls.get_by_role("list", name="What was said and done")
        expect(said).to_contain_text("How can I help?")
        said.get_by_text("the saver one please").click()
        turn = calls.get_by_role("region", name="Turn 2", exact=True)
        expect(turn.get_by_role("heading", level=3)).to_contain_text("the saver one please")
        times = turn.get_by_role("table", name="Where the time went")
        expect(times.get_by_role("rowheader", name="Understanding them")).to_be_visible()
        expect(times).to_contain_text("ms")
        why = turn.get_by_role("region", name="Why it did what it did")
        expect(why).to_contain_text("Says account: savings")
        expect(why).to_contain_text("account is savings.")
        expect(turn.get_by_role("region", name="What it knew then")).to_contain_text("savingsnew")
        asked = turn.get_by_role("region", name="Asked outside")
        expect(asked).to_contain_text("get_balance")
        expect(asked).to_contain_text("account savings")
        expect(asked).to_contain_text("balance 1250.5")
        calls.get_by_role("button", name="Turn 1: what is my balance").click()
        expect(calls.get_by_role("region", name="Turn 1", exact=True)).to_contain_text("Wants check_balance")
        expect(calls.get_by_role("region", name="Asked outside")).to_contain_text("this turn needed no tool")
        facts.get_by_role("button", name="Show the slowest turn").click()
        expect(said.locator("[aria-current]")).to_be_focused()
        assert_clean(at.page)


def test_the_path_of_a_call_lights_up_on_the_canvas_by_keyboard(desk: OpenDesk) -> None:
    with desk("card_lost") as at:
        talk(at, *BALANCE)
        calls = open_calls(at.page)
        press = at.page.keyboard.press
        calls.get_by_role("button", name="Greeting").focus()
        press("ArrowDown")
        press("ArrowDown")
        expect(calls.get_by_role("button", name="Turn 2")).to_be_focused()
        expect(calls.get_by_role("region", name="Turn 2", exact=True)).to_be_visible()
        press("ArrowDown")
        expect(calls.get_by_role("button", name="Turn 2")).to_be_focused()
        calls.get_by_role("button", name="Show the path on the canvas").focus()
        press("Enter")
        expect(calls).to_have_count(0)
        path = at.page.get_by_role("region", name="The path of a call")
        steps = path.get_by_role("listitem")
        expect(steps.first).to_contain_text("welcome.hello")
        step = path.get_by_role("button", name="check_balance.which")
        step.focus()
        press("Enter")
        expect(step).to_have_attribute("aria-current", "step")
        expect(at.node("which").locator(".vx-lit")).to_be_visible()
        expect(at.node("tell").locator(".vx-lit")).to_be_visible()
        orders = [at.node(name).locator(".vx-order").inner_text() for name in ("which", "look_up", "tell")]
        assert orders == sorted(orders, key=int)
        assert len(set(orders)) == 3
        assert_clean(at.page)
        path.get_by_role("button", name="Back to the call").focus()
        press("Enter")
        expect(calls.get_by_role("region", name="Turn 2", exact=True)).to_be_visible()
        press("Escape")
        path.get_by_role("button", name="Close").click()
        expect(at.page.locator(".vx-order")).to_have_count(0)


def test_a_call_is_replayed_on_the_draft_and_on_any_version(desk: OpenDesk) -> None:
    with desk("check_balance/which") as at:
        for message in ("As it came", "Asks shortly"):
            keep = {"rev": at.draft["rev"], "message": message}
            api(at.page.context, at.server, "POST", f"/bots/{at.slug}/draft/version", keep)
            if message == "As it came":
                at.page.reload()
                at.page.get_by_label("Say · needed").fill("Savings or checking, please?")
                at.page.get_by_label("Say · needed").blur()
                at.saved()
        talk(at, ("what is my balance", "Savings or checking, please?"), BALANCE[1])
        calls = open_calls(at.page)
        replay = calls.get_by_role("button", name="Replay", exact=True)
        on = calls.get_by_label("Replay on")
        replay.click()
        expect(calls.get_by_role("status")).to_contain_text("All is the same on this draft")
        assert on.locator("option").all_inner_texts() == [
            "This draft", "Version 2 (took this call) · Asks shortly", "Version 1 · As it came",
        ]  # fmt: skip
        on.select_option("2")
        expect(calls.get_by_role("status")).to_have_count(0)
        replay.click()
        expect(calls.get_by_role("status")).to_contain_text("All is the same on version 2")
        on.select_option("1")
        replay.click()
        told = calls.get_by_role("status")
        expect(told).to_contain_text("On version 1 it goes otherwise from here")
        expect(told).to_contain_text("Which account, savings or checking?")
        told.get_by_role("button", name="Show that turn").click()
        expect(calls.get_by_role("region", name="Turn 1", exact=True)).to_be_visible()
        expect(calls.locator(".vx-line-differs")).to_contain_text("Savings or checking, please?")
        assert_clean(at.page)


def test_a_bot_that_nobody_called_says_what_would_be_here(desk: OpenDesk) -> None:
    with desk("welcome") as at:
        at.page.get_by_role("button", name="Calls", exact=True).click()
        calls = at.page.get_by_role("dialog", name="Calls")
        expect(calls).to_contain_text("Nobody has called yet")
        assert_clean(at.page)
        calls.get_by_role("button", name="Try it").click()
        expect(calls).to_have_count(0)
        expect(at.page.get_by_role("log", name="Conversation")).to_contain_text("How can I help?")


@pytest.mark.calls
def test_where_the_time_of_a_spoken_turn_went_is_kept_and_drawn(
    speaking_browser: Browser, server: str, cookies: Any
) -> None:
    with opened(speaking_browser, server, cookies, "check_balance", slug="riverbank", dark=True) as at:
        at.page.get_by_role("button", name="Try it").click()
        at.page.get_by_role("button", name="Talk with the draft by microphone").click()
        log = at.page.get_by_role("log", name="Conversation")
        expect(log).to_contain_text("savings or checking", timeout=WAIT_MS)
        expect(log).to_contain_text("s to the answer", timeout=WAIT_MS)
        at.page.get_by_role("button", name="Hang up").click()
        expect(log).to_contain_text("The call was ended.")
        calls = open_calls(at.page)
        expect(calls.locator(".vx-facts")).to_contain_text("by voice")
        calls.get_by_role("button", name="Turn 1").click()
        turn = calls.get_by_role("region", name="Turn 1", exact=True)
        expect(turn).to_contain_text("s to the first sound")
        times = turn.get_by_role("table", name="Where the time went")
        expect(times.get_by_role("rowheader", name="Waiting for the end of the sentence")).to_be_visible()
        expect(times).to_contain_text("500 ms, as people do")
        expect(turn).to_contain_text("Waited so long because")
        drawn = "e => e.getBoundingClientRect().x"
        starts = [bar.evaluate(drawn) for bar in times.locator("tbody rect").all()]
        assert len(starts) >= 3
        assert starts == sorted(starts)
        assert_clean(at.page)
