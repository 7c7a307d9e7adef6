"""Any document gives tools that a bot can have, or words; never an exception."""

import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.exchange.openapi.document import NoDocument, read_document
from flows.exchange.openapi.importer import import_openapi
from tests.flows.exchange.openapi.documents import findings_of, only_ours
from tests.flows.exchange.openapi.published import BANK, PETS

ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 10**50, float("nan"), float("inf"), "", " ", "x", "get", "string", "object", "array",
    "query", "path", "header", "cookie", "a\r\nb: c", "{{ env.bank_token }}", "{% if %}", "{#", "{x}", "../..",
    "\u202e", "\ud800", "ключ", "__proto__", "in", "none", "env", "#/paths", "a" * 3_000, [], [None], [[]], {},
    {"": ""},
    {"$ref": "#"}, {"$ref": "#/components/schemas/Pet"}, {"$ref": "#/components/schemas/Transfer"}, {"$ref": "x.yaml"},
    {"type": "object", "properties": {"a": {"type": "string"}}}, {"allOf": [{"$ref": "#/components/schemas/Pet"}]},
    {"enum": ["{{ x }}"]}, "ghp_abcdefghij1234567890ABCD", "https://user:pw@x.example/{a}", "\x00", "<<", 10**14,
    "2026-01-05",
)  # fmt: skip
"""Values that stand where others should."""
SOURCES = (PETS, BANK)
json_like = st.recursive(
    st.sampled_from(ODD) | st.text(max_size=8) | st.integers(-5, 5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("$ref", "type", "in", "x", "{{ y }}")), inner, max_size=3)
    ),
    max_leaves=8,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Where something stands in a document."""
    found = [path] if path else []
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, entry in entries:
        found += places(entry, (*path, key))
    return found


PLACES = [[path for path in places(source) if path != ("openapi",)] for source in SOURCES]


def mutated(source: Any, changes: list[tuple[tuple[Any, ...], str, Any]]) -> Any:
    """A copy with other values, keys and gaps in it; what is gone already is left."""
    made = copy.deepcopy(source)
    for path, how, value in changes:
        try:
            holder = made
            for part in path[:-1]:
                holder = holder[part]
            was = holder[path[-1]]
            if how == "value":
                holder[path[-1]] = copy.deepcopy(value)
                continue
            del holder[path[-1]]
            if how == "key":
                holder[value if isinstance(value, str) else json.dumps(value, default=str)] = was
        except (KeyError, IndexError, TypeError):
            continue
    return made


def must_hold(made: Any) -> None:
    """The document is refused in words, or its tools make no bot worse."""
    try:
        data, _ = read_document(json.dumps(made).encode("utf-8", "surrogatepass"))
    except NoDocument:
        return
    imported = import_openapi(data)
    assert [found for found in findings_of(imported) if found.severity == "error"] == []
    assert all(one.as_text().isprintable() for one in imported.left_out)
    told = len(imported.tools) + len([one for one in imported.listed if one.why_not])
    assert told == len(imported.listed)
    assert only_ours(imported), imported.tools


@st.composite
def changed(draw: st.DrawFn) -> Any:
    at = draw(st.integers(0, len(SOURCES) - 1))
    change = st.tuples(st.sampled_from(PLACES[at]), st.sampled_from(("value", "key", "gone")), json_like)
    return mutated(SOURCES[at], draw(st.lists(change, min_size=1, max_size=4)))


@settings(max_examples=250)
@given(changed())
def test_any_mutation_gives_tools_or_words(made: Any) -> None:
    must_hold(made)


@pytest.mark.parametrize("odd", ODD, ids=lambda value: ascii(value)[:30])
def test_every_odd_value_at_some_places(odd: Any) -> None:
    chance = random.Random(ascii(odd))
    for source, paths in zip(SOURCES, PLACES, strict=True):
        for path in chance.sample(paths, 12):
            must_hold(mutated(source, [(path, "value", odd)]))
            must_hold(mutated(source, [(path, "key", odd)]))
