"""Everybody can use it: by keyboard alone, with a screen reader, in light and dark, on a small telephone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.chromium import Open
from tests.browser.widget import fail_microphone, said_by, start_call, state_is, write

pytestmark = pytest.mark.browser


def assert_clean(page: Page) -> None:
    """Assert that axe finds nothing, with the violations in words."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(open_page: Open, dark: bool) -> None:
    with open_page(dark=dark) as page:
        assert_clean(page)
        write(page, "what is my balance")
        said_by(page, "bot", "savings or checking")
        state_is(page, "listening")
        assert_clean(page)
        page.get_by_role("button", name="End chat").click()
        state_is(page, "ended")
        assert_clean(page)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_in_a_call_and_in_a_problem(open_page: Open, dark: bool) -> None:
    with open_page(dark=dark) as page:
        start_call(page)
        said_by(page, "bot", "Riverbank")
        page.get_by_role("button", name="Keypad", exact=True).click()
        assert_clean(page)
        page.get_by_role("button", name="End call").click()
        fail_microphone(page, "NotFoundError")
        page.get_by_role("button", name="Start again").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert_clean(page)


@pytest.mark.parametrize("path", ["/", "/widget/embed-example/"])
def test_axe_finds_nothing_on_a_telephone(open_page: Open, path: str) -> None:
    with open_page(path, width=320) as page:
        assert_clean(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_call_by_keyboard_alone(open_page: Open) -> None:
    with open_page() as page:
        press_until(page, "Start call")
        page.keyboard.press("Enter")
        said_by(page, "bot", "Riverbank")
        expect(page.get_by_role("button", name="End call")).to_be_focused()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Shift+Tab")
        expect(page.get_by_role("button", name="Mute")).to_be_focused()
        page.keyboard.press("Space")
        expect(page.get_by_role("button", name="Unmute")).to_be_visible()
        press_until(page, "End call")
        page.keyboard.press("Enter")
        state_is(page, "ended")
        expect(page.get_by_role("button", name="Start again")).to_be_focused()


def press_until(page: Page, name: str) -> None:
    """Press Tab until the button of that name has the focus, which must be visible."""
    focused = """() => {
      let e = document.activeElement;
      while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement;
      return [(e.getAttribute("aria-label") ?? e.textContent).trim(), getComputedStyle(e).outlineStyle]; }"""
    for _ in range(25):
        page.keyboard.press("Tab")
        label, outline = page.evaluate(focused)
        if label == name:
            assert outline == "solid"
            return
    pytest.fail(f"Tab does not reach the button {name!r}")


def test_stillness_is_respected(open_page: Open) -> None:
    with open_page() as page:
        page.emulate_media(reduced_motion="reduce")
        page.locator("voxloom-widget").evaluate("e => e.setAttribute('mode', 'text')")
        page.get_by_role("button", name="Start chat").click()
        said_by(page, "bot", "Riverbank")
        picture = "() => document.querySelector('voxloom-widget').shadowRoot.querySelector('canvas').toDataURL()"
        state_is(page, "listening")
        page.evaluate("() => new Promise(r => requestAnimationFrame(() => requestAnimationFrame(r)))")
        before = page.evaluate(picture)
        page.evaluate(
            "() => new Promise(r => { let n = 12; const f = () => --n ? requestAnimationFrame(f) : r(); f(); })"
        )
        assert page.evaluate(picture) == before
