"""The reference pages: one a type, with every field."""

import re

import pytest

from flows.definition.nodes.types import NODE_TYPES
from flows.expressions.conditions import ConditionFailed, Conditions
from flows.expressions.functions import FUNCTION_NAMES
from flows.expressions.templates import FILTERS
from flows.findings import CODES
from flows.schema.reference import CALLS, reference_pages
from flows.values.slots import SLOT_TYPES


def test_there_is_a_page_for_everything() -> None:
    pages = reference_pages()
    assert {f"nodes/{name}.md" for name in NODE_TYPES} | {f"slots/{name}.md" for name in SLOT_TYPES} < set(pages)
    assert all(f"`{code}`" in pages["findings.md"] for code in CODES)
    assert all(f"| `{name}` |" in pages["templates.md"] for name in FILTERS)


def test_a_page_has_example_and_fields() -> None:
    page = reference_pages()["nodes/ask.md"]
    assert "Which account, savings or checking?" in page
    assert "| `slot` | a text | needed | The slot that the answer fills. |" in page
    assert "| `attempts` | a whole number from 1 to 10 |" in page


def test_functions_are_shown_as_they_are_written() -> None:
    conditions = Conditions({"note": "string", "day": "string", "plate": "string", "code": "string"})
    values = {"note": "the flu", "day": "2026-01-05", "plate": "BADE", "code": "AB12"}
    given = [conditions.expression(written).evaluate(values) for written in CALLS]
    assert given == [7, "monday", True, True, True, True]
    assert {re.sub(r"^\w+\.|\(.*", "", written) for written in CALLS} == set(FUNCTION_NAMES)
    assert all(f"| `{written}` |" in reference_pages()["templates.md"] for written in CALLS)


@pytest.mark.parametrize("eta", [3, None])
def test_the_forms_that_ask_for_a_value(eta: int | None) -> None:
    page = reference_pages()["templates.md"]
    conditions, values = Conditions({"eta": "double"}), {"eta": eta}
    for written in ("eta == eta", "eta == eta and eta > 0", "eta > 0"):
        assert f"`{written}`" in page
        if eta is None:
            with pytest.raises(ConditionFailed):
                conditions.condition(written).evaluate(values)
        else:
            assert conditions.condition(written).evaluate(values) is True


def test_rows_of_tables_have_as_many_cells_as_their_heads() -> None:
    for name, page in reference_pages().items():
        if name.endswith(".md"):
            rows = [line.replace("\\|", "") for line in page.splitlines() if line.startswith("|")]
            assert len({row.count("|") for row in rows}) == 1, name
