"""Texts with `{{ … }}`: Jinja2 in an immutable sandbox, without loops, with the filters listed here.

A caller's words are only ever values, never templates.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import Any

from jinja2 import TemplateSyntaxError, nodes, pass_environment
from jinja2.exceptions import SecurityError, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from flows.expressions.currencies import name_currencies
from flows.expressions.no_value import NoValue
from flows.expressions.template_problems import CHECK, TemplateProblem, refusal, unreadable
from flows.values.currencies import CurrencyCode
from flows.values.local_time import as_date, as_moment, as_time
from flows.values.money import money
from flows.values.spoken_time import say_date, say_moment, say_span, say_time

__all__ = ["FILTERS", "Shown", "Template", "TemplateFailed", "TemplateProblem", "names_in", "read_template"]

MAX_OUTPUT_CHARACTERS = 4_000
"""Four minutes of speech."""
MAX_DEPTH = 60
"""Of a text's tree; a deeper one could be read but not compiled."""
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem,
    nodes.Filter, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Add, nodes.Sub,
    nodes.Div, nodes.Neg, nodes.Concat, nodes.If, nodes.Test,
)  # fmt: skip
"""What a template may be made of: no loops, no calls, no assignments, no `*` and `**` (they make huge texts)."""


class TemplateFailed(ValueError):
    """A template could not be filled with the values at hand."""


def _say_number(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


@pass_environment
def _filter_money(environment: "_Sandbox", value: Any, currency: CurrencyCode | None = None) -> str:
    """An amount in the slot's currency, else the region's: `1250.5` is `$1,250.50`, with `money("EUR")` `€1,250.50`."""
    return money(float(value), currency or environment.currency)


def _filter_digits(value: Any) -> str:
    """One by one: `4071` as `4 0 7 1`."""
    return " ".join(str(value))


def _filter_date(value: Any, year: str = "") -> str:
    """A day: `2026-11-27` as `Friday, November 27th`, with `date("year")` as `Friday, November 27th, 2026`."""
    moment, day = as_moment(value), as_date(value)
    day = moment.date() if moment is not None else day
    return say_date(day, year=bool(year)) if day is not None else str(value)


def _filter_time(value: Any) -> str:
    """A time of day, or that of a date and time: `19:30` as `7:30 PM`."""
    moment = as_moment(value)
    clock = moment.time() if moment is not None else as_time(value)
    return say_time(clock) if clock is not None else str(value)


def _filter_datetime(value: Any) -> str:
    """A day and a time: `2026-11-27T19:30:00+01:00` as `Friday, November 27th at 7:30 PM`."""
    moment = as_moment(value)
    return say_moment(moment.date(), moment.time()) if moment is not None else str(value)


def _filter_duration(value: Any) -> str:
    """A number of seconds: `5400` as `1 hour and 30 minutes`."""
    return say_span(float(value))


def _filter_weekday(value: Any) -> str:
    """The weekday of a day: `2026-11-27` as `Friday`."""
    return _filter_date(value).partition(",")[0]


def _filter_words(value: Any) -> str:
    """A key in words: `debit_card` as `debit card`."""
    return str(value).replace("_", " ")


def _filter_default(value: Any, fallback: Any = "") -> Any:
    """What stands in the brackets, where there is no value: `{{ note | default("nothing") }}`."""
    return fallback if isinstance(value, NoValue) or value is None else value


def _filter_round(value: Any, places: int = 0) -> Any:
    """A number with so many decimal places, none when left out: `round(1)`."""
    return _say_number(round(float(value), int(places)))


def _filter_either(value: Any) -> str:
    """A list as a choice: `a, b, or c`."""
    entries = [str(entry) for entry in value] if isinstance(value, list | tuple) else [str(value)]
    if len(entries) < 3:
        return " or ".join(entries)
    return f"{', '.join(entries[:-1])}, or {entries[-1]}"


def _filter_lower(value: Any) -> str:
    """Small letters."""
    return str(value).lower()


def _filter_upper(value: Any) -> str:
    """Capital letters."""
    return str(value).upper()


def _filter_title(value: Any) -> str:
    """Capital first letters."""
    return str(value).title()


def _filter_length(value: Any) -> int:
    """How many characters or entries."""
    return len(value)


FILTERS: dict[str, Any] = {
    "money": _filter_money,
    "digits": _filter_digits,
    "date": _filter_date,
    "time": _filter_time,
    "datetime": _filter_datetime,
    "duration": _filter_duration,
    "weekday": _filter_weekday,
    "words": _filter_words,
    "default": _filter_default,
    "either": _filter_either,
    "lower": _filter_lower,
    "upper": _filter_upper,
    "title": _filter_title,
    "round": _filter_round,
    "length": _filter_length,
}
"""The filters of the language; docs/reference/templates.md describes each."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """No calls at all, whatever the parser let through."""

    currency: CurrencyCode = "USD"
    """What `| money` means."""

    def is_safe_callable(self, obj: Any) -> bool:  # noqa: ARG002 - nothing is
        return False

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Only entries of maps: no attributes of Python objects."""
        return isinstance(obj, dict) and attr in obj and super().is_safe_attribute(obj, attr, value)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`map.items` is the entry of that name, never the method."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """An entry of a map or a list, else nothing."""
        if isinstance(obj, dict) and argument in obj:
            return obj[argument]
        if isinstance(obj, list | tuple) and isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.undefined(obj=obj, name=argument)


class Shown(str):
    """A text that is spoken in another way than it is compared and filtered: a card by its last four digits."""

    spoken: str

    def __new__(cls, value: str, spoken: str) -> "Shown":
        """The value itself, with what is said for it."""
        made = super().__new__(cls, value)
        made.spoken = spoken
        return made


def _finalize(value: Any) -> Any:
    match value:
        case Shown():
            return value.spoken
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str() if "_" in value and re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", value):
            return value.replace("_", " ")  # the key of a choice, as it is spoken
    return _say_number(value)


_environment = _Sandbox(undefined=NoValue, finalize=_finalize, autoescape=False, cache_size=0)
_environment.filters.clear()
_environment.filters.update(FILTERS)
_environment.tests["none"] = lambda value: value is None or isinstance(value, NoValue)
_environment.globals.clear()


@cache
def _environment_of(currency: CurrencyCode, finalize: Callable[[Any], Any]) -> _Sandbox:
    """The sandbox in which `| money` means a currency, and in which values are written so."""
    overlay = _environment.overlay(finalize=finalize)
    overlay.currency = currency
    return overlay


_SINGLE = re.compile(r"\s*\{\{((?:(?!\}\}).)*)\}\}\s*\Z", re.DOTALL)


def read_template(text: str) -> nodes.Template:
    """The tree of a text that uses only what texts may use, not compiled. Raises TemplateProblem."""
    with _told(text):
        tree = _environment.parse(text)
        for node in _walk(tree):
            if not isinstance(node, _ALLOWED):
                raise refusal(node, FILTERS)
            if isinstance(node, nodes.Filter) and node.name not in FILTERS:
                known = ", ".join(FILTERS)
                raise TemplateProblem(f"There is no filter `{node.name}`.", f"Use one of {known}.")
            if isinstance(node, nodes.Test) and node.name not in _environment.tests:
                raise TemplateProblem(f"There is no test `is {node.name}`.", "Compare it by `==`.")
        return tree


def names_in(tree: nodes.Node) -> frozenset[str]:
    """The variables that a text uses; as texts assign nothing, these are all names in it."""
    return frozenset(node.name for node in _walk(tree) if isinstance(node, nodes.Name))


@contextmanager
def _told(text: str) -> Iterator[None]:
    """Jinja's problems in our words."""
    try:
        yield
    except TemplateSyntaxError as problem:
        raise unreadable(problem, text) from None
    except RecursionError:
        raise TemplateProblem("The text has too many brackets in each other.", "Take it apart.") from None
    except TemplateError as problem:
        raise TemplateProblem(f"The text cannot be used: {problem.message or 'it fails'}.", CHECK) from None


class Template:
    """A compiled text. `names` are the variables that it uses."""

    def __init__(
        self,
        text: str,
        currency: CurrencyCode = "USD",
        currencies: Mapping[str, CurrencyCode] | None = None,
        *,
        finalize: Callable[[Any], Any] = _finalize,
    ) -> None:
        """Compile; `currencies` are those of names that have one of their own. Raises TemplateProblem.

        `finalize` makes a text of each value; what it raises as a ValueError is a failure of the template. By default
        it is as people write it.
        """
        self.text = text
        self.is_plain = "{{" not in text and "{%" not in text and "{#" not in text
        self.names: frozenset[str] = frozenset()
        if self.is_plain:
            return
        tree = read_template(text)
        self.names = names_in(tree)
        own = name_currencies(tree, currencies or {})
        with _told(text):
            environment = _environment_of(currency, finalize)
            self._template = environment.from_string(tree)
            single = _SINGLE.match(text) if not own else None  # an amount with its sign is a text in any case
            self._expression = (
                environment.compile_expression(single[1].strip(), undefined_to_none=False) if single else None
            )

    @property
    def is_one_expression(self) -> bool:
        """Whether its value keeps its type."""
        return not self.is_plain and self._expression is not None

    def render(self, values: Mapping[str, Any]) -> str:
        """The text with its values. Raises TemplateFailed."""
        if self.is_plain:
            return self.text
        try:
            pieces, size = [], 0
            for piece in self._template.generate(**values):
                size += len(piece)
                if size > MAX_OUTPUT_CHARACTERS:
                    raise TemplateFailed("the text grew too long")
                pieces.append(piece)
            return "".join(pieces)
        except (UndefinedError, SecurityError, TypeError, ValueError, ArithmeticError, LookupError) as problem:
            raise TemplateFailed(str(problem)) from None

    def value(self, values: Mapping[str, Any]) -> Any:
        """As `render`, but a template that is one expression keeps its type. Raises TemplateFailed."""
        if self.is_plain or self._expression is None:
            return self.render(values)
        try:
            result = self._expression(**values)
        except (UndefinedError, SecurityError, TypeError, ValueError, ArithmeticError, LookupError) as problem:
            raise TemplateFailed(str(problem)) from None
        if isinstance(result, NoValue):
            raise TemplateFailed(f"{result._undefined_name!r} has no value yet")
        return _say_number(result)


def _walk(root: nodes.Node) -> Iterator[nodes.Node]:
    """Every node, outer ones first."""
    level = [root]
    for _ in range(MAX_DEPTH):
        yield from level
        level = [child for node in level for child in node.iter_child_nodes()]
        if not level:
            return
    raise TemplateProblem("The text has too many brackets in each other.", "Take it apart.")
