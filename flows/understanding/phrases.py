"""Ways of saying things as data: small patterns over words, compiled once.

`[now]` may be missing, `(can|could) you` is one of several, `..` stands for one to six words, `...` for any number of
them, `{slot}` and `{value*}` for the same with a name, `<moment>` for a line of `lists.yaml`, and a `*` at the end of a
word takes all its endings: `cancel*`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from flows.understanding.first_words import ANY, first_words

MAX_WORDS = 6
"""The words of a `{name}` and of `..`; what is longer is a sentence of its own."""
_FEW, _ANY = f"(?:\\S+ ){{1,{MAX_WORDS}}}?", "(?:\\S+ )+?"
_PATTERNS = {
    "cues.yaml": (
        "polite",
        "spice",
        "put_through",
        "waits_for",
        "acts",
        "asked",
        "options",
        "stay",
        "human_end",
    ),
    "corrections.yaml": (
        "openings",
        "closings",
        "asking",
        "asking_for",
        "not",
        "not_lead",
        "not_behind",
        "named",
        "stated",
        "repairs",
    ),
    "requests.yaml": ("joints", "leave", "unwilling", "leave_idle", "none_of", "both_of", "positions"),
    "naming.yaml": ("name_leads",),
    "topics.yaml": ("about", "vague", "bare"),
    "waiting.yaml": ("seeking", "errands"),
    "standing.yaml": (
        "leads",
        "tails",
        "concluding_leads",
        "concluding_tails",
        "asks",
        "asks_of",
        "concludes",
        "already",
        "recalls",
    ),
    "after.yaml": (
        "leads",
        "tails",
        "endings",
        "thanks",
        "undo",
        "dont_do",
        "spare",
        "to_do",
        "more",
        "moves",
        "make_it",
        "not_so",
        "undo_of",
        "next",
        "bye",
    ),
    "dropping.yaml": ("not_one", "this_one", "without", "only", "keep"),
    "consent.yaml": ("asking", "around", "yes", "no", "dont", "keep", "thinking"),
}
"""Where patterns stand in the YAML files of this package."""
_ALWAYS_WHOLE = {"acts", "asked", "options", "stay", "about", "vague", "bare"}
"""Patterns that are never looked for inside a sentence."""
_PART = re.compile(r"\{\w+\*?\}|<\w+>|[\[\]()|]|[^\s\[\]()|{}<>]+")


@cache
def data(name: str) -> Any:
    """A YAML file of this package."""
    return yaml.safe_load(files("flows.understanding").joinpath(name).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern stood, and where its named parts did, in tokens."""

    start: int
    end: int
    parts: Mapping[str, tuple[int, int]]


class Phrases:
    """Several patterns that mean the same."""

    def __init__(self, patterns: Sequence[str]) -> None:
        # A group's name may stand only once in a regular expression, so patterns with named parts stay apart.
        named = [pattern for pattern in patterns if "{" in pattern]
        plain = [pattern for pattern in patterns if "{" not in pattern]
        sources = [_regex(pattern) for pattern in named]
        if plain:
            sources.insert(0, "|".join(_regex(pattern) for pattern in plain))
        self._sources = sources
        self._patterns = [*plain, *named]

    @cached_property
    def _beginning(self) -> Mapping[str, list[re.Pattern[str]]]:
        """Every pattern by each word with which it can begin."""
        result: dict[str, list[re.Pattern[str]]] = {}
        for pattern in self._patterns:
            compiled = re.compile(_regex(pattern))
            for word in first_words(_parts(pattern), _listed):
                result.setdefault(word, []).append(compiled)
        return result

    def _possible(self, tokens: tuple[str, ...]) -> Iterator[re.Pattern[str]]:
        if tokens:
            yield from self._beginning.get(tokens[0], ())
            yield from self._beginning.get(ANY, ())

    @cached_property
    def _compiled(self) -> list[re.Pattern[str]]:
        return [re.compile(f"(?:{source})") for source in self._sources]

    @cached_property
    def _inside(self) -> list[re.Pattern[str]]:
        return [re.compile(f"(?<!\\S)(?:{source})") for source in self._sources]

    @cached_property
    def _at_end(self) -> list[re.Pattern[str]]:
        return [re.compile(f"(?<!\\S)(?:{source})$") for source in self._sources]

    @property
    def fits_nothing(self) -> bool:
        """Whether one of them needs no word at all."""
        return any(one.match("") is not None for one in self._compiled)

    def whole(self, tokens: tuple[str, ...]) -> Match | None:
        """The pattern that is all of the tokens."""
        text = _joined(tokens)
        found = (one.fullmatch(text) for one in self._possible(tokens))
        return next((_match(text, item) for item in found if item is not None), None)

    def every_whole(self, tokens: tuple[str, ...]) -> list[Match]:
        """Every way to read all of the tokens, those with more named parts first."""
        text = _joined(tokens)
        found = [_match(text, item) for one in self._possible(tokens) if (item := one.fullmatch(text)) is not None]
        return sorted(found, key=lambda item: -len(item.parts))

    def at_start(self, tokens: tuple[str, ...], start: int = 0) -> Match | None:
        """The pattern that begins at a token; the longest, as far as that can be told cheaply."""
        text = _joined(tokens)
        begin = sum(len(token) + 1 for token in tokens[:start])
        found = [item for one in self._compiled if (item := one.match(text, begin)) is not None and item.end() > begin]
        return _match(text, max(found, key=lambda item: item.end())) if found else None

    def inside(self, tokens: tuple[str, ...]) -> Match | None:
        """The first place at which a pattern stands."""
        text = _joined(tokens)
        found = [item for one in self._inside if (item := one.search(text)) is not None]
        return _match(text, min(found, key=lambda item: item.start())) if found else None

    def at_end(self, tokens: tuple[str, ...]) -> Match | None:
        """The longest pattern with which the tokens end."""
        text = _joined(tokens)
        found = [item for one in self._at_end if (item := one.search(text)) is not None]
        return _match(text, min(found, key=lambda item: item.start())) if found else None


@cache
def phrases(file: str, name: str) -> Phrases:
    """The patterns under a name in a YAML file of this package."""
    return Phrases(data(file)[name])


@cache
def groups(file: str, name: str) -> dict[str, Phrases]:
    """The patterns under the names below a name in a YAML file of this package."""
    return {kind: Phrases(patterns) for kind, patterns in data(file)[name].items()}


def compile_all() -> None:
    """Make every pattern ready; takes about half a second of a core, once a process."""
    for file, names in _PATTERNS.items():
        for name in names:
            entry = data(file)[name]
            for known in groups(file, name).values() if isinstance(entry, dict) else [phrases(file, name)]:
                known.whole(("x",))
                if name not in _ALWAYS_WHOLE:
                    known.at_start(("x",))
                    known.inside(("x",))
                    known.at_end(("x",))


@cache
def word_set(file: str, name: str) -> frozenset[str]:
    """The words under a name in a YAML file of this package."""
    return frozenset(str(data(file)[name]).split())


@lru_cache(maxsize=1_000)
def _joined(tokens: tuple[str, ...]) -> str:
    return "".join(f"{token} " for token in tokens)


def _match(text: str, found: re.Match[str]) -> Match:
    def tokens_up_to(at: int) -> int:
        return text.count(" ", 0, at)

    parts = {
        name: (tokens_up_to(found.start(name)), tokens_up_to(found.end(name)))
        for name in found.groupdict()
        if found.group(name) is not None
    }
    return Match(tokens_up_to(found.start()), tokens_up_to(found.end()), parts)


def _parts(pattern: str) -> Iterator[str]:
    return iter(_PART.findall(pattern))


def _listed(name: str) -> Iterator[str]:
    return _parts(data("lists.yaml")[name[1:-1]])


def _regex(pattern: str) -> str:
    return "".join(_part(part) for part in _parts(pattern))


def _part(part: str) -> str:
    match part[0], part[-1]:
        case "[", _:
            return "(?:"
        case "]", _:
            return ")?"
        case "(", _:
            return "(?:"
        case ")" | "|", _:
            return part
        case "{", _ if part[-2] == "*":
            return f"(?P<{part[1:-2]}>{_ANY})"
        case "{", _:
            return f"(?P<{part[1:-1]}>{_FEW})"
        case ".", ".":
            return _FEW if part == ".." else _ANY
        case "<", _:
            return f"(?:{_regex(data('lists.yaml')[part[1:-1]])})"
        case _, "*":
            return f"{re.escape(part[:-1])}\\S* "
        case _:
            return f"{re.escape(part)} "
