"""What of a document did not come along, as it is told."""

from flows.exchange.openapi.report import MOST_ITEMS, MOST_PLACE_CHARACTERS, MOST_WHY_CHARACTERS, LeftOut, Report


def test_it_is_told_of_the_operation_at_hand_and_once() -> None:
    report = Report()
    report.add("", "it has no title")
    report.place = "GET /a"
    for _ in range(2):
        report.add("query parameter q", "it is deep")
    report.place = "GET /b"
    report.add("query parameter q", "it is deep")
    assert report.items() == (
        LeftOut("", "", "it has no title"),
        LeftOut("GET /a", "query parameter q", "it is deep"),
        LeftOut("GET /b", "query parameter q", "it is deep"),
    )


def test_texts_of_documents_are_short_lines() -> None:
    report = Report()
    report.place = "GET /" + "a" * 1_000
    report.add("a\nb\x1b[31m", "y" * 1_000)
    (one,) = report.items()
    assert (len(one.place), one.what, len(one.why)) == (MOST_PLACE_CHARACTERS, "a b [31m", MOST_WHY_CHARACTERS)


def test_no_document_makes_it_endless() -> None:
    report = Report()
    for at in range(MOST_ITEMS + 10):
        report.add(str(at), "x")
    assert len(report.items()) == MOST_ITEMS
    assert report.items()[-1].what == str(MOST_ITEMS - 1)


def test_as_text_and_as_json() -> None:
    assert LeftOut("GET /a", "header X", "it is deep").as_text() == "GET /a: header X: it is deep"
    assert LeftOut("", "", "it is deep").as_text() == "the document: it is deep"
    assert LeftOut("GET /a", "", "no").as_json() == {"place": "GET /a", "what": "", "why": "no"}
