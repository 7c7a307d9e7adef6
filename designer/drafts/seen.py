"""What is worked out of a text, and kept for a while: drafts are looked at again and again between two changes."""

from functools import lru_cache
from typing import Any

from flows.exchange.canvas.drawing import CannotDraw, Drawing, draw
from flows.findings import Finding
from flows.loader.load import Loaded, load_text

KEPT = 16
"""Texts: as many people as edit at once on one server, and what each saw before."""


@lru_cache(maxsize=KEPT)
def drawing(text: str) -> Drawing | Finding:
    """The drawing of a text, or why there is none."""
    try:
        return draw(text)
    except CannotDraw as problem:
        return problem.finding


@lru_cache(maxsize=KEPT)
def loaded(text: str) -> Loaded:
    """A text read and checked. Takes 0.2 s for a bot of a thousand nodes."""
    return load_text(text)


def told(finding: Finding) -> dict[str, Any]:
    """A finding with the flow and node that it is about."""
    parts = finding.path.split(".")
    flow = parts[1] if len(parts) > 1 and parts[0] == "flows" else None
    node = parts[3] if flow is not None and len(parts) > 3 and parts[2] == "nodes" else None
    return {**finding.as_json(), "flow": flow, "node": node}


def findings(text: str) -> list[dict[str, Any]]:
    """All findings of a text."""
    return [told(one) for one in loaded(text).findings]
