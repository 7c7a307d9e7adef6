"""What recognisers write apart, or together, other than it was said: "100 and 20", "1 0 5", "johnatgmail.com"."""

from collections.abc import Iterator

from flows.values.email_words import email_words
from flows.values.rewritten import Edit
from flows.values.words import Words

HUNDRED = 100
FEWEST = 3
"""Single figures in a row that are one number; two may be anything."""


def figures(words: Words) -> Iterator[Edit]:
    """Sums that were written as their parts, and numbers that were written figure by figure."""
    yield from sums(words)
    yield from _rows(words)


def sums(words: Words) -> Iterator[Edit]:
    """ "4,200 and 71"."""
    for at in range(len(words) - 2):
        if words.tokens[at + 1] == "and" and (total := _sum(words.tokens[at], words.tokens[at + 2])):
            yield Edit(at, at + 3, str(total))


def _rows(words: Words) -> Iterator[Edit]:
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and _is_figure(words.tokens[end]) and (end == at or words.between(end, end).isspace()):
            end += 1
        if end - at >= FEWEST:
            yield Edit(at, end, "".join(words.tokens[at:end]))
        at = max(end, at + 1)


def _is_figure(token: str) -> bool:
    return len(token) == 1 and token.isdecimal()


def _sum(hundreds: str, rest: str) -> int:
    """ "4,200" and "71" are 4271; 0 where the two are no number together."""
    first = hundreds.replace(",", "")
    if not (first.isdecimal() and rest.isdecimal() and 0 < int(rest) < HUNDRED <= int(first)):
        return 0
    return int(first) + int(rest) if int(first) % HUNDRED == 0 else 0


def glued_at(words: Words) -> Iterator[Edit]:
    """An "at" before a known provider that stuck to its neighbours, or was lost: "johnatgmail.com", "JKGmail.com"."""
    if "@" in words.tokens or any(email_words().at.end(words.tokens, at) for at in range(len(words))):
        return
    for at, token in enumerate(words.tokens):
        for provider in email_words().domains:
            name = token.removesuffix(provider)
            if name and name != token and at + 1 < len(words):
                bare = next((name.removesuffix(ending) for ending in ("at", "@") if name.removesuffix(ending)), name)
                yield Edit(at, at + 1, f"{bare} at {provider}")
                break
