"""Whether words said while the bot speaks only show that the caller listens: "mhm", "oh okay", "yeah yeah right".

It is about words said over the bot's voice. Once the bot has asked, "yes" and "okay" are answers; who asks this module
must know which it is. The phrases are in `backchannels.en.yaml`.
"""

import re
from collections.abc import Sequence

from runtime.turns.phrases import made_of, words_of

LANGUAGE = "en"
MOST_WORDS = 6
"""Who goes on for longer has taken the turn, whatever the words."""
LEAST_SHARE = 0.2
"""A short hum is read as all kinds of words ("And then", "Them"), with the hum among the recogniser's other guesses."""
LEAST_EARLY_SHARE = 0.3
"""Half a word is like many others."""
LONGEST_MS = 850
"""A drawn-out "mm-hmm"; of more sound the words are made out well."""
HINTS = ("mm-hmm", "uh-huh")
"""Given to the recogniser as expected words behind the bot's own. With them and the share above 99 of 108 signs by six
voices are known, 87 without both; of 233 other short things said 5 are taken for one, 4 without."""
_ASKS = re.compile(r"\?\W*$")


def backchannel(text: str, language: str = LANGUAGE) -> bool:
    """Whether the words ask for no answer and need not stop the bot; nothing said (no words at all) is such, too.

    `text`: as a recogniser writes it. A question ("right?") is none, nor is anything in a language without data.

    >>> backchannel("Oh, okay."), backchannel("Mm-hmm."), backchannel("")
    (True, True, True)
    >>> backchannel("Stop."), backchannel("Okay, stop."), backchannel("Right?")
    (False, False, False)
    """
    words = words_of(text)
    if not words:
        return True
    if len(words) > MOST_WORDS or _ASKS.search(text):
        return False
    return made_of("backchannels", [_shortened(word) for word in words], language)


def may_be_backchannel(
    text: str, shares: Sequence[tuple[str, float]], language: str = LANGUAGE, *, early: bool = False
) -> bool:
    """The same for a short sound that may have been misheard: `shares` are guesses, each with its part of 1.

    `early`: the sound is not over yet.

    Not where the words that were most likely said are among those that people mean (`firm.en.yaml`).

    >>> may_be_backchannel("I'm firm", [("I'm firm", 0.6), ("Um, um...", 0.4)])
    True
    >>> may_be_backchannel("No.", [("No.", 0.6), ("Oh.", 0.4)])
    False
    """
    if backchannel(text, language):
        return True
    signs = sum(share for guess, share in shares if backchannel(guess, language))
    return signs >= (LEAST_EARLY_SHARE if early else LEAST_SHARE) and not made_of("firm", words_of(text), language)


def _shortened(word: str) -> str:
    """Drawn-out sounds as short ones: "mmmm" and "hmmmm"."""
    return re.sub(r"(.)\1{2,}", r"\1\1", word)
