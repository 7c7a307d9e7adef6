"""Passages stand under one heading, are of a length, and hold all of the document in its order."""

from hypothesis import given
from hypothesis import strategies as st

from tools.knowledge.chunking import LONGEST_SENTENCE_WORDS, MOST_WORDS, Passage, Sentence, passages
from tools.knowledge.reading.blocks import Block

WORDS = st.lists(st.sampled_from(["thirty", "days", "You", "return.", "It", "ends."]), min_size=1, max_size=150).map(
    " ".join
)
BLOCKS = st.lists(st.builds(Block, WORDS, st.sampled_from([("A",), ("A", "B"), ()]), st.none(), st.booleans()))


@given(BLOCKS)
def test_nothing_is_lost_and_nothing_is_too_long(blocks: list[Block]) -> None:
    made = passages(blocks)
    assert " ".join(passage.text for passage in made).split() == " ".join(block.text for block in blocks).split()
    for passage in made:
        assert len(passage.text.split()) <= max(MOST_WORDS, LONGEST_SENTENCE_WORDS)
        assert passage.sentences


def test_another_heading_begins_another_passage() -> None:
    made = passages([Block("One.", ("A",)), Block("Two.", ("A",)), Block("Three.", ("A", "B"), 2)])
    assert [(passage.text, passage.headings, passage.page) for passage in made] == [
        ("One. Two.", ("A",), None), ("Three.", ("A", "B"), 2),
    ]  # fmt: skip


def test_vectors_are_made_of_the_headings_too() -> None:
    sentence = Sentence("Gift cards.", part=True)
    passage = Passage((sentence,), ("Policy", "Returns", "What stays"))
    assert passage.meant == "Returns: What stays: Gift cards."
    assert passage.meant_by(sentence) == "What stays: Gift cards."
    assert Passage((sentence,)).meant == Passage((sentence,)).meant_by(sentence) == "Gift cards."
