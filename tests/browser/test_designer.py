"""The canvas and the text of the designer: by pointer, by keyboard, with others, and without a network."""

from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.desk import Desk, OpenDesk, api, opened, sign_in
from tests.calls.served import Served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(browser: Browser, house: Served, server: str) -> OpenDesk:
    """Return how a test opens a bot of its own."""
    return partial(opened, browser, server, sign_in(browser, server, house.log))


def test_a_flow_is_drawn_with_the_pointer(desk: OpenDesk) -> None:
    with desk("transfer", width=1700) as at:
        at.pull(at.node("who").locator(".vx-card-words"), (0, 120))
        at.saved()
        assert at.draft["graph"]["flows"]["transfer"]["nodes"][0]["y"] is not None
        at.pull(at.port("who", "next|"), at.port("done", "in"))
        at.saved()
        assert at.nodes("transfer")["who"]["next"] == "done"
        pane = at.page.locator(".react-flow__pane").bounding_box()
        assert pane is not None
        at.page.mouse.dblclick(pane["x"] + 200, pane["y"] + 40)
        at.page.keyboard.type("say")
        at.page.keyboard.press("Enter")
        expect(at.node("say")).to_be_focused()
        at.page.get_by_label("Say · needed").fill("Hello {{ payee }}.")
        at.page.get_by_label("Say · needed").press("Control+Enter")
        expect(at.node("say")).to_contain_text("Hello {{ payee }}.")
        assert at.nodes("transfer")["say"] == {"type": "say", "say": "Hello {{ payee }}.", "next": "end"}


def test_a_flow_is_drawn_by_keyboard_alone(desk: OpenDesk) -> None:
    with desk("card_lost") as at:
        press, before = at.page.keyboard.press, at.draft["text"]
        for _ in range(60):
            press("Tab")
            if at.page.evaluate("document.activeElement.dataset.id"):
                break
        expect(at.node("sorry")).to_be_focused()
        press("ArrowRight")
        expect(at.node("which")).to_be_focused()
        press("Enter")
        press("Tab")
        at.page.keyboard.type("look tool")
        press("Enter")
        expect(at.page.get_by_label("Tool · needed")).to_be_focused()
        press("Escape")
        expect(at.node("call")).to_be_focused()
        assert list(at.nodes("card_lost"))[:4] == ["sorry", "which", "call", "sure"]
        press("Delete")
        expect(at.node("call")).to_have_count(0)
        expect(at.node("sure")).to_be_focused()
        for _ in range(2):
            press("Control+z")
        expect(at.page.get_by_role("button", name="Undo")).to_be_disabled()
        at.saved()
        assert at.draft["text"] == before


def test_the_text_and_the_canvas_are_one(desk: OpenDesk) -> None:
    with desk("check_balance/tell", width=1700) as at:
        at.page.get_by_role("button", name="YAML", exact=True).click()
        editor = at.page.get_by_role("textbox", name="Bot as YAML")
        line = at.page.locator(".cm-activeLine")
        expect(line).to_contain_text("tell:")
        at.page.locator(".cm-line", has_text="say: Which account, savings or checking?").click()
        expect(at.node("which").locator(".vx-selected")).to_be_visible()
        at.page.keyboard.press("End")
        at.page.keyboard.type(" Please!")
        expect(at.node("which")).to_contain_text("checking? Please!")
        at.page.get_by_label("Confirm").fill("Right?")
        at.page.get_by_label("Confirm").blur()
        expect(editor).to_contain_text("confirm: Right?")
        editor.focus()
        at.page.keyboard.press("Control+z")
        expect(editor).not_to_contain_text("confirm: Right?")
        at.page.keyboard.press("Control+z")
        expect(at.node("which")).not_to_contain_text("Please")
        at.page.keyboard.press("Control+Home")
        at.page.keyboard.type("- [")
        expect(at.page.get_by_text("The text cannot be read. The canvas shows it as it was.")).to_be_visible()
        expect(at.node("which")).to_be_visible()
        at.page.keyboard.press("Tab")
        expect(editor).not_to_be_focused()


def test_people_see_each_other_and_choose_where_they_meet(desk: OpenDesk) -> None:
    with desk("transfer") as at, desk("transfer/done", slug=at.slug) as other:
        expect(at.node("done").locator(".vx-person-here")).to_have_text("admin")
        other.page.get_by_label("Say · needed").fill("Sent.")
        other.page.get_by_label("Say · needed").blur()
        expect(at.node("done")).to_contain_text("Sent.")
        at.page.route("**/draft/ops", partial(meet, other), times=1)
        at.node("done").press("Enter")
        at.page.get_by_label("Say · needed").fill("Mine.")
        at.page.get_by_label("Say · needed").blur()
        dialog = at.page.get_by_role("dialog")
        expect(dialog).to_contain_text("Theirs.")
        assert_clean(at.page)
        dialog.get_by_role("button", name="Make my change on top").click()
        expect(other.node("done")).to_contain_text("Mine.")


def meet(other: Desk, route: Route) -> None:
    """Let somebody be first, just before a change arrives."""
    other.change({"op": "set", "path": ["flows", "transfer", "nodes", "done", "say"], "value": "Theirs."})
    route.continue_()


def test_nothing_is_lost_without_a_network(desk: OpenDesk) -> None:
    with desk("welcome/hello") as at:
        at.page.context.set_offline(True)
        at.page.get_by_label("Say · needed").fill("Good day.")
        at.page.get_by_label("Say · needed").blur()
        expect(at.page.locator(".vx-save")).to_contain_text("Offline, 1 waiting")
        at.page.context.set_offline(False)
        expect(at.node("hello")).to_contain_text("Good day.")
        at.saved()
        assert at.nodes("welcome")["hello"]["say"] == "Good day."
        at.page.route("**/draft/ops", lambda route: route.abort())
        at.page.get_by_label("Say · needed").fill("Good night.")
        at.page.get_by_label("Say · needed").blur()
        expect(at.page.locator(".vx-save")).to_contain_text("Offline")
        at.page.once("dialog", lambda dialog: dialog.accept())  # the page asks before it is left
        at.page.reload()
        at.page.unroute("**/draft/ops")
        at.page.get_by_role("button", name="Restore them").click()
        expect(at.node("hello")).to_contain_text("Good night.")


def test_a_draft_is_tried_and_the_canvas_follows(desk: OpenDesk) -> None:
    with desk("welcome", slug="riverbank") as at:
        at.page.get_by_role("button", name="Try it").click()
        log = at.page.get_by_role("log", name="Conversation")
        expect(log).to_contain_text("How can I help?")
        at.page.get_by_label("Say something as a caller").press_sequentially("send fifty dollars to anna")
        at.page.keyboard.press("Enter")
        expect(log).to_contain_text("Send $50 to anna")
        expect(at.node("how_much")).to_contain_text("The conversation is here")
        expect(at.node("who")).to_contain_text("The conversation came by here")
        expect(at.page.locator(".vx-try-values")).to_contain_text("payee")
        assert_clean(at.page)
        at.page.get_by_role("button", name="Start anew").click()
        expect(log).not_to_contain_text("Send $50 to anna")
        expect(log).to_contain_text("How can I help?")
        at.page.get_by_role("button", name="Calls", exact=True).click()
        calls = at.page.get_by_role("dialog", name="Calls")
        calls.get_by_role("list", name="Calls").get_by_role("button").nth(1).click()  # the first is the one just begun
        expect(calls.get_by_role("list", name="What was said and done")).to_contain_text("Send $50 to anna")
        calls.get_by_role("button", name="Replay", exact=True).click()
        expect(calls.get_by_role("status")).to_contain_text("All is the same")
        assert_clean(at.page)


def test_what_is_new_is_shown_and_kept_as_a_version(desk: OpenDesk) -> None:
    with desk("welcome/hello") as at:
        keep = {"rev": at.draft["rev"], "message": "As it came"}
        api(at.page.context, at.server, "POST", f"/bots/{at.slug}/draft/version", keep)
        at.page.reload()
        at.page.get_by_label("Say · needed").fill("Riverbank, how can I help?")
        at.page.get_by_label("Say · needed").blur()
        at.saved()
        at.page.get_by_role("button", name="Publish", exact=True).click()
        dialog = at.page.get_by_role("dialog", name="Versions and publishing")
        expect(dialog.locator("del").first).to_contain_text("an automated assistant")
        expect(dialog.get_by_role("button", name="welcome › hello")).to_be_visible()
        assert_clean(at.page)
        dialog.get_by_label("What is new in it?").fill("Shorter")
        dialog.get_by_role("button", name="Keep version 2").click()
        expect(dialog).to_contain_text("This draft is version 2.")
        assert not at.draft["differs"]


def test_examples_are_typed_one_after_the_other_without_waiting(desk: OpenDesk) -> None:
    with desk("card_lost/sure") as at:
        at.page.get_by_role("tab", name="Intents").click()
        at.page.get_by_role("button", name="check_balance").click()
        expect(at.page.get_by_role("textbox", name="examples 1", exact=True)).to_have_value("what's my balance")
        count = at.page.get_by_role("textbox", name="examples").count()
        at.page.get_by_role("textbox", name=f"examples {count}", exact=True).click()
        for words in ("how rich am I", "what is left", "my money"):
            at.page.keyboard.type(words)
            at.page.keyboard.press("Enter")
        expect(at.page.get_by_role("textbox", name=f"examples {count + 3}", exact=True)).to_be_focused()
        at.saved()
        text = at.draft["text"]
        assert all(words in text for words in ("how rich am I", "what is left", "my money"))
        at.page.get_by_role("tab", name="Flows").click()
        at.page.get_by_role("button", name="card_lost").first.click()
        expect(at.page.get_by_role("textbox", name=f"examples {count}", exact=True)).to_have_count(0)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(desk: OpenDesk, dark: bool) -> None:
    with desk("card_lost/sure", dark=dark) as at:
        assert_clean(at.page)
        at.page.get_by_role("button", name="Problems").click()
        at.page.get_by_role("tab", name="Intents").click()
        at.page.get_by_role("button", name="check_balance").click()
        expect(at.page.get_by_role("textbox", name="examples 1", exact=True)).to_have_value("what's my balance")
        assert_clean(at.page)
        at.page.get_by_role("button", name="YAML", exact=True).click()
        expect(at.page.get_by_role("textbox", name="Bot as YAML")).to_be_visible()
        assert_clean(at.page)
        at.page.keyboard.press("Control+k")
        at.page.keyboard.type("balance")
        assert_clean(at.page)
        at.page.keyboard.press("Escape")
        at.page.get_by_role("button", name="Publish", exact=True).click()
        assert_clean(at.page)


def assert_clean(page: Page) -> None:
    """Assert that axe finds nothing, with the violations in words."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
