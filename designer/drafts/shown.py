"""A draft as it is shown."""

from collections.abc import Mapping
from typing import Any

from designer.drafts.seen import drawing, findings, told
from designer.drafts.state import DraftState
from flows.exchange.canvas.drawing import Drawing
from flows.findings import Finding
from flows.models import Bot


def shown(bot: Bot, state: DraftState, may: Mapping[str, bool]) -> dict[str, Any]:
    """All of a draft. A text that cannot be drawn comes with the drawing of the last one that could be."""
    drawn = drawing(state.text)
    last = drawing(state.good) if isinstance(drawn, Finding) and state.good else drawn
    return {
        "slug": bot.slug, "name": bot.name, "rev": state.rev, "text": state.text,
        "readable": isinstance(drawn, Drawing),
        "problem": told(drawn) if isinstance(drawn, Finding) else None,
        "graph": last.as_json() if isinstance(last, Drawing) else None,
        "findings": [told(drawn)] if isinstance(drawn, Finding) else None,
        "newest": state.made_from, "latest": state.latest, "differs": state.differs, "crlf": state.crlf,
        "saved": state.saved, "by": state.by, "may": dict(may),
    }  # fmt: skip


def checked(state: DraftState) -> dict[str, Any]:
    """What is wrong with a draft, all of it."""
    found = findings(state.text)
    counts = {kind: sum(one["severity"] == kind for one in found) for kind in ("error", "warning")}
    return {"rev": state.rev, "findings": found, "counts": counts}
