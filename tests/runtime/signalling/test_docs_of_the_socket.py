"""The page that tells other programs what goes over the socket names all that goes over it."""

import re
from pathlib import Path

from runtime.sessions import parting
from runtime.signalling import messages

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs/reference/socket.md").read_text("utf-8")
PROTOCOL = (ROOT / "runtime/widget/frontend/src/call/protocol.ts").read_text("utf-8")


def _listed(part: str) -> set[str]:
    section = PAGE.split(f"## {part}\n")[1].split("\n## ")[0]
    return {name for row in re.findall(r"^\| (`.*?) \|", section, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}


def _read(kind: str) -> set[str]:
    union = PROTOCOL.split(f"export type {kind} =")[1].split(";\n\n")[0]
    return set(re.findall(r'type: "(\w+)"', union))


def test_what_a_page_may_say() -> None:
    source = Path(messages.__file__).read_text("utf-8")
    taken = set(re.findall(r'case "(\w+)":', source))
    assert _listed("From the page") == taken == _read("ClientMessage") | {"switches"}


def test_what_a_page_hears() -> None:
    assert _listed("From the server") == _read("ServerMessage") | {"filler", "log", "switches"}


def test_why_a_call_is_broken_off() -> None:
    for detail in (parting.MEDIA_LOST, parting.SOCKET_LOST, parting.RESTART, parting.ELSEWHERE):
        assert f"`{detail}`" in PAGE
