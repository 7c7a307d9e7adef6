"""A server that speaks the draft's protocol with the real edits of texts: `daphne -p PORT tests.browser.designer.fake_server:app`."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from flows.exchange.edit import edit, utf16, with_edits
from flows.exchange.edits import from_json
from flows.exchange.text.refusal import Refused
from flows.loader.load import load_text
from tests.browser.designer.fake_graph import graph_of

ROOT = Path(__file__).parents[3]
STATIC = {"designer": ROOT / "designer/static/designer"}
KINDS = {".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml"}
NONCE = "abc123"
POLICY = (
    f"default-src 'none'; script-src 'nonce-{NONCE}' 'strict-dynamic'; style-src 'self' 'nonce-{NONCE}'; style-src-attr 'none'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; "
    "object-src 'none'; frame-ancestors 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
)
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{slug}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="csp-nonce" nonce="{nonce}">
<link rel="icon" href="data:,"><style nonce="{nonce}">body {{ margin: 0 }} body > header {{ display: flex; align-items: center; gap: 16px; height: 48px; padding: 0 16px; box-sizing: border-box; font: 14px system-ui; border-bottom: 1px solid var(--vx-line); background: var(--vx-surface); color: var(--vx-ink) }} body > header h1 {{ font-size: 14px }} body > header a {{ color: inherit }} #designer {{ height: calc(100dvh - 48px) }}</style><link rel="stylesheet" href="/static/designer/designer.css">
<script id="vx-config" type="application/json">{config}</script>
<script type="module" nonce="{nonce}" src="/static/designer/designer.js"></script></head>
<body><header class="vx-fake"><nav aria-label="Site"><a href="/">Voxloom</a></nav><h1>{slug}</h1></header><main id="designer"></main></body></html>"""


@dataclass
class Draft:
    """A bot's text and who looks at it."""

    slug: str
    text: str
    rev: int = 0
    graph: dict[str, Any] = field(default_factory=dict)
    readable: bool = True
    by: str = "You"
    sockets: dict[int, tuple[Any, Any]] = field(default_factory=dict)


@dataclass
class House:
    """All that the server knows."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    silent: int = 0
    """How many of the next requests are cut off before they are answered."""

    def draft(self, slug: str) -> Draft:
        """The draft of a bot; made of a starter bot, or of as many nodes as `big-NUMBER` says."""
        if slug not in self.drafts:
            made = Draft(slug, big(int(slug[4:])) if slug.startswith("big-") else (ROOT / f"templates/bots/{slug.split('-')[0]}.yaml").read_text())
            made.graph = graph_of(made.text)
            self.drafts[slug] = made
        return self.drafts[slug]


def big(count: int) -> str:
    """A bot of one flow with so many nodes."""
    lines = ["voxloom: 1", "bot: big", "start: main", "slots: {a: {type: number}}", "flows:", "  main:", "    nodes:"]
    for at in range(count):
        go = f"n{min(count - 1, at + 7)}"
        lines.append(f'      n{at}: {{type: say, say: "Sentence number {at}.", next: [{{if: a > {at}, go: {go}}}, {{else: n{min(count - 1, at + 1)}}}]}}')
    return "\n".join(lines) + "\n"


HOUSE = House()


def shown(draft: Draft) -> dict[str, Any]:
    return {
        "slug": draft.slug, "name": draft.slug.title(), "rev": draft.rev, "text": draft.text, "readable": draft.readable,
        "problem": None, "graph": draft.graph, "findings": None, "newest": 1, "latest": 1, "differs": draft.rev > 0,
        "crlf": False, "saved": "2026-11-30T12:00:00Z", "by": draft.by, "may": {"edit": True, "publish": True},
    }  # fmt: skip


def findings(draft: Draft) -> list[dict[str, Any]]:
    return [placed(one.as_json()) for one in load_text(draft.text).findings]


def placed(told: dict[str, Any]) -> dict[str, Any]:
    parts = str(told["path"]).split(".")
    in_flow = parts[0] == "flows" and len(parts) > 1
    return {**told, "flow": parts[1] if in_flow else None, "node": parts[3] if in_flow and len(parts) > 3 else None}


def changed(draft: Draft, new: str, edits: Any, inverse: Any, notes: Any, by: str) -> dict[str, Any]:
    old = draft.graph
    draft.text, draft.rev, draft.by = new, draft.rev + 1, by
    try:
        draft.graph, draft.readable = graph_of(new), True
    except (yaml.YAMLError, Refused, AttributeError, TypeError):
        draft.readable = False
    names = {**draft.graph["flows"], **old["flows"]}
    flows = {name: draft.graph["flows"].get(name) for name in names if draft.graph["flows"].get(name) != old["flows"].get(name)}
    whole = {key: draft.graph[key] for key in ("order", "lines", "start", "names")}
    problem = None if draft.readable else findings(draft)[0]
    return {
        "rev": draft.rev, "edits": edits, "inverse": inverse, "readable": draft.readable, "problem": problem,
        "differs": True, "graph": {"flows": flows, **whole} if draft.readable else None, "notes": list(notes),
    }  # fmt: skip


def changed_nothing(draft: Draft) -> dict[str, Any]:
    whole = {key: draft.graph[key] for key in ("order", "lines", "start", "names")}
    told = {"rev": draft.rev, "edits": [], "inverse": [], "readable": draft.readable, "problem": None, "differs": True}
    return {**told, "graph": {"flows": {}, **whole}, "notes": []}


def one_splice(old: str, new: str) -> tuple[list[Any], list[Any]]:
    """The edit that makes one text of the other, and the way back, in UTF-16 units."""
    start = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    tail = 0
    while tail < min(len(old), len(new)) - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    there, back = (start, len(old) - tail, new[start : len(new) - tail]), (start, len(new) - tail, old[start : len(old) - tail])
    return list(utf16(old, [there])), list(utf16(new, [back]))


def in_points(text: str, edits: list[Any]) -> list[tuple[int, int, str]]:
    raw = text.encode("utf-16-le")
    return [(len(raw[: 2 * a].decode("utf-16-le")), len(raw[: 2 * b].decode("utf-16-le")), insert) for a, b, insert in edits]


def answer(method: str, path: str, body: Any, by: str) -> tuple[int, Any, Draft | None]:
    """Status, JSON and the draft if it was changed."""
    parts = path.split("/")  # bots SLUG draft WORD
    draft = HOUSE.draft(parts[1])
    word = parts[3] if len(parts) > 3 else ""
    if method == "GET":
        return 200, {"rev": draft.rev, "findings": findings(draft)} if word == "findings" else shown(draft), None
    if word == "version":
        return 201, {"slug": draft.slug, "version": 2, "is_new": True, "findings": findings(draft)}, None
    if word == "text" and body["text"] == draft.text:
        return 200, changed_nothing(draft), None
    if body.get("rev") != draft.rev:
        error = {"code": "draft.newer", "message": f"{draft.by} changed it.", "remedy": "Choose.", "rev": draft.rev, "text": draft.text, "by": draft.by}
        return 409, {"error": error}, None
    old = draft.text
    if word == "text":
        return 200, changed(draft, body["text"], *one_splice(old, body["text"]), (), by), draft
    if word == "discard":
        new = (ROOT / f"templates/bots/{draft.slug.split('-')[0]}.yaml").read_text()
        return 200, changed(draft, new, *one_splice(old, new), (), by), draft
    if word == "undo":
        new = with_edits(old, in_points(old, body["edits"]))
        return 200, changed(draft, new, *one_splice(old, new), (), by), draft
    try:
        if not draft.readable:
            raise Refused("yaml.syntax", "The text cannot be read.", "Mend it in the text first.")
        new, notes = old, []
        for told in body["ops"]:
            made = edit(new, from_json(told))
            new, notes = made.text, [*notes, *made.notes]
        edits = (list(utf16(old, made.edits)), list(utf16(new, made.inverse))) if len(body["ops"]) == 1 else one_splice(old, new)
        return 200, changed(draft, new, *edits, notes, by), draft
    except Refused as no:
        return 422, {"error": {"code": no.code, "message": no.message, "remedy": no.remedy, "line": no.line, "column": no.column}}, None


async def app(scope: Any, receive: Any, send: Any) -> None:
    """ASGI: pages, files, the API and the live socket."""
    if scope["type"] == "websocket":
        return await live(scope, receive, send)
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    status, kind, content, draft, told = respond(scope["method"], scope["path"], body)
    headers = [(b"content-type", kind.encode()), (b"cache-control", b"no-store")]
    if kind == "text/html":
        headers.append((b"content-security-policy", POLICY.encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})
    if draft is not None:
        kept = {key: told[key] for key in ("rev", "edits", "readable", "problem", "differs", "graph")}
        await tell(draft, {"type": "changed", **kept, "by": draft.by, "client": "tab" if draft.by == "You" else "ann"})
    return None


def respond(method: str, path: str, body: bytes) -> tuple[int, str, bytes, Draft | None, Any]:
    draft = None
    if path.startswith("/designer/bots/"):
        slug = path.strip("/").split("/")[-1]
        config = {"slug": slug, "api": "/api/v1", "live": f"/designer/live/{slug}", "csrf": "x", "schema": "/api/v1/schema", "home": "/", "me": {"name": "You"}, "client": "tab", "name": slug, "may": {"edit": True, "publish": True}}
        return 200, "text/html", PAGE.format(slug=slug, nonce=NONCE, config=json.dumps(config)).encode(), None, None
    if path.startswith("/static/"):
        _, _, folder, name = path.split("/", 3)
        file = STATIC[folder] / name
        return 200, KINDS[file.suffix], file.read_bytes(), None, None
    if path == "/api/v1/schema":
        return 200, "application/json", (ROOT / "docs/reference/bot.schema.json").read_bytes(), None, None
    if path == "/fake/silent":
        HOUSE.silent = json.loads(body)["count"]
        return 200, "application/json", b"{}", None, None
    if path == "/fake/forget":
        HOUSE.drafts.clear()
        return 200, "application/json", b"{}", None, None
    by = "Ann" if path.startswith("/fake/ann/") else "You"
    path = path.replace("/fake/ann/", "/api/v1/")
    if by == "You" and HOUSE.silent:
        HOUSE.silent -= 1
        return 503, "text/plain", b"", None, None
    given = json.loads(body) if body else {}
    if by == "Ann" and method != "GET":
        given.setdefault("rev", HOUSE.draft(path.split("/")[4]).rev)
    status, told, draft = answer(method, path.removeprefix("/api/v1/"), given, by)
    return status, "application/json", json.dumps(told).encode(), draft, told


async def tell(draft: Draft, message: Any) -> None:
    for send, _ in list(draft.sockets.values()):
        await send({"type": "websocket.send", "text": json.dumps(message)})


async def live(scope: Any, receive: Any, send: Any) -> None:
    draft = HOUSE.draft(scope["path"].strip("/").split("/")[-1])
    await receive()
    await send({"type": "websocket.accept"})
    me = id(send)
    draft.sockets[me] = (send, None)
    while True:
        await here(draft)
        message = await receive()
        if message["type"] == "websocket.disconnect":
            del draft.sockets[me]
            return await here(draft)
        told = json.loads(message["text"])
        draft.sockets[me] = (send, {"flow": told.get("flow"), "node": told.get("node")})


async def here(draft: Draft) -> None:
    people = [{"id": str(me), "name": f"Person {at}", "where": where} for at, (me, (_, where)) in enumerate(draft.sockets.items(), 1)]
    for at, (send, _) in list(draft.sockets.items()):
        await send({"type": "websocket.send", "text": json.dumps({"type": "here", "me": str(at), "people": people})})
