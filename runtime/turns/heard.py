"""Which words of a prompt the caller heard before the bot was stopped."""

from collections.abc import Sequence


def heard_words(clauses: Sequence[tuple[str, int]], played_ms: int) -> str:
    """The words of `clauses` (text, duration in ms) that were played within `played_ms`.

    Within a clause words are taken as equally long by their letters; a word counts when it was played to its end.
    """
    words: list[str] = []
    left = played_ms
    for text, duration_ms in clauses:
        if left >= duration_ms:
            words += text.split()
            left -= duration_ms
            continue
        spoken = text.split()
        letters = sum(len(word) + 1 for word in spoken) or 1
        until = 0.0
        for word in spoken:
            until += duration_ms * (len(word) + 1) / letters
            if until > left:
                break
            words.append(word)
        break
    return " ".join(words)
