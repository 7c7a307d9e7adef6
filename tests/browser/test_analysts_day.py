"""An analyst's day, by mouse and keyboard alone: from signing in to going back to the version before.

It goes the way that docs/tutorial.md tells, part 5; nothing here asks the API or runs a script that changes anything.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.chromium import WATCH
from tests.browser.widget import said_by, write
from tests.calls.served import Served

pytestmark = pytest.mark.browser
WAIT_MS = 30_000
"""A busy machine answers late; an idle one is not held up by it."""
TUTORIAL = Path(__file__).resolve().parents[2] / "docs" / "tutorial.md"
EXAMPLES = ("I want to buy a gift voucher", "do you sell vouchers", "can I give a dinner as a present")
QUESTION, CONFIRM = "What should it be worth?", "A voucher over {{ worth | money }}. Shall I make it?"
DONE = "Your voucher over {{ worth | money }} has the code {{ code | digits }}."
COMMENT = "# Above 200 a person sells it."
SHORTER = "Here is your voucher. Its code is {{ code | digits }}."


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of somebody who has not signed in; at the test's end nothing may have been refused unseen."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(WAIT_MS)
    page.add_init_script(WATCH)
    expect.set_options(timeout=WAIT_MS)
    yield page
    expect.set_options(timeout=5_000)
    assert page.evaluate("window.__violations") == []
    context.close()


def test_an_analyst_makes_changes_publishes_and_takes_back_a_bot(page: Page, house: Served, server: str) -> None:
    told = TUTORIAL.read_text()
    for words in (QUESTION, CONFIRM, DONE, COMMENT, *EXAMPLES):
        assert words in told, "the tutorial tells of this test"
    sign_in(page, server, house)
    begin(page)
    declare(page)
    draw(page)
    annotate(page)
    mend(page)
    try_it(page)
    keep_and_publish(page, 1, "Gift vouchers")
    call(page, "has the code 8 8 1 2")
    change_the_sentence(page)
    keep_and_publish(page, 2, "A shorter answer")
    call(page, "Here is your voucher")
    page.get_by_role("button", name="Publish", exact=True).click()
    dialog = page.get_by_role("dialog", name="Versions and publishing")
    dialog.get_by_role("button", name="Back to version 1").first.click()
    published(dialog, 1, times=2)
    page.keyboard.press("Escape")
    call(page, "has the code 8 8 1 2")


def sign_in(page: Page, server: str, house: Served) -> None:
    """From the first page to the list of bots."""
    page.goto(server)
    page.get_by_role("link", name="Designer").click()
    page.get_by_label("Name").fill("admin")
    page.get_by_label("Password").fill(house.log.read_text().split("password: ")[1].split()[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Bots", exact=True)).to_be_visible()


def begin(page: Page) -> None:
    """A new bot from a starter bot."""
    page.get_by_role("link", name="New bot").click()
    page.get_by_label("Olive & Thyme table booking").check()
    page.get_by_label("Name", exact=True).press_sequentially("The corner restaurant")
    expect(page.get_by_label("Short name")).to_have_value("the_corner_restaurant")
    page.get_by_role("button", name="Make the draft").click()
    expect(node(page, "hello")).to_be_visible()


def declare(page: Page) -> None:
    """What callers want, what is asked for, what is called."""
    new(page, "Intents", "New intent", "buy voucher")
    fill(page, field(page, "Description"), "buying a gift voucher")
    for number, words in enumerate(EXAMPLES, 1):
        fill(page, details(page).get_by_role("textbox", name=f"examples {number}", exact=True), words)
    new(page, "Slots and variables", "New slot", "worth")
    field(page, "Type").select_option("money")
    fill(page, field(page, "Description"), "what the voucher is worth")
    new(page, "Tools", "New tool", "make voucher")
    fill(page, field(page, "Description"), "Makes a voucher and returns its code.")
    field(page, "Effect").select_option("write")
    pair(page, "Arguments", "worth", "money")
    pair(page, "Returns", "code", "digits")
    fill(page, field(page, "Stub"), '{code: "8812"}', "Control+Enter")


def draw(page: Page) -> None:
    """A flow with a question, a branch, a tool and a sentence."""
    new(page, "Flows", "New flow", "gift voucher")
    fill(page, field(page, "Description"), "Sells a gift voucher.")
    node(page, "hello").click()
    follow(page, "ask", "ask", "Slot")
    field(page, "Slot").select_option("worth")
    fill(page, field(page, "Say"), QUESTION, "Control+Enter")
    node(page, "hello").click()
    page.keyboard.press("Delete")
    expect(node(page, "hello")).to_have_count(0)
    node(page, "ask").click()
    follow(page, "decide", "decide")
    follow(page, "call a tool", "call", "Tool")
    field(page, "Tool").select_option("make_voucher")
    expect(node(page, "call")).to_contain_text("make voucher")
    pair(page, "With", "worth", "{{ worth }}")
    pair(page, "Save", "code", "result.code")
    listed(page, "call").click()
    node(page, "call").focus()
    follow(page, "say", "say")
    fill(page, field(page, "Say"), DONE, "Control+Enter")
    listed(page, "decide").click()
    expect(details(page).get_by_role("heading", name="Decide")).to_be_visible()
    details(page).get_by_role("button", name="Add a condition").click()
    details(page).get_by_label("What is compared").select_option("worth")
    details(page).get_by_role("combobox", name="How it is compared").select_option(">")
    fill(page, details(page).get_by_label("With what"), "200", "Tab")
    details(page).get_by_label("go to", exact=True).select_option("handoff")
    details(page).get_by_role("button", name="Add this way").click()
    expect(node(page, "decide")).to_contain_text("if worth > 200, handoff; else call")
    saved(page)


def annotate(page: Page) -> None:
    """In the text: which intent starts the flow, and a comment, which stays."""
    page.get_by_role("button", name="YAML", exact=True).click()
    problems(page)
    page.locator(".vx-problem", has_text="Nothing leads to the flow gift_voucher").click()
    expect(page.locator(".cm-activeLine")).to_contain_text("gift_voucher:")
    expect(page.get_by_role("textbox", name="Bot as YAML")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.keyboard.type(COMMENT)
    page.keyboard.press("Enter")
    page.keyboard.type("triggers: [buy_voucher]")
    expect(page.locator(".vx-problem", has_text="Nothing leads to")).to_have_count(0)
    expect(node(page, "::begin")).to_contain_text("buy_voucher")
    saved(page)


def mend(page: Page) -> None:
    """The problems that are left: writing twice, and writing what nobody agreed to."""
    page.get_by_role("button", name="YAML", exact=True).click()
    page.locator(".vx-problem", has_text="nothing keeps it from writing twice").click()
    details(page).get_by_text("More settings").click()
    fill(page, field(page, "Idempotency key"), "auto")
    expect(page.locator(".vx-problem", has_text="writing twice")).to_have_count(0)
    expect(page.locator(".vx-problem", has_text="without having confirmed it")).to_be_visible()
    page.get_by_role("tab", name="Flows").click()
    listed(page, "ask").click()
    fill(page, field(page, "Confirm"), CONFIRM, "Control+Enter")
    expect(page.get_by_text("No problems. This bot can be published.")).to_be_visible()
    saved(page)
    problems(page)
    page.get_by_role("button", name="YAML", exact=True).click()
    expect(page.get_by_role("textbox", name="Bot as YAML")).to_be_visible()
    listed(page, "say").click()
    expect(page.locator(".cm-activeLine")).to_contain_text("say:")
    expect(page.locator(".cm-line", has_text=COMMENT)).to_be_visible()
    page.get_by_role("button", name="YAML", exact=True).click()


def try_it(page: Page) -> None:
    """A conversation with the draft, written."""
    page.get_by_role("button", name="Try it").click()
    log = page.get_by_role("log", name="Conversation")
    for words, answer in (("do you sell gift vouchers", QUESTION), ("fifty dollars", "over $50"), ("yes", "8 8 1 2")):
        expect(page.get_by_label("Say something as a caller")).to_be_enabled()
        page.get_by_label("Say something as a caller").fill(words)
        page.keyboard.press("Enter")
        expect(log).to_contain_text(answer)
    expect(node(page, "say")).to_contain_text("The conversation")
    page.get_by_role("button", name="Try it").click()


def keep_and_publish(page: Page, number: int, message: str) -> None:
    """The draft as a version, and that version for callers."""
    page.get_by_role("button", name="Publish", exact=True).click()
    dialog = page.get_by_role("dialog", name="Versions and publishing")
    dialog.get_by_label("What is new in it?").fill(message)
    dialog.get_by_role("button", name=f"Keep version {number}").click()
    expect(dialog.get_by_text(f"This draft is version {number}.")).to_be_visible()
    expect(dialog.get_by_label("Version", exact=True)).to_have_value(str(number))
    expect(dialog.get_by_label("Environment", exact=True)).to_have_value("production")
    dialog.get_by_role("button", name="Publish", exact=True).click()
    published(dialog, number)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def published(dialog: Locator, number: int, times: int = 1) -> None:
    """Wait until a version answers, for the so-manieth time: its tests run first."""
    done = dialog.get_by_role("listitem").filter(has_text=f"Version {number} to production")
    expect(done.filter(has_text=re.compile("^Published"))).to_have_count(times, timeout=2 * WAIT_MS)


def call(page: Page, answer: str) -> None:
    """Write to the bot on the page that callers see, in a tab of its own, which answers with that version at once."""
    with page.context.expect_page() as opened:
        page.reload()
        page.get_by_role("link", name="Talk to it").click(modifiers=["ControlOrMeta"])
    caller = opened.value
    expect(caller.get_by_role("heading", level=1)).to_have_text("The corner restaurant")
    for words, heard in (("do you sell vouchers", "worth"), ("fifty dollars", r"over \$50"), ("yes", "code")):
        write(caller, words)
        said_by(caller, "bot", heard, WAIT_MS / 1000)
    assert answer in said_by(caller, "bot", r"8 8 1 2", WAIT_MS / 1000).inner_text()
    caller.close()


def change_the_sentence(page: Page) -> None:
    """Say the last sentence otherwise."""
    listed(page, "say").click()
    fill(page, field(page, "Say"), SHORTER, "Control+Enter")
    expect(node(page, "say")).to_contain_text("Here is your voucher")
    saved(page)


def node(page: Page, name: str) -> Locator:
    """A node on the canvas."""
    return page.locator(f'.react-flow__node[data-id="{name}"]')


def details(page: Page) -> Locator:
    """The panel of what is selected."""
    return page.get_by_role("complementary")


def field(page: Page, name: str) -> Locator:
    """A field of the panel."""
    return details(page).get_by_label(re.compile(f"^{name}( · needed)?$")).first


def listed(page: Page, name: str) -> Locator:
    """A node in the list of the flow's nodes."""
    rows = page.get_by_role("region", name="Nodes of this flow").get_by_role("button")
    return rows.filter(has=page.get_by_text(name, exact=True))


def fill(page: Page, place: Locator, words: str, key: str = "Enter") -> None:
    """Write into a field, end with a key, and wait until the draft has it."""
    place.fill(words)
    place.press(key)
    saved(page)


def pair(page: Page, group: str, name: str, value: str) -> None:
    """Add a name and its value to a list of such."""
    rows = details(page).get_by_role("group", name=group, exact=True)
    fill(page, rows.get_by_label(f"Add to {group}"), name)
    fill(page, rows.get_by_label(f"Value {name}"), value)
    expect(rows.get_by_label(f"Value {name}")).to_have_value(value)


def new(page: Page, tab: str, button: str, name: str) -> None:
    """Make a part of the bot, which opens in the panel."""
    page.get_by_role("tab", name=tab).click()
    page.get_by_role("button", name=button).click()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(field(page, "Name")).to_have_value(name.replace(" ", "_"))


def follow(page: Page, words: str, name: str, asked: str = "") -> None:
    """Put a node behind the one that is selected, by keyboard; it is then the selected one. `asked`: the field that is
    to be chosen first."""
    page.keyboard.press("Tab")
    page.get_by_role("combobox", name="What happens next?").press_sequentially(words)
    page.keyboard.press("Enter")
    expect(field(page, asked) if asked else node(page, name)).to_be_focused()


def problems(page: Page) -> None:
    """Show the list of problems, or put it away."""
    page.get_by_role("button", name="Problems").click()


def saved(page: Page) -> None:
    """Wait until the draft has everything."""
    expect(page.locator(".vx-save")).to_have_text("Saved", timeout=30_000)
