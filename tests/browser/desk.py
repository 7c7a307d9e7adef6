"""The designer in a browser that has signed in, and what tests do with it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.chromium import WATCH

NUMBERS = count(1)
OpenDesk = Callable[..., AbstractContextManager["Desk"]]
Json = dict[str, Any]
TOLD = ("ERR_", "409", "422")
"""In lines of the console: the network is away, or the server refuses something, of which the page tells."""


@dataclass
class Desk:
    """A page of the designer with a bot of its own."""

    page: Page
    server: str
    slug: str

    @property
    def draft(self) -> Json:
        """The draft as the server has it."""
        return api(self.page.context, self.server, "GET", f"/bots/{self.slug}/draft")

    def change(self, *operations: Json) -> None:
        """Change the draft as somebody else does, at another page."""
        rev = self.draft["rev"]
        api(self.page.context, self.server, "POST", f"/bots/{self.slug}/draft/ops", {"rev": rev, "ops": operations})

    def node(self, name: str) -> Locator:
        """A node on the canvas."""
        return self.page.locator(f'.react-flow__node[data-id="{name}"]')

    def port(self, node: str, way: str) -> Locator:
        """Where a way leaves a node: `next|0` is its first branch."""
        return self.node(node).locator(f'.react-flow__handle[data-handleid="{way}"]')

    def nodes(self, flow: str) -> dict[str, Json]:
        """The nodes of a flow in the draft, in order; cards show an edit before it is there."""
        self.saved()
        return {node["name"]: node["value"] for node in self.draft["graph"]["flows"][flow]["nodes"]}

    def saved(self) -> None:
        """Wait until everything is on the server."""
        expect(self.page.locator(".vx-save")).to_have_text("Saved", timeout=30_000)

    def pull(self, start: Locator, end: Locator | tuple[int, int]) -> None:
        """Drag from the middle of one thing to that of another, or by some pixels."""
        box = start.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        to = (x + end[0], y + end[1]) if isinstance(end, tuple) else middle(end)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(to[0] - 3, to[1] - 3, steps=4)
        self.page.mouse.move(*to)
        self.page.mouse.up()


def middle(place: Locator) -> tuple[float, float]:
    """The middle of something that is shown."""
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def api(context: BrowserContext, server: str, method: str, path: str, body: Json | None = None) -> Json:
    """Ask the API with the cookies of a browser."""
    token = next((cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken"), "")
    headers = {"X-CSRFToken": token, "Referer": server}
    answer = context.request.fetch(f"{server}/api/v1{path}", method=method, data=body, headers=headers)
    assert answer.ok, answer.text()
    told: Json = answer.json()
    return told


def sign_in(browser: Browser, server: str, log: Path) -> Any:
    """Sign the administrator of a fresh server in. Returns the cookies."""
    password = log.read_text().split("password: ")[1].split()[0]
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server}/account/login/?next=/designer/")
    page.fill('input[name="login"]', "admin")
    page.fill('input[name="password"]', password)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{server}/designer/")
    state = context.storage_state()
    context.close()
    return state


@contextmanager
def opened(
    browser: Browser,
    server: str,
    cookies: Any,
    place: str = "",
    *,
    dark: bool = False,
    width: int = 1280,
    slug: str = "",
) -> Iterator[Desk]:
    """The canvas of a new bot, or of `slug`, at a place such as `FLOW/NODE`.

    At the end nothing may have been refused or gone wrong unseen.
    """
    scheme: Any = "dark" if dark else "light"
    context = browser.new_context(
        storage_state=cookies, viewport={"width": width, "height": 860}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.add_init_script(WATCH)
    try:
        if not slug:
            slug = f"bank_{next(NUMBERS)}"
            api(context, server, "POST", "/drafts", {"from": "template", "template": "riverbank", "slug": slug})
        page.goto(f"{server}/designer/bots/{slug}/#{place}")
        page.wait_for_selector(".vx-card, .vx-flow-card")
        yield Desk(page, server, slug)
        assert page.evaluate("window.__violations") == []
        assert [line for line in wrong if not any(told in line for told in TOLD)] == []
    finally:
        context.close()
