"""What of a model's answer counts: acts that are allowed now, with names that there are and values that were said.

A model helps and never rules: a value is read by the slot's own parser from words that the caller said, so that none is
made up; whether the caller agrees to something is read from the words alone.
"""

import json
from typing import Any

from flows.engine.acts import Act, ActKind
from flows.understanding.model.port import ModelFailed
from flows.understanding.model.question import MAX_ACTS, allowed, nameable, startable
from flows.understanding.situation import FREE_TYPES, Situation
from flows.values.words import Found, Words

SURE, SURE_VALUE = 0.8, 0.8
MAX_ANSWER_CHARACTERS = 8_000
"""Six acts have some hundred characters; more is no answer to what was asked."""
MAX_FREE_WORDS = 12
"""A whole long sentence is no name and no street."""


def acts_of(text: str, words: Words, situation: Situation) -> list[Act]:
    """The acts of an answer; one that makes no sense is left out. Raises ModelFailed when nothing is left."""
    acts: list[Act] = []
    for item in _items(text):
        act = _act(item, words, situation)
        if act is not None and act not in acts:
            acts.append(act)
    started = [act for act in acts if act.act == "start_flow"]
    if started and not situation.idle:
        acts = [act for act in acts if act.act != "start_flow" or act.flow != situation.expectation.flow]
    if not acts:
        raise ModelFailed("nothing in the model's answer fits the sentence")
    alone = [act for act in acts if act.act not in ("out_of_scope", "chitchat")]
    return alone or acts[:1]


def _items(text: str) -> list[dict[str, Any]]:
    if len(text) > MAX_ANSWER_CHARACTERS:
        raise ModelFailed("the model's answer is too long")
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise ModelFailed("the model's answer is no JSON") from None
    acts = told.get("acts") if isinstance(told, dict) else None
    if not isinstance(acts, list):
        raise ModelFailed("the model's answer has no acts")
    return [item for item in acts[:MAX_ACTS] if isinstance(item, dict)]


def _act(item: dict[str, Any], words: Words, situation: Situation) -> Act | None:
    kind = item.get("act")
    if not isinstance(kind, str) or kind not in allowed(situation):
        return None
    match kind:
        case "start_flow":
            flow = item.get("flow")
            return Act("start_flow", SURE, flow=flow) if flow in startable(situation.bot) else None
        case "clarify":
            given = item.get("candidates")
            flows = [flow for flow in startable(situation.bot) if isinstance(given, list) and flow in given]
            return Act("clarify", SURE, candidates=tuple(flows[:3])) if len(flows) > 1 else None
        case "fill" | "correct":
            return _value(item, words, situation)
        case _:
            known: ActKind = kind  # type: ignore[assignment]  # `allowed` has only kinds of acts
            return Act(known, SURE)


def _value(item: dict[str, Any], words: Words, situation: Situation) -> Act | None:
    name, given = item.get("slot"), item.get("words")
    if not isinstance(name, str) or name not in nameable(situation) or _is_consent(name, situation):
        return None
    old = situation.known.get(name) if name in situation.filled else None
    if not isinstance(given, str) or not given.strip():
        return Act("correct", SURE, slot=name, old=old) if old is not None else None
    found = _found(name, given, words, situation)
    if found is None or found.value == old:
        return None
    # The parsers did not find it by themselves: it is read back before it counts.
    if old is None:
        return Act("fill", SURE_VALUE, slot=name, value=found.value, doubtful=True)
    return Act("correct", SURE_VALUE, slot=name, old=old, new=found.value, doubtful=True)


def _is_consent(name: str, situation: Situation) -> bool:
    """A yes_no slot may let something happen."""
    return situation.slot(name).type == "yes_no" or (situation.reads_back and name == situation.asked)


def _found(name: str, given: str, words: Words, situation: Situation) -> Found | None:
    """The value of words that stand in the sentence one behind the other."""
    own = Words.of(given, words.setting)
    size = len(own.tokens)
    said = any(words.tokens[at : at + size] == own.tokens for at in range(len(words.tokens) - size + 1))
    if not size or not said:
        return None
    slot = situation.slot(name)
    if slot.type in FREE_TYPES and size == len(words.tokens) and size > MAX_FREE_WORDS:
        return None
    values = slot.find(own, asked=True)
    return next((item for item in values if slot.problem_at(item.value, words.setting) is None), None)
