"""Tokens of Moonshine, and which of them a grammar lets stand."""

import numpy as np

from runtime.speech.spoken_words import of_words
from runtime.speech.workers.moonshine import _Beam, _Choices, _next, read_tokens

TEXTS = {259: "▁on", 260: "e", 261: "▁one", 262: "▁two", 263: ",", 264: "▁o", 265: "ne▁two"}
END = 2


def choices() -> _Choices:
    by_letter: dict[str, list[tuple[int, str]]] = {}
    for token, text in TEXTS.items():
        by_letter.setdefault(text[0], []).append((token, text))
    return _Choices(of_words(["one", "two"]), by_letter)


def test_tokens_stand_behind_their_lengths() -> None:
    long = b"x" * 130
    assert read_tokens(b"\x01a\x00" + bytes([130, 1]) + b"y" * 130) == [b"a", b"", b"y" * 130]
    assert read_tokens(bytes([len(long) % 128 + 128, len(long) // 128]) + long) == [long]


def test_a_word_may_be_made_of_pieces() -> None:
    known = choices()
    tokens, after = known.at(0)
    assert sorted(int(token) for token in tokens) == [259, 261, 262, 264]
    behind_o = after[[int(token) for token in tokens].index(264)]
    assert [int(token) for token in known.at(behind_o)[0]] == [265]


def test_a_text_ends_where_a_word_does() -> None:
    known = choices()
    tokens, after = known.at(0)
    states = dict(zip((int(token) for token in tokens), after, strict=True))
    assert END in known.at(states[261])[0]
    assert END not in known.at(states[259])[0]


def test_the_beam_goes_on_with_allowed_tokens_only() -> None:
    logits = np.full((1, 300), -9.0)
    logits[0, 260], logits[0, 262], logits[0, 261] = -0.1, -2.0, -1.0
    found = _next([_Beam(-1.0, (), 0, 0)], logits, choices(), 1)
    assert sorted((beam.tokens, beam.total) for beam in found) == [((261,), -2.0), ((262,), -3.0)]


def test_without_a_grammar_every_token_may_stand_and_the_end_ends() -> None:
    logits = np.full((1, 300), -9.0)
    logits[0, 280], logits[0, END] = -1.0, -0.5
    found = {beam.tokens: beam.state for beam in _next([_Beam(0.0, (277,), 0, 0)], logits, None, 1)}
    assert found == {(277, 280): 0, (277,): -1}
