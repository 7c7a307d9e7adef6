"""What the browser tests do with the widget, in the words of a caller."""

import re
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

WIDGET = "voxloom-widget"


def start_call(page: Page) -> None:
    """Press the button that starts a call."""
    page.get_by_role("button", name="Start call").click()


def write(page: Page, text: str) -> None:
    """Type a message and send it with the keyboard."""
    box = page.get_by_role("textbox", name="Message")
    box.fill(text)
    box.press("Enter")


def said_by(page: Page, side: str, pattern: str, seconds: float = 20) -> Locator:
    """Wait for a caption of `caller` or `bot` that matches, and return it."""
    line = page.locator(f"{WIDGET} [role=log] .line.{side}").filter(has_text=re.compile(pattern, re.IGNORECASE))
    expect(line.last).to_be_visible(timeout=seconds * 1000)
    return line.last


def state_is(page: Page, *states: str, seconds: float = 20) -> None:
    """Wait until the widget is in one of the states."""
    wanted = re.compile("|".join(f"^{state}$" for state in states))
    expect(page.locator(WIDGET)).to_have_attribute("data-state", wanted, timeout=seconds * 1000)


def until(page: Page, done: Callable[[], bool], seconds: float = 20) -> None:
    """Let the page go on until something is so that this process sees, and the page does not show."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end, "it does not happen"
        page.wait_for_timeout(20)


def events(page: Page, name: str) -> list[Any]:
    """Return the details of the widget's events of that name."""
    return [detail for found, detail in page.evaluate("window.__events") if found == name]


def received_energy(page: Page) -> float:
    """Return the energy of the sound that came in so far, summed over time (0 is silence)."""
    return float(
        page.evaluate(
            """async () => {
              let energy = 0;
              for (const peer of window.__peers)
                for (const report of (await peer.getStats()).values())
                  if (report.type === "inbound-rtp" && report.kind === "audio") energy += report.totalAudioEnergy ?? 0;
              return energy;
            }"""
        )
    )


def fail_microphone(page: Page, name: str) -> None:
    """Let every ask for the microphone fail in that way."""
    page.evaluate(
        "name => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', name)); }", name
    )
