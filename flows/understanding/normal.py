"""A sentence as its vector is made: without greeting, hesitation and politeness around what is meant.

On CLINC150's validation part with "hi um …", "… please" put around the sentences, 95 % of them are understood at 6 %
false alarms, against 90 % without; plain sentences are neither better nor worse off (12 draws of 7 intents, see
intents.py).
"""

AROUND: tuple[tuple[str, ...], ...] = tuple(
    tuple(phrase.split())
    for phrase in (
        "um", "uh", "er", "erm", "hmm", "mm", "ah", "oh", "well", "so", "hi", "hello", "hey", "hi there", "hey there",
        "hello there", "good morning", "good afternoon", "good evening", "please", "thanks", "thank you", "sorry",
        "yeah", "yes", "okay", "ok", "if that's okay",
    )
)  # fmt: skip


def normal(text: str) -> str:
    """Small letters, no final punctuation, nothing polite at either end; a sentence of nothing else stays."""
    words = [word for word in (part.strip(",.?!;:") for part in text.lower().split()) if word]
    moved = True
    while moved:
        moved = False
        for phrase in AROUND:
            size = len(phrase)
            if len(words) > size and tuple(words[:size]) == phrase:
                words, moved = words[size:], True
            elif len(words) > size and tuple(words[-size:]) == phrase:
                words, moved = words[:-size], True
    return " ".join(words)
