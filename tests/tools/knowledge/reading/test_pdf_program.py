"""What a PDF's lines become: headings by their size, words that were parted joined, heads and feet left out."""

from tools.knowledge.reading.pdf_program import Line, _without_repeated, parts, read


def line(text: str, size: float = 11, page: int = 1, *, bold: bool = False) -> Line:
    return Line(text, size, bold, page)


def test_larger_lines_are_headings_by_their_size() -> None:
    lines = [
        line("Guide", 20),
        line("Hours", 14),
        line("From 2 un-"),
        line("til 8."),
        line("Children", 14),
        line("With an adult."),
    ]
    assert parts(lines) == [
        ["1", "Guide", 1], ["2", "Hours", 1], ["text", "From 2 until 8.", 1], ["2", "Children", 1], ["text",
        "With an adult.", 1],
    ]  # fmt: skip


def test_a_bold_line_that_is_no_sentence_is_a_heading() -> None:
    assert parts([line("Hours", bold=True), line("From 2."), line("Always.", bold=True)]) == [
        ["1", "Hours", 1], ["text", "From 2. Always.", 1],
    ]  # fmt: skip


def test_a_heading_of_two_lines_is_one() -> None:
    assert parts([line("Fees and", 20), line("terms", 20), line("Two euros each, and no more than that.")])[0] == [
        "1",
        "Fees and terms",
        1,
    ]


def test_an_empty_line_ends_a_paragraph() -> None:
    assert [part[1] for part in parts([line("one"), line(""), line("two")])] == ["one", "two"]


def test_feet_and_numbers_of_pages_are_left_out() -> None:
    lines = [
        each
        for page in range(1, 6)
        for each in (
            line(f"text {page}", page=page),
            line("Our house", page=page),
            line(f"Page {page} of 5", page=page),
        )
    ]
    assert [each.text for each in _without_repeated(lines, 5)] == [f"text {page}" for page in range(1, 6)]


def test_what_is_no_pdf_is_a_problem_and_no_traceback() -> None:
    assert "damaged" in read(b"\x00" * 100)["problem"]
