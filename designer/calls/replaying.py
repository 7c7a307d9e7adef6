"""A kept call, given to another version of its bot, or to the draft: where it would have gone otherwise."""

from dataclasses import dataclass
from typing import Any

from designer.calls.story import story
from designer.refusal import Refused
from flows.driver.event_log import LOG_VERSION
from flows.driver.kept_lines import WithTokens
from flows.driver.replay import BadLog, Recorded, replay
from flows.engine.program import Program
from flows.loader.load import Loaded
from flows.personal.fields import personal_fields
from flows.personal.shapes import surrogate
from voxloom.conversations.models import Conversation
from voxloom.conversations.reading import GONE, read
from voxloom.conversations.vault import VaultClosed


@dataclass(frozen=True)
class Replayed:
    """What came of it. `difference` is None where every command, state and step is the same."""

    events: int
    difference: dict[str, Any] | None
    surrogates: bool
    """The caller's values are gone; others of the same shape stood in for them."""

    def as_json(self) -> dict[str, Any]:
        """The object that pages get."""
        return {
            "same": self.difference is None, "events": self.events, "difference": self.difference,
            "surrogates": self.surrogates,
        }  # fmt: skip


def replayed(row: Conversation, loaded: Loaded) -> Replayed:
    """A call through a bot that can run. Values that are gone are replaced by such that look like them. Raises
    Refused."""
    assert loaded.bot is not None
    try:
        kept = read(row)
    except VaultClosed as problem:
        raise Refused(409, "conversation.sealed", str(problem), "Look at the field key of this server.") from None
    values = {
        entry.token: surrogate(entry.token, entry.personal, entry.shape) if entry.value is GONE else entry.value
        for entry in kept.values
    }
    recorded = Recorded({"log": LOG_VERSION, "bot": kept.bot, "bot_hash": kept.bot_hash}, kept.lines)
    try:
        if not all(isinstance(line.get("event"), dict) and "seq" in line for line in kept.lines):
            raise BadLog("its lines are of another form")
        found = replay(Program(loaded.bot), recorded, WithTokens(personal_fields(loaded), kept.bot, values))
    except BadLog as problem:
        raise Refused(
            409, "conversation.unreadable", f"The call cannot be replayed: {problem}.", "Look at its lines."
        ) from None
    difference = None
    if found is not None:
        place = _place(kept.lines, found.seq)
        difference = {
            "seq": found.seq, **place, "what": found.what, "text": found.as_text(),
        }  # fmt: skip
    return Replayed(len(kept.lines), difference, not kept.open)


def _place(lines: tuple[dict[str, Any], ...], seq: int) -> dict[str, Any]:
    """Where the bot was when it did something else: the last node before."""
    path = [step for step in story(lines).path if step["seq"] <= seq]
    return {name: path[-1][name] if path else None for name in ("flow", "node")}
