"""Branches that are taken only after a yes: `{if: sure, go: …}`, or the else of `{if: "!sure", …}`."""

import re
from collections.abc import Callable, Iterator

from flows.definition.edges import Branch, Next

_OR, _AND = re.compile(r"\|\||\bor\b"), re.compile(r"&&|\band\b")
_YES = re.compile(r"(?P<slot>\w+)(?:\s*(?:==\s*true|!=\s*false))?\Z")
_NO = re.compile(r"(?:(?:!|not\b)\s*(?P<slot>\w+)|(?P<named>\w+)\s*(?:==\s*false|!=\s*true))\Z")

IsYes = Callable[[str], bool]
"""Whether a name is that of a slot which a yes makes true."""


def targets_with_consent(leads_to: Next, is_yes: IsYes) -> Iterator[tuple[str, bool]]:
    """(name, whether only a yes leads there) of everything that an edge may lead to."""
    if isinstance(leads_to, str):
        yield leads_to, False
        return
    above: list[str] = []
    for branch in leads_to:
        yield branch.target, _consents(branch, above, is_yes)
        above.append(branch.condition or "")


def _consents(branch: Branch, above: list[str], is_yes: IsYes) -> bool:
    refused_above = any(_no(condition, is_yes) for condition in above)
    return refused_above or (branch.condition is not None and _yes(branch.condition, is_yes))


def _yes(condition: str, is_yes: IsYes) -> bool:
    """Whether a condition holds after a yes only: one of its parts says so, in each of its alternatives."""
    return all(any(_is(part, _YES, is_yes) for part in _AND.split(either)) for either in _OR.split(_bare(condition)))


def _no(condition: str, is_yes: IsYes) -> bool:
    """Whether a condition holds after every no, so that what is behind it had a yes."""
    return any(_is(either, _NO, is_yes) for either in _OR.split(_bare(condition)))


def _is(part: str, form: re.Pattern[str], is_yes: IsYes) -> bool:
    found = form.match(_bare(part))
    return found is not None and any(is_yes(name) for name in found.groupdict().values() if name is not None)


def _bare(text: str) -> str:
    """Without the brackets around all of it."""
    text = text.strip()
    while text.startswith("(") and text.endswith(")") and "(" not in text[1:] and ")" not in text[:-1]:
        text = text[1:-1].strip()
    return text
