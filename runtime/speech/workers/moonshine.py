"""Speech to text: Moonshine tiny on ONNX Runtime, one thread. It reads a clip as long as it is, and writes words.

A beam of guesses, in every step of which a grammar may say what can come next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime

from runtime.speech import hearing
from runtime.speech.spoken_words import SPACE, Grammar

BEAMS = 5
GRAMMAR_BEAMS = 8  # what the grammar forbids must not use up the beam
_LAYERS, _HEADS, _HEAD_VALUES = 6, 8, 36
_BEGIN, _END, _FIRST_TEXT = 1, 2, 259  # between them are single bytes
_LEAST_SAMPLES = hearing.SAMPLE_RATE // 4  # less is no word, and too little for the convolutions
_ENDED = -1
Scored = list[tuple[str, float]]


@dataclass(frozen=True, slots=True)
class _Beam:
    total: float
    tokens: tuple[int, ...]
    state: int
    parent: int


class _Choices:
    """Which tokens a grammar lets stand in each of its states; found when a state is first reached."""

    def __init__(self, grammar: Grammar, by_letter: Mapping[str, list[tuple[int, str]]]) -> None:
        self._grammar, self._by_letter = grammar, by_letter
        self._known: dict[int, tuple[npt.NDArray[np.int64], list[int]]] = {}

    def at(self, state: int) -> tuple[npt.NDArray[np.int64], list[int]]:
        """The tokens, and the state that each leads to."""
        if state not in self._known:
            found = [
                (token, after)
                for letter in self._grammar.steps[state]
                for token, text in self._by_letter.get(letter, ())
                if (after := self._grammar.after(state, text)) is not None
            ]
            if state in self._grammar.ends:
                found.append((_END, _ENDED))
            self._known[state] = np.array([token for token, _ in found], np.int64), [after for _, after in found]
        return self._known[state]


class Moonshine:
    """The loaded model."""

    def __init__(self, files: Mapping[str, Path], grammars: Mapping[str, Grammar]) -> None:
        """`files` by name, as the lock has them; `grammars` by slot type."""
        self._encoder = _session(files["encoder_model.ort"])
        self._decoder = _session(files["decoder_model_merged.ort"])
        self._caches = [entry.name for entry in self._decoder.get_inputs() if entry.name.startswith("past_")]
        self._texts = read_tokens(files["tokenizer.bin"].read_bytes())
        by_letter: dict[str, list[tuple[int, str]]] = {}
        for token, piece in enumerate(self._texts[_FIRST_TEXT:], _FIRST_TEXT):
            text = piece.decode("utf-8", "replace").lower()
            by_letter.setdefault(text[:1], []).append((token, text))
        self._choices = {kind: _Choices(grammar, by_letter) for kind, grammar in grammars.items()}

    def has_grammar(self, kind: str) -> bool:
        """Whether answers of a slot type can be held to words that they are made of."""
        return kind in self._choices

    def encode(self, pcm: npt.NDArray[np.int16]) -> npt.NDArray[np.float32] | None:
        """A clip (16 kHz mono) as the decoder sees it; None when it is too short to be a word."""
        if pcm.size < _LEAST_SAMPLES:
            return None
        samples = (pcm.astype(np.float32) / np.float32(32768))[None]
        mask = np.ones(samples.shape, np.int64)
        encoded: npt.NDArray[np.float32] = self._encoder.run(None, {"input_values": samples, "attention_mask": mask})[0]
        return encoded

    def guesses(self, encoded: npt.NDArray[np.float32], samples: int, kind: str = "") -> Scored:
        """Texts with the log probability of each, the likeliest first. `kind`: the slot type whose grammar holds."""
        choices = self._choices.get(kind)
        width = GRAMMAR_BEAMS if choices else BEAMS
        beams, ended = [_Beam(0.0, (), 0, 0)], list[_Beam]()
        caches = {name: np.zeros((1, _HEADS, 0, _HEAD_VALUES), np.float32) for name in self._caches}
        for step in range(hearing.token_cap(samples) + samples // hearing.SAMPLE_RATE):
            logits, caches = self._step(encoded, beams, caches, first=step == 0)
            going = sorted(_next(beams, logits, choices, width), key=lambda beam: -beam.total)
            ended = sorted([*ended, *(beam for beam in going if beam.state == _ENDED)], key=lambda beam: -beam.total)
            beams = [beam for beam in going if beam.state != _ENDED][:width]
            if not beams or (len(ended) >= width and beams[0].total < ended[width - 1].total):
                break
            caches = {name: cache[[beam.parent for beam in beams]] for name, cache in caches.items()}
        found = [(self._text(beam.tokens), beam.total) for beam in ended[: 2 * width]]
        return [(text, total) for text, total in found if hearing.words(text)]

    def _step(
        self, encoded: npt.NDArray[np.float32], beams: Sequence[_Beam], caches: dict[str, Any], *, first: bool
    ) -> tuple[npt.NDArray[np.float64], dict[str, Any]]:
        """Log probabilities of the next token of each beam, and the caches behind it."""
        count = len(beams)
        last = [[beam.tokens[-1] if beam.tokens else _BEGIN] for beam in beams]
        logits, *made = self._decoder.run(
            None,
            {
                # The model takes every 384th value of it; one stands for all, since nothing is padded.
                "encoder_attention_mask": np.ones((count, 1), np.int64),
                "input_ids": np.array(last, np.int64),
                "encoder_hidden_states": np.repeat(encoded, count, axis=0),
                "use_cache_branch": np.array([not first]),
                **caches,
            },
        )
        scores = logits[:, -1].astype(np.float64)
        scores -= scores.max(axis=1, keepdims=True)
        scores -= np.log(np.exp(scores).sum(axis=1, keepdims=True))
        # What the encoder gave is cached by the first step only; later ones return it empty.
        kept = {
            name: new if first or ".decoder." in name else caches[name]
            for name, new in zip(self._caches, made, strict=True)
        }
        return scores, kept

    def _text(self, tokens: Sequence[int]) -> str:
        raw = b"".join(self._texts[token] for token in tokens if token > _END)
        return raw.decode("utf-8", "replace").replace(SPACE, " ").strip()


def read_tokens(raw: bytes) -> list[bytes]:
    """The pieces of text of `tokenizer.bin`: each behind its length, which from 128 on takes two bytes.

    >>> read_tokens(bytes([2, 104, 105, 0, 1, 33]))
    [b'hi', b'', b'!']
    """
    at, pieces = 0, []
    while at < len(raw):
        length, at = raw[at], at + 1
        if length >= 128:
            length, at = raw[at] * 128 + length - 128, at + 1
        pieces.append(raw[at : at + length])
        at += length
    return pieces


def _next(beams: Sequence[_Beam], logits: npt.NDArray[np.float64], choices: _Choices | None, width: int) -> list[_Beam]:
    """The likeliest ways on from each beam; twice as many as are kept, since some end."""
    found = []
    for parent, beam in enumerate(beams):
        tokens, after = choices.at(beam.state) if choices else (None, None)
        scores = logits[parent] if tokens is None else logits[parent, tokens]
        most = min(2 * width, scores.size)
        for at in np.argpartition(-scores, most - 1)[:most]:
            token = int(at) if tokens is None else int(tokens[at])
            state = after[at] if after is not None else _ENDED if token == _END else 0
            text = beam.tokens if token == _END else (*beam.tokens, token)
            found.append(_Beam(beam.total + float(scores[at]), text, state, parent))
    return found


def _session(path: Path) -> Any:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
