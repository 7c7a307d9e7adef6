"""What a language model may see of the call: the last turns, and in a line or two what is known and done.

Of the bot's words only what was heard. Personal values whose class is not allowed stand there as `[person]`; a sentence
in which one may hide is left out as a whole. All of it is worked out from the state, and stands in the command.
"""

import re
from collections.abc import Iterator
from typing import Any

from flows.definition.bot import Bot
from flows.definition.nodes.ask import Ask
from flows.definition.nodes.generate import MOST_HISTORY, Generate
from flows.engine.commands import Exchange
from flows.engine.routing import with_fallbacks
from flows.engine.turn import Turn
from flows.personal.spotting import literal, may_be_personal, plainly
from flows.values.slots import SLOT_TYPES

SHORTEST = 3
"""Letters and figures of a value that is looked for inside of texts."""
PERSONAL = "personal"
_HIDDEN_WORDS = "[something personal]"
_OPEN_TYPES = frozenset({"text", "list", "map"})
"""Variables of these may hold anything, such as what a tool returned."""


def remember(turn: Turn) -> None:
    """The caller's next turn begins: what was said until then is past."""
    state = turn.state
    heard = state.heard if state.heard is not None else " ".join(state.last_said)
    if state.turn_words or heard:
        past = Exchange(state.turn_words, heard, state.turn_asked)
        turn.change(history=(*state.history, past)[-MOST_HISTORY:])
    turn.change(turn_words="", turn_asked=_asked(turn))


def _asked(turn: Turn) -> str:
    """The slot that is asked for, whose value the next words may be."""
    for frame in reversed(turn.state.stack):
        node = turn.node(frame) if frame.question is not None else None
        if isinstance(node, Ask):
            return node.slot
    return ""


def allowed_for(bot: Bot, node: Generate, route: str | None) -> frozenset[str]:
    """Classes of personal data that the model may be given: those that every route that may answer allows."""
    chain = [frozenset(bot.routes[name].allow) for name in with_fallbacks(bot, route)]
    return frozenset(node.allow) | (frozenset.intersection(*chain) if chain else frozenset())


def history_of(turn: Turn, node: Generate, route: str | None) -> tuple[tuple[Exchange, ...], str, str]:
    """The last turns as the model may see them, the one under way last; what is known besides; and what was said before
    as a model has summed it up."""
    if node.history <= 0:
        return (), "", ""
    state = turn.state
    allowed = allowed_for(turn.program.bot, node, route)
    hidden = Hidden(turn, allowed)
    now = Exchange(state.turn_words, " ".join(state.last_said), state.turn_asked)
    every = (*state.history, now) if now.words or now.heard else state.history
    return (
        tuple(hidden.exchange(one) for one in every[-node.history :]),
        _summary(turn, hidden),
        hidden.values_out_of(state.summary),
    )


class Hidden:
    """Takes out of texts what a model may not be given."""

    def __init__(self, turn: Turn, allowed: frozenset[str]) -> None:
        self._bot = turn.program.bot
        self._allowed = allowed
        self._secret: list[tuple[str, str]] = []
        """Ways to write a value, and its class."""
        self._open: list[str] = []
        """Ways to write values that the model may be given."""
        for name, value in (*turn.state.slots.items(), *turn.state.variables.items()):
            personal = self.class_of(name)
            for text in _written(self._bot, name, value):
                if personal is None or personal in allowed:
                    self._open.append(text)
                else:
                    self._secret.append((text, personal))
        self._secret.sort(key=lambda entry: -len(entry[0]))

    def class_of(self, name: str) -> str | None:
        """The class of personal data that a name holds; None where it holds none."""
        slot = self._bot.slots.get(name)
        if slot is not None:
            return None if slot.personal is False else slot.personal_class
        variable = self._bot.variables.get(name)
        if variable is None or variable.personal is False:
            return None if variable is not None else PERSONAL
        if isinstance(variable.personal, str):
            return variable.personal
        by_type = SLOT_TYPES[variable.type].personal_by_itself if variable.type in SLOT_TYPES else None
        if by_type is None and (variable.personal is True or variable.type in _OPEN_TYPES):
            return PERSONAL
        return by_type

    def may_see(self, name: str) -> bool:
        """Whether the model may be given a value."""
        personal = self.class_of(name)
        return personal is None or personal in self._allowed

    def exchange(self, one: Exchange) -> Exchange:
        """A turn with what may be seen of it."""
        if one.asked and one.words and not self.may_see(one.asked):
            return Exchange(f"[{self.class_of(one.asked)}]", self.text(one.heard), one.asked)
        return Exchange(self.text(one.words), self.text(one.heard), one.asked)

    def allows(self, value: Any) -> bool:
        """Whether nothing in a value is one that may not be seen."""
        match value:
            case str():
                return self.values_out_of(value) == value
            case dict():
                return all(self.allows(key) and self.allows(entry) for key, entry in value.items())
            case list():
                return all(map(self.allows, value))
            case bool() | None:
                return True
        return self.allows(str(value))

    def values_out_of(self, text: str) -> str:
        """A text with the class of each known value that may not be seen in its place."""
        for written, personal in self._secret:
            text = literal(written).sub(f"[{personal}]", text)
        return text

    def text(self, text: str) -> str:
        """What somebody said, with what may be seen of it."""
        told = self.values_out_of(text)
        left = told
        for written in self._open:
            left = literal(written).sub(" ", left)
        if may_be_personal(re.sub(r"\[[a-z_]+\]", " ", left)):
            return _HIDDEN_WORDS
        plain = plainly(left)
        found = (plainly(written) for written, _ in self._secret)
        return _HIDDEN_WORDS if any(form in plain for form in found if len(form) >= SHORTEST) else told


def _written(bot: Bot, name: str, value: Any) -> Iterator[str]:
    """A value as it may stand in a text."""
    match value:
        case bool() | None:
            return
        case dict():
            for entry in value.values():
                yield from _written(bot, name, entry)
        case list() | tuple():
            for entry in value:
                yield from _written(bot, name, entry)
        case _:
            text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
            slot = bot.slots.get(name)
            forms = [text, slot.say(value)] if slot is not None else [text]
            forms += text.split() if slot is not None and slot.personal_class == "person" else []
            yield from (form for form in dict.fromkeys(forms) if len(plainly(form)) >= SHORTEST)


def _summary(turn: Turn, hidden: Hidden) -> str:
    """What was done, what is under way, and what is known, in plain sentences."""
    state, flows = turn.state, turn.program.flows

    def called(name: str) -> str:
        return (flows[name].description or name.replace("_", " ")).rstrip(".")

    lines = [
        f"{'Left' if done.left else 'Done'}: {called(done.flow)}{_values(turn, hidden, done.values)}."
        for done in state.done
    ]
    lines += [f"Under way: {called(frame.flow)}." for frame in state.stack if not (frame.repair or frame.opening)]
    known = _values(turn, hidden, state.slots)
    return " ".join(lines + ([f"Known:{known}."] if known else []))


def _values(turn: Turn, hidden: Hidden, values: dict[str, Any]) -> str:
    slots = turn.program.bot.slots
    told = [
        f"{name.replace('_', ' ')} {slots[name].say(value)}"
        for name, value in values.items()
        if value is not None and name in slots and hidden.may_see(name)
    ]
    return f" ({', '.join(told)})" if told else ""
