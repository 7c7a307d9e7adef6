"""Choices in conditions and texts: they are compared with options that they have."""

import re
from collections.abc import Iterator

from flows.checks.look import Look
from flows.expressions.presence import ask_for_it
from flows.findings import Finding
from flows.loader.path import Path
from flows.near import did_you_mean
from flows.values.choice import Choice

_TEXT = r"""(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
_COMPARED = re.compile(
    rf"""(?<![\w."'])(?P<left>[a-z]\w*)\s*(?:==|!=)\s*(?P<right_text>{_TEXT})(?!\s*[.+])"""
    rf"""|(?P<left_text>{_TEXT})\s*(?:==|!=)\s*(?P<right>[a-z]\w*)(?![\w.(])"""
    rf"""|(?<![\w."'])(?P<member>[a-z]\w*)\s+in\s*\[(?P<several>\s*{_TEXT}(?:\s*,\s*{_TEXT})*\s*)\]"""
    rf"""|{_TEXT}"""
)
"""A name against texts, in the three ways in which conditions have it; other texts are passed over."""


def compared_options(look: Look, path: Path, text: str) -> Iterator[Finding]:
    """The options of choices that a condition speaks of exist."""
    for match in _COMPARED.finditer(text):
        name = match["left"] or match["right"] or match["member"]
        if name is None:
            continue
        if text[: match.start()].rstrip().endswith("+") or text[match.end() :].lstrip().startswith("+"):
            continue  # a part of a longer text is compared
        texts = match["right_text"] or match["left_text"] or match["several"]
        for written in re.findall(_TEXT, texts):
            yield from known_option(look, path, name, written[1:-1])


def known_option(look: Look, path: Path, name: str, value: str) -> Iterator[Finding]:
    """A value that a choice is compared with is one of its options."""
    slot = look.bot.slots.get(name)
    options = look.options(name, slot) if isinstance(slot, Choice) else None
    if options is None or value in options:
        return
    if not value.strip():
        remedy = f"`{{% if {name} %}}` holds when it has a value."
        if path[-1] in ("if", "expr") or "save" in path:
            remedy = ask_for_it(name, look.types_at(path))
        yield look.finding("condition.option", path, f"`{name}` can never be empty.", remedy)
        return
    message = f"`{name}` can never be `{value[:40]}`."
    remedy = did_you_mean(value, options, f"It can be {', '.join(f'`{key}`' for key in options)}.")
    yield look.finding("condition.option", path, message, remedy)
