"""The reference pages: one a type, with every field."""

from flows.definition.nodes.types import NODE_TYPES
from flows.expressions.templates import FILTERS
from flows.findings import CODES
from flows.schema.reference import reference_pages
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


def test_rows_of_tables_have_as_many_cells_as_their_heads() -> None:
    for name, page in reference_pages().items():
        if name.endswith(".md"):
            rows = [line.replace("\\|", "") for line in page.splitlines() if line.startswith("|")]
            assert len({row.count("|") for row in rows}) == 1, name
