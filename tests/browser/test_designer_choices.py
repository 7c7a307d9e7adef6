"""What the designer asks instead of guessing, and what stays in sight; strangers stumbled over each."""

from functools import partial

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.desk import Desk, OpenDesk, api, opened, sign_in
from tests.browser.test_designer import assert_clean
from tests.calls.served import Served

pytestmark = pytest.mark.browser
ASK = {"op": "add_node", "flow": "transfer", "name": "lost", "value": {"type": "ask", "slot": "", "say": "What?"}}


@pytest.fixture(scope="module")
def desk(browser: Browser, house: Served, server: str) -> OpenDesk:
    """Return how a test opens a bot of its own."""
    return partial(opened, browser, server, sign_in(browser, server, house.log))


def details(at: Desk) -> Locator:
    """The panel of what is selected."""
    return at.page.get_by_role("complementary", name="Details")


def add_behind(at: Desk, node: str, words: str) -> None:
    """Add a node by keyboard."""
    at.node(node).press("Enter")
    at.page.keyboard.press("Tab")
    at.page.get_by_role("combobox", name="What happens next?").press_sequentially(words)
    at.page.keyboard.press("Enter")


def test_a_question_asks_which_slot_it_fills_and_makes_a_new_one_there(desk: OpenDesk) -> None:
    with desk("card_lost") as at:
        before = at.draft["text"]
        add_behind(at, "sorry", "question")
        slot = details(at).get_by_label("Slot · needed")
        expect(slot).to_be_focused()
        expect(slot).to_have_value("")
        expect(details(at)).to_contain_text("No slot is chosen here yet. Choose one, or make a new slot.")
        assert_clean(at.page)
        details(at).get_by_role("button", name="New slot").click()
        at.page.keyboard.type("Last digits")
        at.page.keyboard.press("Enter")
        expect(slot).to_have_value("last_digits")
        expect(details(at)).not_to_contain_text("No slot is chosen")
        at.saved()
        assert at.nodes("card_lost")["ask"]["slot"] == "last_digits"
        assert at.draft["graph"]["names"]["slots"]["last_digits"]["type"] == "text"
        details(at).get_by_role("button", name="Open last_digits").click()
        expect(details(at).get_by_role("heading", name="Slot", exact=True)).to_be_visible()
        expect(at.page.get_by_role("tab", name="Flows")).to_have_attribute("aria-selected", "true")
        details(at).get_by_role("button", name="Back to ask").click()
        expect(at.node("ask")).to_be_focused()
        for _ in range(2):  # the slot and its being chosen are one step
            at.page.keyboard.press("Control+z")
        at.saved()
        assert at.draft["text"] == before


def test_a_call_is_offered_what_its_tool_takes_and_gives(desk: OpenDesk) -> None:
    with desk("card_lost") as at:
        add_behind(at, "sorry", "look tool")
        tool = details(at).get_by_label("Tool · needed")
        expect(tool).to_be_focused()
        tool.select_option("get_balance")
        details(at).get_by_role("group", name="It can be given").get_by_role("button", name="account").click()
        expect(details(at).get_by_label("Value account")).to_have_value("{{ account }}")
        details(at).get_by_role("group", name="It gives back").get_by_role("button", name="balance").click()
        expect(details(at).get_by_label("Value balance")).to_have_value("result.balance")
        at.saved()
        made = at.nodes("card_lost")["call"]
        assert (made["with"], made["save"]) == ({"account": "{{ account }}"}, {"balance": "result.balance"})


def test_a_trial_that_was_refused_is_offered_anew_once_the_draft_is_mended(desk: OpenDesk) -> None:
    with desk("transfer", slug="riverbank") as at:
        at.change(ASK)
        expect(at.node("lost")).to_be_visible()
        at.page.get_by_role("button", name="Try it").click()
        log = at.page.get_by_role("log", name="Conversation")
        expect(log).to_contain_text("The bot has errors.")
        at.change({"op": "remove_node", "flow": "transfer", "name": "lost"})
        ready = at.page.get_by_role("status").filter(has_text="The draft can be tried now.")
        expect(ready).to_be_visible()
        expect(log).not_to_contain_text("The bot has errors.")
        ready.get_by_role("button", name="Start anew").click()
        expect(log).to_contain_text("How can I help?")


def test_the_text_shows_beside_a_conversation_at_every_width(desk: OpenDesk) -> None:
    with desk("welcome", slug="riverbank") as at:
        press = partial(at.page.get_by_role, "button")
        press(name="Try it").click()
        press(name="YAML", exact=True).click()
        editor = at.page.get_by_role("textbox", name="Bot as YAML")
        expect(at.page.get_by_role("region", name="YAML")).to_be_in_viewport(ratio=0.9)
        expect(at.page.get_by_label("Say something as a caller")).to_be_in_viewport(ratio=1)
        expect(at.page.get_by_text("share the column beside the canvas")).to_be_attached()
        assert_clean(at.page)
        press(name="Show the details").click()
        expect(details(at)).to_be_in_viewport(ratio=0.1)
        expect(editor).to_have_count(0)


def test_it_is_told_which_version_answers_and_what_is_in_none(desk: OpenDesk) -> None:
    with desk("welcome/hello", slug="riverbank") as at:
        at.page.get_by_role("button", name="Publish", exact=True).click()
        dialog = at.page.get_by_role("dialog", name="Versions and publishing")
        told = dialog.get_by_role("region", name="Published so far")
        expect(told.get_by_role("listitem").first).to_contain_text("production Version 1 answers now")
        expect(told.get_by_role("link", name="Talk to it")).to_have_attribute("href", "/?bot=riverbank")
        expect(dialog).not_to_contain_text("keep it as a version first")
        assert_clean(at.page)
        at.change({"op": "set", "path": ["description"], "value": "Something else."})
        expect(dialog.get_by_role("region", name="Publish a version")).to_contain_text("keep it as a version first")
        api(at.page.context, at.server, "POST", "/bots/riverbank/draft/discard", {"rev": at.draft["rev"]})


def test_a_click_on_the_empty_canvas_shows_the_flow(desk: OpenDesk) -> None:
    with desk("card_lost/sure") as at:
        at.page.get_by_role("tab", name="Tools").click()
        at.page.get_by_role("button", name="send_money").click()
        expect(details(at).get_by_role("heading", name="Tool", exact=True)).to_be_visible()
        pane = at.page.locator(".react-flow__pane")
        pane.click(position={"x": 8, "y": 8})
        expect(details(at).get_by_role("heading", name="Flow", exact=True)).to_be_visible()
        at.node("sorry").click()
        expect(details(at).get_by_role("heading", name="Say", exact=True)).to_be_visible()
        pane.click(position={"x": 8, "y": 8})
        expect(details(at).get_by_role("heading", name="Flow", exact=True)).to_be_visible()


def test_a_problem_of_a_tool_leaves_the_list_on_the_left_and_leads_back(desk: OpenDesk) -> None:
    with desk("transfer/who") as at:
        at.change({"op": "set", "path": ["tools", "get_balance", "effect"], "value": "often"})
        at.page.get_by_role("button", name="Problems").click()
        at.page.locator(".vx-problem", has_text="often").first.click()
        expect(details(at).get_by_role("heading", name="Tool", exact=True)).to_be_visible()
        expect(at.page.get_by_role("tab", name="Flows")).to_have_attribute("aria-selected", "true")
        details(at).get_by_role("button", name="Back to who").click()
        expect(at.node("who")).to_be_focused()
        expect(details(at).get_by_role("heading", name="Ask", exact=True)).to_be_visible()


def test_what_a_condition_compares_can_be_read_and_buttons_say_what_they_add(desk: OpenDesk) -> None:
    with desk("card_lost/sure") as at:
        details(at).get_by_role("button", name="Add a condition").first.click()
        test = details(at).get_by_role("combobox", name="How it is compared").last
        test.select_option(">=")
        needed = test.evaluate(
            """(e) => { const c = document.createElement('canvas').getContext('2d'), s = getComputedStyle(e);
            c.font = s.font; return c.measureText('is more than').width + 24; }"""
        )
        assert test.bounding_box()["width"] >= needed  # type: ignore[index]  # it is visible
        assert details(at).get_by_role("button", name="Add", exact=True).count() == 0
        expect(details(at).get_by_role("button", name="Add this way")).to_be_visible()
        for tab in ("Flows", "Slots", "Intents", "Tools"):
            expect(at.page.get_by_role("tablist").get_by_text(tab, exact=True)).to_be_visible()
        signs = at.page.locator(".vx-icon-button").evaluate_all(
            "(all) => all.filter((one) => !one.title || !one.getAttribute('aria-label')).length"
        )
        assert signs == 0
        at.page.set_viewport_size({"width": 1920, "height": 900})
        for word in ("Undo", "Details", "Ask", "Hand over", "Personal data"):
            expect(at.page.locator(".vx-word, .vx-palette-word").get_by_text(word, exact=True)).to_be_visible()


def test_enter_behind_a_key_goes_in_and_a_closed_list_offers_nothing(desk: OpenDesk) -> None:
    with desk("welcome", width=1700) as at:
        at.page.get_by_role("button", name="YAML", exact=True).click()
        editor = at.page.get_by_role("textbox", name="Bot as YAML")
        editor.press("Control+End")
        at.page.keyboard.type("pronunciations:")
        at.page.keyboard.press("Enter")
        at.page.keyboard.type("a: b")
        expect(editor).to_contain_text("pronunciations:")
        at.saved()
        assert "pronunciations:\n  a: b" in at.draft["text"]
        at.page.locator(".vx-outline button").first.click()
        at.page.get_by_role("button", name="check_balance").first.click()
        at.page.locator(".cm-line", has_text="triggers: [check_balance]").click()
        at.page.keyboard.press("End")
        at.page.keyboard.press("Backspace")
        at.page.keyboard.type(", ca")
        offered = at.page.locator(".cm-tooltip-autocomplete")
        expect(offered).to_be_visible()
        at.page.keyboard.type("]")
        expect(offered).to_have_count(0)


def test_a_large_flow_is_shown_as_far_as_it_can_be_read(desk: OpenDesk) -> None:
    with desk("transfer") as at:
        steps = [
            {"op": "add_node", "flow": "transfer", "name": f"more_{number}", "value": {"type": "say", "say": "More."}}
            for number in range(40)
        ]
        at.change(*steps)
        expect(at.page.locator(".vx-outline li")).to_have_count(len(at.nodes("transfer")))
        at.page.get_by_role("button", name="Show all").click()
        expect(at.node("::begin")).to_be_in_viewport()
        canvas = at.page.locator(".react-flow__viewport")
        zoom = canvas.evaluate("(e) => new DOMMatrix(getComputedStyle(e).transform).a")
        assert zoom >= 0.6
        expect(at.page.locator(".react-flow__minimap")).to_be_in_viewport(ratio=1)
