"""What of words that must be heard an interruption cut off."""

import re

_SENTENCE = re.compile(r"[^.!?]*[.!?]*\s*")


def cut_off(said: tuple[str, ...], must_hear: tuple[str, ...], heard: str) -> tuple[str, ...]:
    """The sentences of `must_hear` that were not played to their end.

    `said`: the texts since the caller's last turn; `heard`: the words of them that were played, or of the last one.
    """
    words = _plain(heard)
    every = [word for text in said for word in _plain(text)]
    last = _plain(said[-1]) if said else []
    count = len(words)
    if words != every[:count] and words == last[:count]:
        count += len(every) - len(last)
    missing: list[str] = []
    start = 0
    for text in said:
        end = start + len(_plain(text))
        if text in must_hear and count < end:
            missing.append(_from_sentence(text, max(0, count - start)))
        start = end
    return tuple(missing)


def _from_sentence(text: str, word: int) -> str:
    """The text from the beginning of the sentence that holds a word, counted from 0."""
    seen = 0
    for match in _SENTENCE.finditer(text):
        seen += len(_plain(match[0]))
        if seen > word:
            return text[match.start() :].strip()
    return text


def _plain(text: str) -> list[str]:
    return [bare for word in text.lower().split() if (bare := word.strip(".,;:!?\"'"))]
