"""Texts: not empty, readable, with declared names, and filters that fit."""

import re
from collections.abc import Iterator

from flows.checks.look import Look
from flows.checks.template_types import Reader
from flows.definition.nodes.node import Node
from flows.expressions.templates import TemplateProblem, names_in
from flows.findings import Finding
from flows.loader.path import Path, called, capital
from flows.near import did_you_mean

NOT_SAID = frozenset({"with", "set"})
"""Fields whose texts are values: they may be empty."""
_SINGLE_BRACES = re.compile(r"(?<!\{)\{\s*([a-z]\w*)\s*(?:\|[^{}]*)?\}{1,2}")


def usable_templates(look: Look) -> Iterator[Finding]:
    """Every text can be read, uses declared names only, and filters that fit what these hold."""
    for path, text in look.texts():
        yield from _template(look, path, text)


def _template(look: Look, path: Path, text: str) -> Iterator[Finding]:
    if "{" not in text:
        return
    try:
        tree = look.tree(text)
    except TemplateProblem as problem:
        yield look.finding("condition.template", path, f"{problem.message.rstrip('.')}.", problem.remedy)
        return
    types = look.types_at(path)
    for name in sorted(names_in(tree) - types.keys() - {"env"}):
        if not look.may_be_value(name, path):
            field = re.search(rf"\b{name}\s*\.\s*(\w+)", text)
            remedy = did_you_mean(name, sorted(types), "Declare it under `slots:` or `variables:`.")
            if field is not None and field[1] in types:
                remedy = f"A name stands alone: `{{{{ {field[1]} }}}}`."
            yield look.finding("name.unknown", path, f"The name `{name}` is not declared.", remedy)
    yield from Reader(look, path).problems(tree)
    for match in _SINGLE_BRACES.finditer(text):
        if match[1] in types:
            does = "sent" if path[0] == "tools" else "spoken"
            message = f"`{match[0]}` is {does} as it stands, braces and all."
            yield look.finding("condition.template", path, message, f"Write `{{{{ {match[1]} }}}}`.", "warning")


def spoken_texts(look: Look) -> Iterator[Finding]:
    """What is to be said or asked is not empty."""
    for path, node in look.nodes():
        for below, text in _said(node):
            if not text.strip():
                message = f"{capital(called(below))} is empty."
                yield look.finding("schema.value", (*path, *below), message, "Write words, or delete the field.")


def _said(node: Node) -> Iterator[tuple[Path, str]]:
    for below, text in node.texts():
        if below[0] not in NOT_SAID:
            yield below, text
