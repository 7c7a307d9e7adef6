"""A served house and a headless Chromium with a microphone that plays a recording."""

import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from runtime.routing import websocket_urlpatterns
from tests.browser.chromium import WATCH, Open, launched
from tests.calls.served import Served, free_port

ROOT = Path(__file__).resolve().parents[2]
START_S = 30
STOP_S = 15
LEAD_S = 2.5  # the fake microphone starts to play when it is opened, before the call is connected
TAIL_S = 8.0
SENTENCE = "What's my balance?"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the house in a process of its own, with its own data, and return its address."""
    folder = tmp_path_factory.mktemp("served")
    if websocket_urlpatterns:
        with Served(folder / "var") as served:
            yield f"http://localhost:{served.port}"
        return
    with stand_in(folder / "server.log") as address:  # until calls are routed, it plays the bot
        yield address


@contextmanager
def stand_in(log_file: Path) -> Iterator[str]:
    """Serve the pages with a bot that plays its lines."""
    port = free_port()
    with log_file.open("wb") as log:
        program = [sys.executable, ROOT / "tests/browser/stand_in.py", str(port)]
        process = subprocess.Popen(program, stdout=log, stderr=log)
    try:
        wait_until_ready(f"http://localhost:{port}/readyz", process, log_file)
        yield f"http://localhost:{port}"
    finally:
        process.terminate()
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_S)


def wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the server answers 200; fail with its own words when it does not come up."""
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2) as response:
                if response.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass  # not there yet
        time.sleep(0.1)
    pytest.fail(f"The server did not become ready:\n{log.read_text(errors='replace')[-3000:]}", pytrace=False)


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a recording of a voice that is not the bot's: "What's my balance?", after the time a call needs."""
    folder = tmp_path_factory.mktemp("spoken")
    speech, recording = folder / "speech.wav", folder / "recording.wav"
    speak(SENTENCE, speech)
    with wave.open(str(speech)) as source:
        rate, samples = source.getframerate(), source.readframes(source.getnframes())
    with wave.open(str(recording), "wb") as target:
        target.setparams((1, 2, rate, 0, "NONE", ""))
        target.writeframes(bytes(2 * int(rate * LEAD_S)) + samples + bytes(2 * int(rate * TAIL_S)))
    return recording


def speak(text: str, target: Path) -> None:
    """Speak a text into a mono 16-bit file with whichever voice the machine has."""
    if espeak := shutil.which("espeak-ng"):
        subprocess.run([espeak, "-v", "en-us", "-s", "150", "-w", target, text], check=True, timeout=30)
    elif flite := shutil.which("flite"):
        subprocess.run([flite, "-t", text, "-o", target], check=True, timeout=30)
    else:
        pytest.fail("No voice for the browser tests; run: sudo apt-get install -y espeak-ng", pytrace=False)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Run the driver for one file of tests: its event loop must not stay for the tests of other files."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright: Playwright, spoken: Path) -> Iterator[Browser]:
    """Run a Chromium whose user allows the microphone, which plays the recording once."""
    microphone = f"--use-file-for-fake-audio-capture={spoken}%noloop"
    with launched(playwright, "--use-fake-ui-for-media-stream", microphone) as running:
        yield running


@pytest.fixture
def open_page(browser: Browser, server: str) -> Open:
    """Return how a test opens a page; at its end nothing may have been refused or gone wrong unseen."""

    @contextmanager
    def opened(
        path: str = "/",
        *,
        dark: bool = False,
        width: int = 1200,
        by: Browser | None = None,
        expect_errors: bool = False,
    ) -> Iterator[Page]:
        context = (by or browser).new_context(
            viewport={"width": width, "height": 860},
            color_scheme="dark" if dark else "light",
            permissions=[] if by else ["microphone"],
        )
        page = context.new_page()
        page.set_default_timeout(15_000)
        wrong: list[str] = []
        page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.add_init_script(WATCH)
        try:
            page.goto(server + path)
            yield page
            assert page.evaluate("window.__violations") == []
            assert expect_errors or wrong == []
        finally:
            context.close()

    return opened
