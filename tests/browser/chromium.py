"""The browser that the tests drive, and what it watches for them."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--allow-loopback-in-peer-connection",  # a machine without a network can run the tests too
    "--autoplay-policy=no-user-gesture-required",
]
# Collects what the browser refuses, every peer connection, every event of the widget and each ask for the microphone.
WATCH = """
window.__violations = []; window.__peers = []; window.__events = []; window.__asked = 0;
document.addEventListener("securitypolicyviolation",
  (e) => window.__violations.push([e.violatedDirective, e.blockedURI, e.sample].join(" ")));
for (const name of ["ready", "state", "call-start", "call-end", "user-transcript", "bot-transcript", "error"])
  document.addEventListener("voxloom:" + name, (e) => window.__events.push([name, e.detail]));
const Peer = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Peer { constructor(...a) { super(...a); window.__peers.push(this); } };
if (navigator.mediaDevices) {
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = (wanted) => {
    window.__asked += 1; window.__wanted = wanted; return ask(wanted);
  };
}
"""

Open = Callable[..., AbstractContextManager[Page]]


def chromium() -> str:
    """Return the browser to drive, or fail with the command that installs one."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = next((path for path in (shutil.which(name) for name in names if name) if path), None)
    if found is None:
        pytest.fail("No Chromium for the browser tests; run: sudo apt-get install -y chromium", pytrace=False)
    return found


@contextmanager
def launched(playwright: Playwright, *flags: str) -> Iterator[Browser]:
    """Run Chromium with our flags and some more."""
    browser = playwright.chromium.launch(
        executable_path=chromium(), args=[*FLAGS, *flags], ignore_default_args=["--mute-audio"]
    )
    try:
        yield browser
    finally:
        browser.close()


def microphone(recording: Path) -> tuple[str, str]:
    """Return the flags of a microphone that everybody is allowed and that plays a recording once."""
    return "--use-fake-ui-for-media-stream", f"--use-file-for-fake-audio-capture={recording}%noloop"
