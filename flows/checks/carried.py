"""What of a text or an expression stands in its result: the names whose values can be read out of it.

A comparison, a test and the condition of a branch say something about a value and do not hold it, and some filters and
functions leave too little of it to know it by.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jinja2 import nodes

REDACTING = frozenset({"length", "weekday"})
"""The filters whose result does not tell the value."""
_TELLING_FUNCTIONS = frozenset({"size", "weekday", "startsWith", "endsWith", "contains", "matches", "has"})
"""What conditions call: each tells something about a value."""
_TOKEN = re.compile(
    r"""(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
    r"""|(?P<word>[A-Za-z_]\w*)|(?P<number>\d[\w.]*)|(?P<told>==|!=|<=|>=|&&|\|\||[<>!])|(?P<sign>\S)"""
)
_TELLING_WORDS = frozenset({"in", "and", "or", "not"})
_NO_NAMES = frozenset({"true", "false", "null"})


def carried_by_text(tree: nodes.Node) -> tuple[str, ...]:
    """The names whose values stand in a filled text, each once."""
    return tuple(dict.fromkeys(_carried(tree)))


def _carried(node: nodes.Node) -> Iterator[str]:
    match node:
        case nodes.Name():
            yield node.name
        case nodes.Compare() | nodes.Not() | nodes.Test():
            return
        case nodes.Filter() if node.node is not None:
            if node.name not in REDACTING:
                yield from _carried(node.node)
            for argument in node.args if node.name == "default" else ():
                yield from _carried(argument)
        case nodes.Getitem():
            yield from _carried(node.node)
        case nodes.CondExpr():
            for branch in (node.expr1, node.expr2):
                yield from _carried(branch) if branch is not None else ()
        case nodes.If():
            for inner in (*node.body, *node.elif_, *node.else_):
                yield from _carried(inner)
        case _:
            for child in node.iter_child_nodes():
                yield from _carried(child)


@dataclass
class _Group:
    """What stands between two brackets, while it is read."""

    telling: bool = False
    """Whether it is given to a function that tells something about it, or says which entry is meant."""
    carried: list[str] = field(default_factory=list)
    part: list[list[str]] = field(default_factory=list)
    """What is carried by each operand since the last comma."""
    told: bool = False
    """Whether the part is a comparison, or joined by and, or, not."""

    def close_part(self) -> None:
        """A comma, a colon or the end."""
        if not self.told:
            self.carried += (name for operand in self.part for name in operand)
        self.part, self.told = [], False


def carried_by_expression(text: str) -> tuple[str, ...]:
    """The names whose values stand in what an expression gives, each once; with the entry that is taken out of it:
    `result.name`. Expressions that cannot be read are told of elsewhere.

    >>> carried_by_expression('paid ? first + " " + result.name : ""')
    ('first', 'result.name')
    """
    tokens = list(_TOKEN.finditer(text))
    groups = [_Group()]
    at = 0
    while at < len(tokens):
        at += _take(tokens, at, groups)
    while len(groups) > 1:
        _close(groups)
    groups[0].close_part()
    return tuple(dict.fromkeys(groups[0].carried))


def _take(tokens: list[re.Match[str]], at: int, groups: list[_Group]) -> int:
    """Read one token; how many were used up."""
    here, token, word = groups[-1], tokens[at].group(), tokens[at]["word"]
    before = tokens[at - 1].group() if at else ""
    after = tokens[at + 1].group() if at + 1 < len(tokens) else ""
    if word and word not in _TELLING_WORDS:
        return _take_word(tokens, at, groups, member=before == ".", call=after == "(")
    match token:
        case "(" | "[" | "{":
            entry = token == "[" and bool(re.match(r"[\w)\]]", before)) and before not in _TELLING_WORDS
            groups.append(_Group(telling=entry))
        case ")" | "]" | "}":
            if len(groups) > 1:
                _close(groups)
        case "?":
            here.part, here.told = [], False
        case "," | ":":
            here.close_part()
        case _:
            here.told = here.told or bool(tokens[at]["told"]) or bool(word)
    return 1


def _take_word(tokens: list[re.Match[str]], at: int, groups: list[_Group], *, member: bool, call: bool) -> int:
    """A name, an entry of what stands before it, or a function that is called."""
    here, word = groups[-1], tokens[at].group()
    if call:
        if member and word in _TELLING_FUNCTIONS and here.part:
            here.part.pop()
        groups.append(_Group(telling=word in _TELLING_FUNCTIONS))
        return 2
    if member or word in _NO_NAMES:
        return 1
    entry = [token.group() for token in tokens[at + 1 : at + 4]]
    taken = len(entry) > 1 and entry[0] == "." and entry[1].isidentifier() and entry[2:] != ["("]
    here.part.append([f"{word}.{entry[1]}" if taken else word])
    return 3 if taken else 1


def _close(groups: list[_Group]) -> None:
    closed = groups.pop()
    closed.close_part()
    groups[-1].part.append([] if closed.telling else closed.carried)
