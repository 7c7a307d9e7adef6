"""A row is a sentence that names its columns."""

from tools.knowledge.reading.tables import sentence_of


def test_a_row_names_its_columns() -> None:
    assert sentence_of(["Gold", "79 euros", "free"], ["Card", "Price", "Cash"]) == "Gold: Price: 79 euros; Cash: free"
    assert sentence_of(["Gold", "", "free"], ["Card", "Price", "Cash"]) == "Gold: Cash: free"
    assert sentence_of(["Gold", "79", "more", "still more"], ["Card", "Price"]) == "Gold: Price: 79; more; still more"


def test_a_row_without_a_head_is_its_cells() -> None:
    assert sentence_of(["Gold", " ", "79"]) == "Gold; 79"
    assert sentence_of(["", "79"], ["Card", "Price"]) == "Price: 79"
    assert sentence_of([], ["Card"]) == ""
