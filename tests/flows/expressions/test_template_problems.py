"""What is wrong with texts, in the author's words."""

import pytest
from jinja2 import TemplateError, TemplateSyntaxError

from flows.expressions.template_problems import CHECK, TemplateProblem, unreadable
from flows.expressions.templates import FILTERS, Template


def _problem(text: str) -> TemplateProblem:
    with pytest.raises(TemplateProblem) as problem:
        Template(text)
    return problem.value


@pytest.mark.parametrize(
    ("text", "message", "remedy"),
    [
        ("{{ weekday(day) }}", "The function `weekday` cannot be used in a text.", "{{ day | weekday }}"),
        ("{{ size(x) }}", "The function `size` cannot be used in a text.", "{{ x | length }}"),
        ("{{ x.upper() }}", "The function `upper` cannot be used in a text.", "{{ x | upper }}"),
        ("{{ weekday('x') }}", "The function `weekday` cannot be used in a text.", "{{ name | weekday }}"),
        ("{{ x.contains('a') }}", "The function `contains` cannot be used in a text.", "{expr: …}"),
        ("{{ x[0]() }}", "A call cannot be used in a text.", "{expr: …}"),
        ("{{ x * 2 }}", "`*` cannot be used in a text.", "{expr: …}"),
        ("{% for a in b %}{% endfor %}", "A loop cannot be used in a text.", "one by one"),
        ("{{ x && y }}", "`&&` cannot be used in a text.", "`and`"),
        ("{{ x || 'a' }}", "`||` cannot be used in a text.", "`or`"),
        ("{% if !x %}a{% endif %}", "`!` cannot be used in a text.", "`not`"),
        ("{{ a ? b : c }}", "`?` cannot be used in a text.", "{{ a if CONDITION else b }}"),
        ("{% if a = 1 %}b{% endif %}", "A single `=` does not compare.", "`==`"),
        ("{% if x %}a", "An `{% if … %}` is not closed.", "{% endif %}"),
        ("{% fi x %}", "This `{% … %}` is unknown.", "{% elif … %}"),
        ("{{ x }", "Braces are not closed as they were opened.", "}}"),
        ("{{ first name }}", "Two names stand side by side.", "first_name"),
    ],
)  # fmt: skip
def test_what_people_write_is_told_by_its_remedy(text: str, message: str, remedy: str) -> None:
    problem = _problem(text)
    assert problem.message == message
    assert remedy in problem.remedy


@pytest.mark.parametrize("name", sorted({"weekday", "length", "upper", "money"} & FILTERS.keys()))
def test_the_filter_that_is_told_can_be_used(name: str) -> None:
    assert _problem(f"{{{{ {name}(x) }}}}").remedy == f"Use the filter: `{{{{ x | {name} }}}}`."
    Template(f"{{{{ x | {name} }}}}")


@pytest.mark.parametrize(
    "text", ["{{ x if x != 'a && b?' else 'c!' }}", "Really? {{ x }}!", "{% if x != 1 %}a || b{% endif %}"]
)
def test_what_stands_in_quotes_or_outside_is_no_slip(text: str) -> None:
    Template(text)


def test_what_is_not_known_is_told_as_jinja_has_it() -> None:
    problem = unreadable(TemplateSyntaxError("it is odd.", 1), "{{ x }}")
    assert (problem.message, problem.remedy) == ("The text cannot be read: it is odd.", CHECK)
    assert unreadable(TemplateError(), "").message == "The text cannot be read: something does not belong there."
