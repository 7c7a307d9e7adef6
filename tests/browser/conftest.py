"""A served house and a headless Chromium with a microphone that plays a recording."""

import shutil
import subprocess
import wave
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from tests.browser.chromium import WATCH, Open, launched, microphone
from tests.calls.served import MANAGE, Served

LEAD_S = 7.0  # the fake microphone starts to play when it is opened; the greeting comes first
TAIL_S = 8.0
SILENCE_HZ = 16_000
SENTENCE = "I would like to know my account balance."


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the house in a process of its own, with its own data."""
    with Served(tmp_path_factory.mktemp("served") / "var") as served:
        yield served


@pytest.fixture(scope="session")
def server(house: Served) -> str:
    """Its address."""
    return f"http://localhost:{house.port}"


@pytest.fixture(scope="session")
def manage(house: Served) -> Callable[..., None]:
    """Run a command of its operator."""

    def run(*words: str) -> None:
        subprocess.run([*MANAGE, *words], env=house.environment, check=True, timeout=60, stdout=subprocess.DEVNULL)

    return run


@pytest.fixture(scope="session")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a recording of a voice that is not the bot's: the sentence, after the time a call needs."""
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
    if flite := shutil.which("flite"):
        subprocess.run([flite, "-voice", "slt", "-t", text, "-o", target], check=True, timeout=30)
    elif espeak := shutil.which("espeak-ng"):
        subprocess.run([espeak, "-v", "en-us", "-s", "150", "-w", target, text], check=True, timeout=30)
    else:
        pytest.fail("No voice for the browser tests; run: sudo apt-get install -y flite", pytrace=False)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Run the driver for one file of tests: its event loop must not stay for the tests of other files."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def silence(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a recording of nobody: Chromium's own fake microphone beeps."""
    recording = tmp_path_factory.mktemp("silence") / "silence.wav"
    with wave.open(str(recording), "wb") as target:
        target.setparams((1, 2, SILENCE_HZ, 0, "NONE", ""))
        target.writeframes(bytes(2 * SILENCE_HZ))
    return recording


@pytest.fixture(scope="module")
def browser(playwright: Playwright, silence: Path) -> Iterator[Browser]:
    """Run a Chromium whose user allows the microphone and says nothing."""
    with launched(playwright, *microphone(silence)) as running:
        yield running


@pytest.fixture
def speaking_browser(playwright: Playwright, spoken: Path) -> Iterator[Browser]:
    """Run a Chromium whose microphone plays the recording once, from the moment it is opened."""
    with launched(playwright, *microphone(spoken)) as running:
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
        allow: bool = True,
        expect_errors: bool = False,
    ) -> Iterator[Page]:
        context = (by or browser).new_context(
            viewport={"width": width, "height": 860},
            color_scheme="dark" if dark else "light",
            permissions=["microphone"] if allow else [],
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
