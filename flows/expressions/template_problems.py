"""What is wrong with a text, in the words of somebody who writes a bot; this is the one place that reads what Jinja2
tells."""

import re
from collections.abc import Container

from jinja2 import nodes
from jinja2.exceptions import TemplateError

CHECK = "Check the `{{ … }}`."
EXPRESSION = "Use a `set` node with `{expr: …}` for it."
_CODE = re.compile(r"\{\{.*?(?:\}\}|\Z)|\{%.*?(?:%\}|\Z)", re.DOTALL)
_QUOTED = re.compile(r"""\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'""")
_SLIPS: tuple[tuple[str, str, str], ...] = (
    (r"&&", "`&&` cannot be used in a text.", "Write `and`."),
    (r"\|\|", "`||` cannot be used in a text.", "Write `or`."),
    (r"!(?!=)", "`!` cannot be used in a text.", "Write `not`."),
    (r"\?", "`?` cannot be used in a text.", "Write `{{ a if CONDITION else b }}`, or `{{ name | default(…) }}`."),
    (r"(?<![=!<>])=(?!=)", "A single `=` does not compare.", "Write `==`."),
)
"""What people write between braces who know another language, each with the sentence and the remedy."""
_TOLD: tuple[tuple[str, str, str], ...] = (
    (r"^Unexpected end of template.*is 'if'", "An `{% if … %}` is not closed.", "Write `{% endif %}` behind it."),
    (
        r"unknown tag",
        "This `{% … %}` is unknown.",
        "Use `{% if … %}`, `{% elif … %}`, `{% else %}` and `{% endif %}`.",
    ),
    (r"^unexpected '}'", "Braces are not closed as they were opened.", "Close `{{` by `}}`."),
    (r"'end of print statement', got 'name'", "Two names stand side by side.", "A name has no spaces: `first_name`."),
)
"""What Jinja2 tells of other slips."""
_AS_FILTERS = {"weekday": "weekday", "size": "length", "len": "length"}
"""Functions of conditions and of other languages that are filters in a text; others are called as their filter is."""


class TemplateProblem(ValueError):
    """A template cannot be used."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.message, self.remedy = message, remedy


def unreadable(problem: TemplateError, text: str) -> TemplateProblem:
    """A text that Jinja2 cannot read."""
    for code in _CODE.findall(text):
        bare = _QUOTED.sub("", code)
        for pattern, message, remedy in _SLIPS:
            if re.search(pattern, bare):
                return TemplateProblem(message, remedy)
    told = problem.message or "something does not belong there"
    for pattern, message, remedy in _TOLD:
        if re.search(pattern, told):
            return TemplateProblem(message, remedy)
    return TemplateProblem(f"The text cannot be read: {told.rstrip('.')}.", CHECK)


def refusal(node: nodes.Node, filters: Container[str]) -> TemplateProblem:
    """Something of Jinja2 that the language does not have."""
    if isinstance(node, nodes.Call):
        return _call(node, filters)
    if isinstance(node, nodes.For):
        return TemplateProblem(
            "A loop cannot be used in a text.", "Name the values one by one, or let a tool join them."
        )
    names = {"Assign": "An assignment", "Mul": "`*`", "Pow": "`**`"}
    what = names.get(type(node).__name__, f"`{type(node).__name__.lower()}`")
    return TemplateProblem(f"{what} cannot be used in a text.", EXPRESSION)


def _call(call: nodes.Call, filters: Container[str]) -> TemplateProblem:
    """Functions are those of conditions; what some of them do, a filter does in a text."""
    called, given = call.node, next(iter(call.args), None)
    if isinstance(called, nodes.Getattr):  # `name.upper()`
        function, given = called.attr, called.node
    else:
        function = called.name if isinstance(called, nodes.Name) else ""
    name = _AS_FILTERS.get(function, function)
    of = given.name if isinstance(given, nodes.Name) else "name"
    remedy = f"Use the filter: `{{{{ {of} | {name} }}}}`." if name in filters else EXPRESSION
    return TemplateProblem(
        f"The function `{function}` cannot be used in a text." if function else "A call cannot be used in a text.",
        remedy,
    )
