"""Speech to text: Whisper on CTranslate2, one thread, with a short context where that is safe.

The worker runs tiny.en, the second opinion base. Of a few guesses the likeliest is taken, and expected words count in
its favour (docs/adr/0008).
"""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from faster_whisper import WhisperModel
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens

from runtime.speech import hearing, models
from runtime.speech.shares import shares
from runtime.speech.workers.loop import Answer, Handler, Job, Refused, Steps, run
from runtime.speech.workers.processor import fast_with_bytes

LONGEST_CLIP_S = 120
_HINT_TOKENS = 48  # each costs decoder time, and a long prompt leaks into the text
_MOST_TOKENS = 448
_FAR_BEHIND = 6.0  # in log probability: a guess that is four hundred times less likely is none
MANY_GUESSES = 10  # where bytes are multiplied fast: a tenth slower than 5, and a few percent more is understood
FEW_GUESSES = 6  # elsewhere so many cost no more than 3, and 10 half the time of the whole clip (141 and 200 ms)


@dataclass(frozen=True, slots=True)
class _Pass:
    text: str
    no_speech: float
    log_probability: float
    """For each token, as in the model's own limits."""
    capped: bool
    total: float = 0.0
    """The log probability of the whole text."""
    others: tuple[str, ...] = ()
    """The other guesses, the likeliest first."""
    scored: tuple[tuple[str, float], ...] = ()
    """Every guess with the log probability of its whole text."""


class Recogniser:
    """The loaded model."""

    def __init__(self, folder: str, guesses: int | None = None) -> None:
        """`guesses`: how many are followed; by default as many as this machine can afford."""
        self._guesses = guesses or (MANY_GUESSES if fast_with_bytes() else FEW_GUESSES)
        self._model = WhisperModel(folder, device="cpu", compute_type="int8", cpu_threads=1, local_files_only=True)
        many = self._model.model.is_multilingual
        self._tokenizer = Tokenizer(
            self._model.hf_tokenizer,
            multilingual=many,
            task="transcribe" if many else None,
            language="en" if many else None,
        )
        self._suppressed = list(get_suppressed_tokens(self._tokenizer, [-1]))

    def transcribe(self, pcm: npt.NDArray[np.int16], hints: Sequence[str]) -> dict[str, Any]:
        """The words of a clip (16 kHz mono), and how sure they are."""
        began = time.monotonic()
        samples = pcm.astype(np.float32) / np.float32(32768)
        level = hearing.loudness_dbfs(samples)
        passes = [self._hear(part, level, hints) for part in _parts(samples)] if level > -60 else []
        heard = [each for each in passes if each.text]
        text = " ".join(each.text for each in heard)
        return {
            "text": text[:1].upper() + text[1:],  # behind hints in small letters the model writes small letters
            "others": heard[0].others if len(heard) == 1 else (),
            "shares": shares(heard[0].scored if len(heard) == 1 else ((text, 0.0),) if text else ()),
            "confidence": round(_mean([math.exp(min(0.0, each.log_probability)) for each in heard]), 4),
            "no_speech": round(min((each.no_speech for each in passes), default=1.0), 4),
            "audio_ms": samples.size * 1000 // hearing.SAMPLE_RATE,
            "took_ms": round((time.monotonic() - began) * 1000),
        }

    def _hear(self, samples: npt.NDArray[np.float32], level: float, hints: Sequence[str]) -> _Pass:
        features = self._model.feature_extractor(samples)
        spoken_s = hearing.spoken_seconds(samples)
        frames = hearing.context_frames(samples.size)
        # The cheapest first. Hints make a decoder repeat itself or them; a short context makes it miss the end.
        ways = [(frames, tuple(hints)), (frames, ()), (hearing.FULL_FRAMES, ())]
        encoded: dict[int, Any] = {}
        for context, words in dict.fromkeys(ways):
            if context not in encoded:
                encoded[context] = self._encode(features, context)
            # The likeliest of several long texts is the one that leaves most out.
            guesses = self._guesses if context == hearing.SHORT_FRAMES else 1
            heard = self._decode(encoded[context], samples.size, guesses, words, hints)
            heard = replace(heard, text=hearing.with_numbers(hearing.said_once(heard.text, spoken_s)))
            nobody = hearing.nobody_spoke(
                heard.text, no_speech=heard.no_speech, log_probability=heard.log_probability, level_dbfs=level
            )
            if nobody and (hearing.words(heard.text) or heard.no_speech > 0.5):
                return replace(heard, text="")
            if nobody:  # signs without a word ("$ $") where somebody did speak
                continue
            hurried = hearing.too_fast(heard.text, spoken_s)
            circles = hearing.runs_in_circles(heard.text, spoken_s)
            if not (heard.capped or hurried or circles or hearing.echoes_hints(heard.text, words)):
                return heard
        # Even with the whole context: circles are no words; a doubtful pace or a long text still is something said.
        kept = hearing.words(heard.text) and not hearing.runs_in_circles(heard.text, spoken_s)
        return heard if kept else replace(heard, text="")

    def _encode(self, features: npt.NDArray[np.float32], frames: int) -> Any:
        # Silence in the mel, as the model saw it in training; zeros would be a faint noise.
        padded = np.full((features.shape[0], frames), features.min(), dtype=np.float32)
        width = min(frames, features.shape[1])
        padded[:, :width] = features[:, :width]
        return self._model.encode(padded)

    def _decode(
        self, encoded: Any, samples: int, count: int, prompted: Sequence[str], expected: Sequence[str]
    ) -> _Pass:
        """The best guess: the likeliest, where one with an expected word may be somewhat less likely."""
        prompt = self._prompt(prompted)
        cap = min(hearing.token_cap(samples), _MOST_TOKENS - len(prompt))
        result = self._model.model.generate(
            encoded,
            [prompt],
            beam_size=count,
            num_hypotheses=count,
            max_length=len(prompt) + cap,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_blank=True,
            suppress_tokens=self._suppressed,
        )[0]
        guesses = []
        for ids, score in zip(result.sequences_ids, result.scores, strict=True):
            tokens = [token for token in ids if token < self._tokenizer.eot]
            text, total = self._tokenizer.decode(tokens).strip(), float(score) * len(tokens)
            guesses.append(
                _Pass(text, float(result.no_speech_prob), total / (len(tokens) + 1), len(tokens) >= cap, total)
            )
        scored = tuple((hearing.with_numbers(guess.text), guess.total) for guess in guesses)
        best, *others = sorted(guesses, key=lambda guess: -guess.total - hearing.favour(guess.text, expected))
        return replace(best, others=_others(best, others), scored=scored)

    def _prompt(self, hints: Sequence[str]) -> list[int]:
        prompt = [*self._tokenizer.sot_sequence, self._tokenizer.no_timestamps]
        tokens: list[int] = []
        for hint in filter(None, (hint.strip() for hint in hints)):
            more = self._tokenizer.encode(f", {hint}" if tokens else f" {hint}")
            if len(tokens) + len(more) <= _HINT_TOKENS:  # a long hint that does not fit is left out whole
                tokens += more
        return [self._tokenizer.sot_prev, *tokens, *prompt] if tokens else prompt


def _others(best: _Pass, guesses: Sequence[_Pass]) -> tuple[str, ...]:
    """What else it may have been, in other words than the best guess."""
    near = [guess.text for guess in guesses if guess.total > best.total - _FAR_BEHIND]
    by_words = {tuple(hearing.words(text)): hearing.with_numbers(text) for text in reversed(near)}
    same = ((), tuple(hearing.words(best.text)))
    return tuple(text for text in reversed(by_words.values()) if tuple(hearing.words(text)) not in same)


def _parts(samples: npt.NDArray[np.float32]) -> list[npt.NDArray[np.float32]]:
    """Pieces of at most 29 s, cut at the quietest place of the last 5 s of each."""
    longest, search, window = 29 * hearing.SAMPLE_RATE, 5 * hearing.SAMPLE_RATE, hearing.SAMPLE_RATE // 10
    parts = []
    while samples.size > longest:
        tail = samples[longest - search : longest].reshape(-1, window)
        cut = longest - search + int((tail**2).mean(axis=1).argmin()) * window + window // 2
        parts.append(samples[:cut])
        samples = samples[cut:]
    # The first 25 ms window of the mel must be full; shorter than that is no word.
    return [*parts, samples] if samples.size >= 2 * hearing.FRAME_SAMPLES else parts


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def hints_of(job: Job) -> list[str]:
    """The likely words that came with a clip."""
    return [str(hint) for hint in job.fields.get("hints", ())]


def load() -> Handler:
    """Check and load the model; the function that answers requests."""
    files = models.find("recogniser")
    recogniser = Recogniser(str(files["model.bin"].parent))
    recogniser.transcribe(warm_up_clip(), ())

    def handle(job: Job) -> Steps:
        if len(job.payload) % 2 or len(job.payload) > 2 * LONGEST_CLIP_S * hearing.SAMPLE_RATE:
            raise Refused("clip_too_long", "The clip is no 16 kHz audio of at most two minutes.", "Send a shorter one.")
        yield from ()
        return Answer(recogniser.transcribe(np.frombuffer(job.payload, dtype=np.int16), hints_of(job)))

    return handle


def warm_up_clip() -> npt.NDArray[np.int16]:
    """A second of loud noise: the first pass allocates what later ones use again."""
    noise = np.random.default_rng(1).normal(0, 3000, hearing.SAMPLE_RATE)
    return noise.astype(np.int16)


if __name__ == "__main__":
    run(load)
