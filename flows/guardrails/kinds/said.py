"""Ways of saying what a shipped rule speaks of, as data: phrases that mean it, and such as only sound like it."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from flows.guardrails.found import Found, shown
from flows.understanding.phrases import Phrases
from flows.values.words import Words

CONTRACTED = {
    token.replace("'", ""): token
    for token in (
        "can't don't doesn't didn't won't wouldn't couldn't shouldn't isn't aren't wasn't weren't haven't hasn't i'm "
        "i've you're you've they're he's she's that's what's there's it'll you'll they'll"
    ).split()
}
"""Many people type no apostrophes; what is another word without one is left out."""


@dataclass(frozen=True)
class Sayings:
    """Of one rule."""

    means: Phrases
    not_meant: Phrases
    """A sentence with one of these is looked at without it."""


def said(name: str, text: str) -> Found | None:
    """The first phrase of a rule in a text."""
    words, sayings = Words.of(text), _sayings(name)
    tokens, spans = [CONTRACTED.get(token, token) for token in words.tokens], list(words.spans)
    while (aside := sayings.not_meant.inside(tuple(tokens))) is not None and aside.end > aside.start:
        tokens[aside.start : aside.end] = ["…"]
        spans[aside.start : aside.end] = [(spans[aside.start][0], spans[aside.end - 1][1])]
    found = sayings.means.inside(tuple(tokens))
    if found is None or found.end <= found.start:
        return None
    span = spans[found.start][0], spans[found.end - 1][1]
    return Found(shown(text[span[0] : span[1]]), 1.0, (span,))


@cache
def _sayings(name: str) -> Sayings:
    data = yaml.safe_load(files("flows.guardrails").joinpath(f"{name}.yaml").read_text(encoding="utf-8"))
    return Sayings(Phrases(data["means"]), Phrases(data["not_meant"]))
