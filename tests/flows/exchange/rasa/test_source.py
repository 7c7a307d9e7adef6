"""Parts of a project: places, and values of other shapes."""

from flows.exchange.rasa.report import Report
from tests.flows.exchange.rasa.small import part, told

TEXT = "a:\n  - one\n  - {b: true}\nc: 3\nd: {e: f}\n"


def test_values_have_their_lines() -> None:
    report = Report()
    whole = part(TEXT)
    items = list(whole.get("a").items(report.error))
    assert [item.line for item in items] == [2, 3]
    assert items[0].text(report.error) == "one"
    assert items[1].get("b").is_true()
    assert [(name, entry.text(report.error), entry.line) for name, entry in whole.get("d").entries(report.error)] == [
        ("e", "f", 5)
    ]
    assert whole.get("c").text(report.error) == "3"
    assert told(report) == []


def test_other_shapes_are_told_and_nothing_comes_of_them() -> None:
    report = Report()
    whole = part(TEXT)
    assert list(whole.get("a").entries(report.error)) == []
    assert list(whole.get("d").items(report.error)) == []
    assert whole.get("d").text(report.error) == ""
    assert [line.split(": ", 3)[0] for line in told(report)] == ["domain.yml:1", "domain.yml:5", "domain.yml:5"]


def test_what_is_not_there_is_empty() -> None:
    report = Report()
    nothing = part(TEXT).get("nowhere").get("deeper")
    assert nothing.is_empty
    assert (nothing.text(report.error), list(nothing.items(report.error)), nothing.has("x")) == ("", [], False)
