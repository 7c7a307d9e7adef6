"""Dialogue acts: what a caller did with a sentence, as understanding tells the engine."""

from dataclasses import dataclass
from typing import Any, Literal

from flows.engine.trips import Trip

ActKind = Literal[
    "start_flow", "fill", "correct", "cancel", "affirm", "deny", "repeat", "wait", "help", "clarify", "chitchat",
    "question", "human", "goodbye", "out_of_scope", "refuse", "silence", "dtmf", "interrupt",
]  # fmt: skip


@dataclass(frozen=True)
class Act:
    """One act with what belongs to it; fields that do not belong to the kind are None."""

    act: ActKind
    confidence: float = 1.0
    flow: str | None = None
    slot: str | None = None
    value: Any = None
    old: Any = None
    new: Any = None
    """None in a correction: the slot is to be changed, and no value was named."""
    doubtful: bool | None = None
    """True when the words can mean two values that both fit: read back before it counts."""
    keys: str | None = None
    heard: str | None = None
    candidates: tuple[str, ...] = ()
    about: str | None = None
    """Of a question about what was done in this call: the flow that it is about, empty when it names none."""

    def as_json(self) -> dict[str, Any]:
        """The object that `bot chat --json` prints: only the fields of the kind."""
        result: dict[str, Any] = {"act": self.act, "confidence": round(self.confidence, 3)}
        for name in ("flow", "slot", "value", "old", "new", "doubtful", "keys", "heard", "about"):
            if (entry := getattr(self, name)) is not None:
                result[name] = entry
        if self.candidates:
            result["candidates"] = list(self.candidates)
        return result


@dataclass(frozen=True)
class Near:
    """An intent that a sentence was compared with, and how close it is, about 0 to 1."""

    intent: str
    score: float


@dataclass(frozen=True)
class Understanding:
    """A sentence and its acts, in the order in which they are to be dealt with."""

    text: str
    acts: tuple[Act, ...] = ()
    complexity: float = 0.0
    """Of the sentence, 0 to 1: how likely it is more than a plain request."""
    emotion: str = "calm"
    """How the caller sounds by their words: calm, upset, angry, happy."""
    trips: tuple[Trip, ...] = ()
    """What guardrails found in it."""
    nearest: tuple[Near, ...] = ()
    """The closest intents, the closest first, where it was compared with them: what it was taken for, and what it was
    nearly taken for. Nothing follows from these; they are told to whoever looks why."""


@dataclass(frozen=True)
class Mood:
    """How the caller's last sentence sounds (docs/reference/understanding.md)."""

    complexity: float = 0.0
    emotion: str = "calm"
    confidence: float = 1.0
    """Of the act that was understood best."""
