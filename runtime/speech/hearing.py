"""Judging what a Whisper model wrote: how long an answer may be, whether it runs in circles, whether anybody spoke."""

import math
import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

SAMPLE_RATE = 16_000
FRAME_SAMPLES = 160  # one mel frame is 10 ms
SHORT_FRAMES = 1000  # 10 s of context: same word errors as 30 s at half the time; 750 and fewer loop
SHORT_CLIP_MS = 7_500  # leaves 2.5 s of silence after the clip, without which the decoder does not find the end
FULL_FRAMES = 3000

_TOKENS_PER_S = 7  # fast English is 5 words, 6 to 7 tokens a second
_TOKENS_AT_LEAST = 12
_QUIET_DBFS = -50.0  # nobody speaks into a microphone as quietly as this
_FAINT_DBFS = -38.0
_NO_SPEECH_SURE = 0.6  # OpenAI's own limits for silence
_LOG_PROBABILITY_POOR = -1.0
_NO_SPEECH_LIKELY = 0.5
_LOG_PROBABILITY_GUESS = -1.4  # a quarter: a word drawn from noise
_LOG_PROBABILITY_NOTHING = -2.0  # noise, however sure the model is of speech; of 400 spoken clips none was below -1.85

# What Whisper writes when it hears nothing: the ends of the films it was trained on.
# "Okay" and "oh" (zero) are missing: people answer so.
_SILENCE_TEXTS = frozenset(
    {"you", "thank you", "thank you very much", "thanks", "thanks for watching", "thank you for watching", "bye", "so"}
    | {"bye bye", "please subscribe", "subscribe", "the", "hmm", "uh", "um", "music", "silence", "i"}
    | {"thank you so much"}
)
_FAVOUR = 2.0  # seven times as likely; 1 helped less, 3 no more (docs/adr/0008)
_STUTTER = re.compile(r"([^\W\d_]{1,8}?)\1{4}")
_WORDS_PER_S = 4.5  # quick speech
_DIGITS_PER_S = 4.0
_LETTERS_PER_S, _SLACK_LETTERS = 19.0, 5  # short words go quickly: quick speech is six syllables a second
_LONGEST_DIGITS = 24  # of a card or an account, said twice in part
_SLACK_WORDS = 1  # "hello" takes a fifth of a second
_SOUNDS_LIKE = {"for": "four", "to": "two", "too": "two", "ate": "eight", "won": "one"}
_AMOUNT_BEHIND_FOR = re.compile(
    r"\b(for|at),? (for|to|too|ate|won)(?=[,.?!]*(?:$| (?:please|people|persons|guests|of us|on|at)\b))", re.I
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def context_frames(samples: int) -> int:
    """Mel frames to encode for a clip of so many samples."""
    return SHORT_FRAMES if samples * 1000 <= SHORT_CLIP_MS * SAMPLE_RATE else FULL_FRAMES


def token_cap(samples: int) -> int:
    """The most tokens that a clip of so many samples can hold."""
    return _TOKENS_AT_LEAST + math.ceil(samples / SAMPLE_RATE * _TOKENS_PER_S)


def words(text: str) -> list[str]:
    """The words of a text, lower case, without punctuation."""
    return _WORD.findall(text.lower())


def runs_in_circles(text: str, spoken_s: float = 0.0) -> bool:
    """The same one to six words three times in a row (four times for one word), as only a decoder says it.

    Digits are left alone up to six times: people say "zero zero zero"; and as often as they can have been said in so
    many seconds where there is nothing else: a card number. Also a few letters five times in one word.
    """
    spoken = words(text)
    digits = sum(len(word) if word.isdigit() else 1 for word in spoken if word.isdigit() or word in _NUMBER_WORDS)
    only_digits = all(word.isdigit() or word in _NUMBER_WORDS for word in spoken)
    if only_digits and 0 < digits <= min(_DIGITS_PER_S * spoken_s, _LONGEST_DIGITS):
        return False
    if _STUTTER.search(text):
        return True
    for size in range(1, 7):
        for start in range(len(spoken) - size * 3 + 1):
            unit = spoken[start : start + size]
            again = 1
            while spoken[start + again * size : start + (again + 1) * size] == unit:
                again += 1
            if again >= _most_repeats(unit):
                return True
    return False


def said_once(text: str, spoken_s: float) -> str:
    """The text without repetitions of all of it that nobody can have said in so many seconds.

    A decoder with a short context may write a short sentence two or three times, word for word. Numbers are left alone:
    people repeat digits, and quickly.

    >>> said_once("What's my balance? What's my balance?", 0.9)
    "What's my balance?"
    >>> said_once("No, no.", 0.9)
    'No, no.'
    """
    spoken, pieces = words(text), text.split()
    numbers = any(word.isdigit() or word in _NUMBER_WORDS for word in spoken)
    if numbers or len(pieces) != len(spoken) or len(spoken) <= _WORDS_PER_S * spoken_s:
        return text
    for size in range(1, len(spoken) // 2 + 1):
        if len(spoken) % size == 0 and spoken == spoken[:size] * (len(spoken) // size):
            return " ".join(pieces[:size])
    return text


def with_numbers(text: str) -> str:
    """Numbers where words that sound like them make no sense: a table "for for", "at ate".

    >>> with_numbers("A table for, for, please.")
    'A table for four, please.'
    >>> with_numbers("What is it for? To me it is new.")
    'What is it for? To me it is new.'
    """
    return _AMOUNT_BEHIND_FOR.sub(lambda match: f"{match[1]} {_SOUNDS_LIKE[match[2].lower()]}", text)


def too_fast(text: str, spoken_s: float) -> bool:
    """Whether nobody can have said so many words in so many seconds.

    >>> too_fast("Could you tell me how much money I have got?", 1.98)  # ten short words
    False
    """
    spoken = words(text)
    # A number written in digits is at least one word a digit, mostly; "1250" stands for five.
    digits = sum(len(word) for word in spoken if word.isdigit())
    others = sum(not word.isdigit() for word in spoken)
    at_most = _SLACK_WORDS + (_DIGITS_PER_S if digits > others else _WORDS_PER_S) * spoken_s
    letters = sum(len(word) for word in spoken if not word.isdigit())
    return digits + others > at_most and (digits > others or letters > _SLACK_LETTERS + _LETTERS_PER_S * spoken_s)


def spoken_seconds(samples: npt.NDArray[np.float32]) -> float:
    """From the first to the last window of 20 ms within 30 dB of the loudest, in seconds."""
    window = SAMPLE_RATE // 50
    if samples.size == 0:
        return 0.0
    power = (np.pad(samples, (0, -samples.size % window)).reshape(-1, window) ** 2).mean(axis=1)
    audible = np.flatnonzero(power >= power.max() / 1000)
    return float(audible[-1] - audible[0] + 1) / 50


def _most_repeats(unit: list[str]) -> int:
    if all(word.isdigit() or word in _NUMBER_WORDS for word in unit):
        return 7 if len(unit) == 1 else 4
    return 4 if len(unit) == 1 else 3


_NUMBER_WORDS = frozenset(["oh", "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"])


def echoes_hints(text: str, hints: Sequence[str]) -> bool:
    """Whether a text is just two or more of the hints in the order in which the model was given them."""
    spoken, given = words(text), [words(hint) for hint in hints]
    for start in range(len(given) - 1):
        run: list[str] = list(given[start])
        for hint in given[start + 1 :]:
            run += hint
            if run and run == spoken:
                return True
    return False


def favour(text: str, expected: Sequence[str]) -> float:
    """What a guess gains by an expected word or phrase in it, as log probability; several gain no more than one.

    >>> favour("Savings, please.", ["saving account", "savings"])
    2.0
    >>> favour("Having cleaned.", ["savings"])
    0.0
    """
    spoken = words(text)
    for phrase in expected:
        wanted = words(phrase)
        if wanted and any(spoken[at : at + len(wanted)] == wanted for at in range(len(spoken) - len(wanted) + 1)):
            return _FAVOUR
    return 0.0


def loudness_dbfs(samples: npt.NDArray[np.float32]) -> float:
    """The level of the loudest 50 ms of a clip (samples from -1 to 1), in dB below full scale."""
    window = SAMPLE_RATE // 20
    if samples.size == 0:
        return -120.0
    padded = np.pad(samples, (0, -samples.size % window)).reshape(-1, window)
    power = float((padded.astype(np.float64) ** 2).mean(axis=1).max())
    return 10 * math.log10(power) if power > 1e-12 else -120.0


def nobody_spoke(text: str, *, no_speech: float, log_probability: float, level_dbfs: float) -> bool:
    """Whether to drop a text, by the model's own doubts and the level of the clip."""
    if not words(text) or level_dbfs < _QUIET_DBFS or log_probability < _LOG_PROBABILITY_NOTHING:
        return True
    if no_speech > _NO_SPEECH_SURE and log_probability < _LOG_PROBABILITY_POOR:
        return True
    if no_speech > _NO_SPEECH_LIKELY and log_probability < _LOG_PROBABILITY_GUESS:
        return True
    usual = " ".join(words(text)) in _SILENCE_TEXTS
    return usual and (level_dbfs < _FAINT_DBFS or no_speech > _NO_SPEECH_SURE)
