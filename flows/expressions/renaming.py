"""Another name for a value in conditions and texts; literals and fields that are spelt like it stay."""

from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from flows.expressions.conditions import name_places
from flows.expressions.templates import TemplateProblem, names_in, read_template

_AFTER = frozenset({".", "|"})
"""What stands behind these is a field or a filter."""

_lexer = ImmutableSandboxedEnvironment()  # only takes texts apart: its braces are those of the texts of a bot


class CannotRename(ValueError):
    """A text cannot be read, or says something else with the new name; the message is a sentence for its author."""


def renamed_in_condition(text: str, old: str, new: str, *, of: str | None = None) -> str:
    """A condition or expression with another name; with `of`, a field of that name has another one."""
    for at in reversed(name_places(text, old, of=of)):
        text = f"{text[:at]}{new}{text[at + len(old) :]}"
    return text


def renamed_in_template(text: str, old: str, new: str) -> str:
    """A text with another name. Raises CannotRename."""
    if "{" not in text or old not in text:
        return text
    try:
        tree = read_template(text)
    except TemplateProblem as problem:
        raise CannotRename(problem.message) from None
    if old not in names_in(tree):
        return text
    result = _replaced(text, old, new)
    for node in tree.find_all(nodes.Name):
        if node.name == old:
            node.name = new
    try:
        if read_template(result) == tree:
            return result
    except TemplateProblem:
        pass
    raise CannotRename(f"`{old}` stands in the text in a way that cannot be followed.")


def _replaced(text: str, old: str, new: str) -> str:
    pieces: list[str] = []
    at, before = 0, ""
    tokens = [(kind, value) for _, kind, value in _lexer.lex(text)]
    for index, (kind, value) in enumerate(tokens):
        start = text.find(value, at)
        if start < 0:
            raise CannotRename("The text has line ends that cannot be followed.")
        is_name = kind == "name" and value == old and before not in _AFTER and not _is_keyword(tokens, index, before)
        pieces += (text[at:start], new if is_name else value)
        at = start + len(value)
        if kind not in ("whitespace", "data"):
            before = value
    return "".join((*pieces, text[at:]))


def _is_keyword(tokens: list[tuple[str, str]], index: int, before: str) -> bool:
    """Whether a word names a test (`is none`) or an argument (`year=`)."""
    following = next((value for kind, value in tokens[index + 1 :] if kind != "whitespace"), "")
    return before == "is" or following == "="
