"""Where a sentence falls into clauses."""

from flows.understanding.clauses import boundaries, clauses, likely_boundaries
from tests.flows.understanding.stage import line

TWO = "block my card and then tell me my balance, please"


def test_joints_and_pauses_part_clauses() -> None:
    tokens = line(TWO).tokens
    parts = [" ".join(tokens[start:end]) for start, end in clauses(line(TWO))]
    assert parts == ["block my card", "tell me my balance", "please"]
    assert clauses(line("sixty")) == [(0, 1)]


def test_the_plainest_boundary_comes_first() -> None:
    assert {(item.end, item.begin) for item in boundaries(line(TWO))} >= {(3, 5), (9, 9)}
    first = likely_boundaries(line(TWO))[0]
    assert (first.end, first.begin) == (3, 5)
    assert boundaries(line("sixty")) == []


def test_long_sentences_are_parted_at_few_places() -> None:
    assert len(likely_boundaries(line(" and then ".join(["tell me my balance"] * 60)))) == 2
