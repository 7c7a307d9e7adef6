"""A call whose server dies: the page says so, keeps its microphone, and goes on with the same conversation."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import Open
from tests.browser.widget import events, said_by, start_call, state_is, write
from tests.calls.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.calls, pytest.mark.timeout(300)]
BACK_S = 60
"""A server that is started again loads its models."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that may be killed: others have one of their own."""
    with Served(tmp_path_factory.mktemp("mortal") / "var") as served:
        yield served


@pytest.fixture
def server(house: Served) -> str:
    """Its address."""
    return f"http://localhost:{house.port}"


def asked(page: Page) -> None:
    """The bot has asked which account."""
    said_by(page, "bot", "Riverbank")
    write(page, "what is my balance")
    said_by(page, "bot", "savings or checking")


def broken_off(page: Page, house: Served) -> None:
    """The server dies, and the page says so."""
    house.kill()
    state_is(page, "reconnecting")
    expect(page.get_by_text("The connection was lost. Nothing you said is gone; getting you back.")).to_be_visible()


def test_a_spoken_call_goes_on(open_page: Open, house: Served) -> None:
    with open_page(expect_errors=True) as page:
        start_call(page)
        asked(page)
        broken_off(page, house)
        house.start()
        said_by(page, "bot", "Sorry, we were cut off", seconds=BACK_S)
        state_is(page, "listening", seconds=BACK_S)
        write(page, "savings")
        said_by(page, "bot", r"1,250\.50|1250\.50", seconds=BACK_S)
        assert page.evaluate("window.__asked") == 1  # nobody is asked for the microphone twice
        assert page.evaluate("window.__peers.map(p => p.connectionState)") == ["closed", "connected"]
        assert len(events(page, "call-start")) == 1
        page.get_by_role("button", name="End call").click()
        state_is(page, "ended")
        assert events(page, "call-end") == [{"reason": "hangup"}]


def test_a_chat_goes_on(open_page: Open, house: Served) -> None:
    with open_page(expect_errors=True) as page:
        write(page, "what is my balance")
        said_by(page, "bot", "savings or checking")
        broken_off(page, house)
        write(page, "savings")  # waits until somebody can take it
        house.start()
        said_by(page, "bot", "Sorry, we were cut off", seconds=BACK_S)
        said_by(page, "bot", r"1,250\.50|1250\.50", seconds=BACK_S)
        assert page.evaluate("window.__asked") == 0
