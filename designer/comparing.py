"""Two texts of a bot side by side: versions, what answers somewhere, and the draft. Reads only."""

from dataclasses import dataclass
from typing import Any

from designer.drafts.state import state_of
from designer.refusal import Refused
from designer.selectors import version_of
from flows.exchange.diff.compare import Comparison, compare
from flows.exchange.diff.lines import hunks
from flows.exchange.diff.prompts import prompts
from flows.exchange.text.typed import with_line_feeds
from flows.loader.document import read_as_far_as_possible
from flows.models import Bot
from voxloom.accounts.environments import is_environment

DRAFT = "draft"
NOTHING = "0"
"""The side of a bot that has no version yet."""


@dataclass(frozen=True)
class Side:
    """A text, and what it is called: the number of a version, or `draft`."""

    name: int | str
    text: str


def side(bot: Bot, name: str) -> Side:
    """What is called so: `draft`, a number, or the environment in which a version answers. Raises Refused."""
    if name == DRAFT:
        return Side(DRAFT, state_of(bot).text)
    if name == NOTHING:
        return Side(0, "")
    if name.isascii() and name.isdecimal():
        found = version_of(bot, int(name[:10]))
        return Side(found.number, with_line_feeds(found.text)[0])
    release = bot.releases.select_related("version").filter(environment=name).first() if is_environment(name) else None
    if release is None:
        message = f"{bot.slug} has no version in {name[:64]}."
        raise Refused(404, "release.unknown", message, "Give a number, `draft`, or an environment in which it answers.")
    return Side(release.version.number, with_line_feeds(release.version.text)[0])


def changes(old: Side, new: Side) -> dict[str, Any]:
    """What differs, for people and for a canvas; `graph` is None where a side cannot be read."""
    before, after = _data(old.text), _data(new.text)
    found = compare(before, after) if before is not None and after is not None else None
    return {
        "old": old.name,
        "new": new.name,
        "text": [hunk.as_json() for hunk in hunks(old.text, new.text)],
        "graph": found.as_json() if found is not None else None,
        "prompts": [change.as_json() for change in prompts(found)] if found is not None else [],
        "summary": _summary(found) if found is not None else None,
    }


def _data(text: str) -> dict[str, Any] | None:
    if not text.strip():
        return {}
    document, _ = read_as_far_as_possible(text.encode("utf-8", "surrogatepass"), "")
    return document.data if document is not None and isinstance(document.data, dict) else None


def _summary(found: Comparison) -> dict[str, Any]:
    return {
        "nodes": {
            "added": len(found.nodes_added), "removed": len(found.nodes_removed), "changed": len(found.nodes_changed),
        },
        "edges": {
            "added": len(found.edges_added), "removed": len(found.edges_removed), "changed": len(found.edges_changed),
        },
        "other": len(found.other) + len(found.renames.flows),
    }  # fmt: skip
