"""With which words a pattern can begin."""

from collections.abc import Iterator

import pytest

from flows.understanding.first_words import ANY, first_words
from flows.understanding.phrases import _parts

LISTS = {"<small>": "(tiny|little) one", "<maybe>": "[if|when] it"}


def _listed(name: str) -> Iterator[str]:
    return _parts(LISTS[name])


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("hold on", {"hold"}),
        ("[please] hold", {"please", "hold"}),
        ("(can|could [you]) wait", {"can", "could"}),
        ("[oh [no|my]] (stop|[just] leave) it", {"oh", "stop", "just", "leave"}),
        ("one|two three", {"one", "two"}),
        ("<small> thing", {"tiny", "little"}),
        ("<maybe> works", {"if", "when", "it"}),
        ("[a] .. end", {"a", ANY}),
        ("{slot} please", {ANY}),
        ("cancel* it", {ANY}),
    ],
)
def test_first_words(pattern: str, words: set[str]) -> None:
    assert first_words(_parts(pattern), _listed) == words
