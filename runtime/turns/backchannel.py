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
MOST_OTHERS = 2
"""A short hum is read as all kinds of words ("And then", "Them"); of the guesses behind those it is among the first."""
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


def may_be_backchannel(text: str, others: Sequence[str], language: str = LANGUAGE) -> bool:
    """The same for a short sound that may have been misheard: whether one of the likeliest `others` is one.

    Not where the words that were most likely said are among those that people mean (`firm.en.yaml`).

    >>> may_be_backchannel("I'm firm", ["Um, um..."]), may_be_backchannel("No.", ["Oh."])
    (True, False)
    """
    if backchannel(text, language):
        return True
    firm = made_of("firm", words_of(text), language)
    return not firm and any(backchannel(other, language) for other in others[:MOST_OTHERS])


def _shortened(word: str) -> str:
    """Drawn-out sounds as short ones: "mmmm" and "hmmmm"."""
    return re.sub(r"(.)\1{2,}", r"\1\1", word)
