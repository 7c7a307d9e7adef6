"""Tokens in the place of personal values: `⟨card:1⟩`. What is kept of a conversation holds these and nothing else.

Values are known by the names that hold them (slots, variables, arguments, results). Wherever a known one stands
again, in a text, a trace or a state, its token stands there too; a caller's sentence that gave one, or may be one, is
a token as a whole. The same conversation gives the same tokens again, so a replay can be compared.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flows.personal.fields import KEY, ONCE, PRESSED, RESERVED, TEXT, WORDS, PersonalFields
from flows.personal.shapes import Shape, shape_of
from flows.personal.spotting import literal, may_be_personal, plainly

TOKEN = re.compile(r"⟨[^⟨⟩:]{1,40}:\d{1,9}⟩")
MARK = "⟨"
HOLDERS = frozenset({"slots", "variables", "values", "result", "arguments"})
"""Maps whose keys are names of the bot, in events, commands and states."""
GIVEN = ("value", "old", "new")
"""What stands beside `slot`."""
STRUCTURE = frozenset(
    "event act command why flow node to kind phase tool id slot reason effect channel error bot language now call route"
    " emotion intent"
    .split()
)  # fmt: skip
"""Words of the engine and names of the bot, where they stand by themselves: a caller may be called so."""
SHORTEST = 3
"""Letters and figures of a value that is looked for inside of texts; shorter ones only count where they stand alone."""
END = 8
"""Last figures of a long number, which tell it."""
SMALLEST = 1_000
"""Of a number that is looked for everywhere; smaller ones may be a count of anything."""
_IN_OTHER_WORDS = re.compile(r"\d{4}-\d\d-\d\d|\d\d:\d\d")
"""Dates and times are said in many ways."""


@dataclass(frozen=True)
class Kept:
    """A value that a token stands for."""

    token: str
    personal: str
    value: Any
    shape: Shape


@dataclass
class Tokens:
    """Those of one conversation. Not for use by several threads at once."""

    fields: PersonalFields
    _kept: dict[str, Kept] = field(default_factory=dict)
    _of_value: dict[tuple[str, Any], str] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)
    _forms: set[str] = field(default_factory=set)
    _literals: dict[str, str] = field(default_factory=dict)
    _in_other_words: bool = False
    _fresh: list[Kept] = field(default_factory=list)
    _gave: bool = False
    """Whether the line at hand is of a sentence that is a token as a whole."""

    @classmethod
    def of(cls, fields: PersonalFields, kept: Sequence[Kept]) -> "Tokens":
        """Those of a conversation that goes on. `kept`: in the order in which they were made."""
        tokens = cls(fields)
        for entry in kept:
            tokens._keep(entry)
            if entry.personal not in RESERVED:
                for name in [name for name, personal in fields.classes.items() if personal == entry.personal] or [""]:
                    tokens._look_for(entry.value, entry.personal, name)
        return tokens

    def line(
        self, event: dict[str, Any], commands: list[Any], state: dict[str, Any], trace: list[Any], *, asked: bool
    ) -> tuple[dict[str, Any], list[Any], dict[str, Any], list[Any]]:
        """An event and what it led to, as plain JSON, with tokens. `asked`: a question for a value was open before."""
        gave = asked or any(act.get("slot") in self.fields.classes for act in _acts(event))
        said = event.get("understanding")
        self._gave = gave or (isinstance(said, dict) and may_be_personal(str(said.get("text", ""))))
        for part in (event, commands, state):
            self._learn(part, inside=False)
        self._hide_heard(event, state)
        told = self._event(event, whole=gave)
        steps = self._list(trace)
        if told.get("key") != event.get("key"):
            steps = [{**step, "key": told["key"]} if "key" in step else step for step in steps]
        return told, self._list(commands), self._map(state, inside=False), steps

    def fresh(self) -> list[Kept]:
        """The tokens that were made since this was asked last."""
        fresh, self._fresh = self._fresh, []
        return fresh

    # -- what is known -------------------------------------------------------------------------------------------------

    def _learn(self, node: Any, *, inside: bool) -> None:
        """Find the values under names that hold personal ones. `inside`: the keys here are names of the bot."""
        if isinstance(node, list):
            for entry in node:
                self._learn(entry, inside=inside)
        if not isinstance(node, dict):
            return
        for key, value, personal in self._entries(node, inside=inside):
            if personal is not None:
                for leaf in _leaves(value):
                    self._token(leaf, personal)
                    self._look_for(leaf, personal, node.get("slot") if key in GIVEN else key)
            else:
                self._learn(value, inside=inside or key in HOLDERS)

    def _entries(self, node: dict[str, Any], *, inside: bool) -> Iterator[tuple[str, Any, str | None]]:
        beside = self.fields.classes.get(node["slot"]) if isinstance(node.get("slot"), str) else None
        if node.get("why") == "set" and isinstance(node.get("name"), str):
            beside = self.fields.classes.get(node["name"])
        for key, value in node.items():
            if beside is not None and key in GIVEN and value is not None:
                yield key, value, beside
            elif inside and key in self.fields.classes and value is not None:
                yield key, value, self.fields.classes[key]
            else:
                yield key, value, None

    def _look_for(self, value: Any, personal: str, name: Any) -> None:
        """Wherever it stands, however it is said."""
        if isinstance(value, bool) or value is None:
            return
        said = [str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)]
        if name in self.fields.slots and isinstance(value, str):
            said.append(self.fields.slots[name].say(value))
        if personal == "person" and isinstance(value, str):
            said += value.split()
        forms = {form for text in said if len(form := plainly(text)) >= SHORTEST}
        ends = {form[-END:] for form in forms if form[-END:].isdigit()}  # a phone is said without its country
        self._forms |= forms | {end for end in ends if len(end) == END}
        shortest = SHORTEST - 1 if personal == "person" else SHORTEST
        self._literals |= {text: personal for text in said if len(plainly(text)) >= shortest}
        if not isinstance(value, str) or _IN_OTHER_WORDS.search(value):
            self._in_other_words = True

    def _token(self, value: Any, personal: str, *, words: bool = False, alike: bool = True) -> str:
        """The token of a value. Unless `alike`, it is a new one even if the same value has one already."""
        known = self._of_value.get(_alike(value, personal)) if alike else None
        if known is not None:
            return known
        self._counts[personal] += 1
        token = f"⟨{personal}:{self._counts[personal]}⟩"
        entry = Kept(token, personal, value, shape_of(value, words=words))
        self._keep(entry)
        self._fresh.append(entry)
        return token

    def _keep(self, entry: Kept) -> None:
        self._kept[entry.token] = entry
        if entry.personal != KEY:
            self._of_value.setdefault(_alike(entry.value, entry.personal), entry.token)
        number = int(entry.token[1:-1].rpartition(":")[2])
        self._counts[entry.personal] = max(self._counts[entry.personal], number)

    def _hide_heard(self, event: dict[str, Any], state: dict[str, Any]) -> None:
        """What was heard of a text that was cut off may end in the middle of a value."""
        heard, said = event.get("heard"), state.get("last_said", ())
        if event.get("event") == "user_interrupted" and heard and any(self._text(text) != text for text in said):
            self._token(heard, TEXT, words=True)

    # -- what is written -----------------------------------------------------------------------------------------------

    def _event(self, event: dict[str, Any], *, whole: bool) -> dict[str, Any]:
        """`whole`: what the caller said or pressed is personal altogether."""
        match event:
            case {"understanding": {"text": str(text)}} if text and (whole or may_be_personal(text)):
                self._token(text, WORDS, words=True)
            case {"event": "key_pressed", "key": key} if whole:
                return {**self._map(event, inside=False), "key": self._token(key, KEY, alike=False)}
        return self._map(event, inside=False)

    def _map(self, node: dict[str, Any], *, inside: bool) -> dict[str, Any]:
        told = {}
        for key, value, personal in self._entries(node, inside=inside):
            if personal is not None:
                told[key] = self._personal(value, personal)
            elif key == "keys" and isinstance(value, str) and value:
                told[key] = self._token(value, PRESSED)
            elif key == "idempotency_key" and isinstance(value, str):
                told[key] = self._token(value, ONCE, words=True)
            elif key == "verifies" and isinstance(value, dict) and isinstance(value.get("who"), str) and not inside:
                told[key] = {**value, "who": self._token(value["who"], ONCE, words=True)}
            elif key == "evidence" and isinstance(value, str) and (self._gave or may_be_personal(value)):
                told[key] = self._token(value, WORDS, words=True)  # a part of what was said
            elif key in STRUCTURE and not inside and isinstance(value, str):
                told[key] = value
            else:
                told[self._text(key) if inside else key] = self._any(value, inside=inside or key in HOLDERS)
        return told

    def _list(self, node: list[Any], *, inside: bool = False) -> list[Any]:
        return [self._any(entry, inside=inside) for entry in node]

    def _any(self, value: Any, *, inside: bool) -> Any:
        match value:
            case dict():
                return self._map(value, inside=inside)
            case list():
                return self._list(value, inside=inside)
            case str():
                return self._text(value)
            case bool() | None:
                return value
            case int() | float() if abs(value) >= SMALLEST:
                return self._number(value)
            case _:
                return value

    def _number(self, value: int | float) -> Any:
        """A number that is known, be it as another kind of number, as a text, or with another sign."""
        size = abs(value)
        whole = int(size) if float(size).is_integer() else None
        alike = [size, -size, float(size), -float(size)]
        alike += [whole, -whole] if whole is not None else []
        texts = [str(form) for form in alike]
        keys = [(type(form).__name__, form) for form in alike] + [("str", text) for text in texts]
        known = next((self._of_value[key] for key in keys if key in self._of_value), None)
        return value if known is None else self._token(value, self._kept[known].personal)

    def _personal(self, value: Any, personal: str) -> Any:
        """Everything below a name that holds personal values."""
        match value:
            case dict():
                return {self._key(key, personal): self._personal(entry, personal) for key, entry in value.items()}
            case list():
                return [self._personal(entry, personal) for entry in value]
            case None:
                return None
            case _:
                return self._token(value, personal)

    def _key(self, key: str, personal: str) -> str:
        """The key of a map of personal values: the name of a part, as a rule, but it may be a value itself."""
        return self._token(key, personal) if may_be_personal(key) else self._text(key)

    def _text(self, text: str) -> str:
        known = self._of_value.get(("str", text))
        if known is not None:
            return known
        if text in self.fields.fixed or len(text) < SHORTEST and MARK not in text:
            return text
        if MARK in text or self._in_other_words and " " in text:
            return self._token(text, TEXT, words=True)
        form = plainly(text)
        short = any(len(name) < SHORTEST and literal(name).search(text) for name in self._literals)
        if not short and not any(known_form in form for known_form in self._forms):
            return text
        told = text
        for written, personal in sorted(self._literals.items(), key=lambda item: -len(item[0])):
            told = _replaced(told, written, lambda found, of=personal: self._token(found, of))
        left = plainly(TOKEN.sub(" ", told))
        if any(known_form in left for known_form in self._forms):
            return self._token(text, TEXT, words=True)
        return told


def _alike(value: Any, personal: str) -> tuple[str, Any]:
    """1, 1.0, "1", true and the key 1 are five things."""
    return PRESSED if personal == PRESSED else type(value).__name__, value


def restored(node: Any, values: Mapping[str, Any]) -> Any:
    """What tokens stand for, put back. A token that is not among the values stays."""
    match node:
        case dict():
            return {restored(key, values): restored(value, values) for key, value in node.items()}
        case list():
            return [restored(entry, values) for entry in node]
        case str() if MARK in node:
            if node in values:
                return values[node]
            return TOKEN.sub(lambda found: str(values.get(found[0], found[0])), node)
        case _:
            return node


def _replaced(text: str, written: str, token: Any) -> str:
    """Outside of the tokens that are there already."""
    parts = re.split(f"({TOKEN.pattern})", text)
    return "".join(
        part if TOKEN.fullmatch(part) else literal(written).sub(lambda found: token(found[0]), part) for part in parts
    )


def _acts(event: dict[str, Any]) -> list[dict[str, Any]]:
    understanding = event.get("understanding")
    acts = understanding.get("acts", ()) if isinstance(understanding, dict) else ()
    return [act for act in acts if isinstance(act, dict)]


def _leaves(value: Any) -> Iterator[Any]:
    match value:
        case dict():
            for key, entry in value.items():
                if may_be_personal(key):
                    yield key
                yield from _leaves(entry)
        case list():
            for entry in value:
                yield from _leaves(entry)
        case None:
            pass
        case _:
            yield value
