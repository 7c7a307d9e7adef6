"""What a call tells: events on the caller's own clock, and the turns completed by what only the wire knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

SPEECH_GAP_MS = 400.0  # longer than the pause at a comma: one prompt is one bot_speech_start and one bot_speech_end
TURN_WAIT_MS = 3000.0  # a turn whose answer is not heard by then is told without its wire figures
_WIRE_PARTS = ("uplink", "egress")


@dataclass(frozen=True)
class Event:
    """One line of `bot call --json`; `at_ms` counts from the opening of the socket, on the caller's clock."""

    event: str
    at_ms: float
    fields: Mapping[str, Any]

    def as_json(self) -> dict[str, Any]:
        """The event as one JSON object."""
        return {"event": self.event, "at_ms": round(self.at_ms, 1), **self.fields}


def complete_turn(turn: Mapping[str, Any], total_ms: float | None) -> dict[str, Any]:
    """The server's `turn` with the wire's `total_ms`, and `uplink` and `egress` such that the parts add up to it.

    `total_ms` runs from the last audible sample that the caller sent to the first audible bot sample, at its RTP
    arrival. `uplink` is the server's estimate when it has one, `egress` what no other part explains: playout, framing
    and network. When the server's parts already exceed the total (its own detector heard the end of speech earlier
    than -45 dBFS says), `uplink` gives way first and `egress` carries the negative rest. Without a measured total the
    server's message stays as it is.
    """
    done = {key: value for key, value in turn.items() if key not in ("type", "at_ms")}
    if total_ms is None:
        return done
    sent = turn.get("parts")
    parts: dict[str, Any] = dict(sent) if isinstance(sent, Mapping) else {}
    known = sum(_number(value) for name, value in parts.items() if name not in _WIRE_PARTS)
    total = round(total_ms, 1)
    rest = round(total - known, 1)
    uplink = min(max(_number(parts.get("uplink")), 0.0), max(rest, 0.0))
    parts |= {"uplink": round(uplink, 1), "egress": round(rest - uplink, 1)}
    return {**done, "parts": parts, "total_ms": total}


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


@dataclass
class BotSpeech:
    """Turns the bot's audible windows into starts and ends; times in milliseconds."""

    open: bool = False

    def began(self, onset_ms: float) -> list[Event]:
        """A first audible window after a pause; within one stretch of speech it is no event."""
        if self.open:
            return []
        self.open = True
        return [Event("bot_speech_start", onset_ms, {})]

    def quiet(self, now_ms: float, last_audible_ms: float | None, gap_ms: float = SPEECH_GAP_MS) -> list[Event]:
        """The end of the stretch, told once nothing was audible for `gap_ms`; its time is the last audible window."""
        if not self.open or last_audible_ms is None or now_ms - last_audible_ms < gap_ms:
            return []
        self.open = False
        return [Event("bot_speech_end", last_audible_ms, {})]
