"""Items: once each, in order, of one line, not without end."""

from flows.exchange.rasa.report import MAX_ITEMS, MAX_SHOWN_CHARACTERS, Item, RasaImport, Report
from tests.flows.exchange.rasa.small import part


def test_items_come_by_file_and_line_once_each() -> None:
    report = Report()
    two = part("a: 1\nb: 2\n", "z.yml")
    report.left_out(two.get("b"), "b", "No.")
    report.changed(two.get("a"), "a", "Other.", "Look.")
    report.changed(two.get("a"), "a", "Other.", "Look.")
    report.add(part("x: 1", "a.yml"), "x", "Same.")
    assert [item.as_text() for item in report.items()] == [
        "a.yml:1: carried: x: Same.", "z.yml:1: changed: a: Other. Look.", "z.yml:2: left out: b: No.",
    ]  # fmt: skip


def test_long_names_are_cut_and_items_are_bounded() -> None:
    report = Report()
    for number in range(MAX_ITEMS + 5):
        report.error(part("a: 1"), f"{number} " + "x\n" * 200, "Broken.")
    assert len(report.items()) == MAX_ITEMS
    assert all(len(item.what) <= MAX_SHOWN_CHARACTERS and "\n" not in item.what for item in report.items())


def test_errors_are_those_items() -> None:
    items = (Item("a", 1, "a", "x.", outcome="error"), Item("a", 2, "a", "x."))
    assert RasaImport("", items).errors == items[:1]
