"""An index finds what it was made of, and its parts fit together."""

import numpy as np

from tests.tools.knowledge.hashed import POLICY, document, hashed, index
from tools.knowledge.index import Index, terms_of, vocabulary

OTHER = "# Fees\n\nA transfer costs 2 euros.\n"


def test_the_rows_belong_to_the_passages() -> None:
    made = index(POLICY, OTHER)
    assert made.names == ("policy", "second")
    for place, (of, vector) in enumerate(zip(made.places, made.vectors.all, strict=True)):
        assert np.allclose(vector, hashed([of.passage.meant])[0])
        wanted = hashed([of.passage.meant_by(sentence) for sentence in of.passage.sentences])
        assert np.allclose(made.vectors.sentences([place])[0], wanted, atol=1e-3)


def test_which_passages_belong_to_a_document() -> None:
    made = index(POLICY, OTHER)
    assert [made.places[at].document for at in np.flatnonzero(made.of(["second", "nobody"]))] == ["second"]
    assert made.of(["policy", "second"]).all()
    assert not made.of([]).any()


def test_words_that_mean_the_same_are_found_by_their_vectors() -> None:
    made = index()
    near, nothing = made.alike(hashed(["tickets", "helicopters"]), 3, 0.9)
    assert (list(near), nothing) == (["ticket"], {})
    assert made.word_vector("ticket") is not None
    assert made.word_vector("nowhere") is None


def test_an_index_of_nothing_is_empty() -> None:
    made = Index([])
    assert len(made) == 0
    assert made.alike(hashed(["a"]), 3, 0.5) == [{}]


def test_terms_stand_apart_by_where_they_are() -> None:
    passage = document(OTHER).passages[0]
    terms = terms_of(passage)
    assert (terms.heading, terms.text) == (("fee",), ["transfer", "cost", "2", "euro"])


def test_one_word_for_each_term_and_no_numbers() -> None:
    assert vocabulary(document("# Cards\n\nA card, two cards, 30 CARDS for the gold.").passages) == ["cards", "gold"]
