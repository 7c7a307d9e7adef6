"""What is said is the sentence that answers, with what it leans on, and where it stands."""

from tests.tools.knowledge.hashed import index
from tools.knowledge.extracts import Extract, extract_of, spoken, whole
from tools.knowledge.index import Index
from tools.knowledge.search import Hit


def hit(made: Index, text: str) -> Hit:
    for place, of in enumerate(made.places):
        for at, sentence in enumerate(of.passage.sentences):
            if sentence.text == text:
                return Hit(place, 1, 1, 1, 1, at, 1, 1, 1, of_the_kind=True)
    raise AssertionError(text)


def test_a_sentence_that_leans_on_the_one_before_brings_it_along() -> None:
    made = index()
    extract = extract_of(hit(made, "It goes to the card with which you paid."), made)
    assert extract.text == "We pay back within 5 working days. It goes to the card with which you paid."
    assert extract_of(hit(made, "Members have 60 days."), made).text == "Members have 60 days."


def test_an_item_is_said_with_its_heading() -> None:
    made = index()
    extract = extract_of(hit(made, "Underwear."), made)
    assert (extract.text, extract.document, extract.heading) == (
        "What stays with you: Underwear.",
        "policy",
        "What stays with you",
    )


def test_a_long_sentence_before_it_is_left_out() -> None:
    made = index(f"# A\n\nWe {'very ' * 50}long. It is short.")
    assert extract_of(hit(made, "It is short."), made).text == "It is short."


def test_the_whole_passage_for_a_model() -> None:
    made = index()
    assert (
        whole(hit(made, "Members have 60 days."), made).text
        == "How long: You may return things within 30 days. Members have 60 days."
    )


def test_callers_hear_where_it_stands() -> None:
    assert (
        spoken(Extract("Thirty days", "policy", "", None), "the returns policy")
        == "From the returns policy: Thirty days."
    )
    assert spoken(Extract("Thirty days.", "policy", "", None), "") == "Thirty days."
