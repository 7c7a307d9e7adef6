"""Whether words said while the bot speaks only show that the caller listens: "mhm", "oh okay", "yeah yeah right".

It is about words said over the bot's voice. Once the bot has asked, "yes" and "okay" are answers; who asks this module
must know which it is. Language is data: `backchannels.en.yaml`, read at the first call, once.
"""

import re
from functools import cache
from importlib.resources import files

import yaml

LANGUAGE = "en"
MOST_WORDS = 6
"""Who goes on for longer has taken the turn, whatever the words."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ASKS = re.compile(r"\?\W*$")


def backchannel(text: str, language: str = LANGUAGE) -> bool:
    """Whether the words ask for no answer and need not stop the bot; nothing said (no words at all) is such, too.

    `text`: as a recogniser writes it. A question ("right?") is none, nor is anything in a language without data.

    >>> backchannel("Oh, okay."), backchannel("Mm-hmm."), backchannel("")
    (True, True, True)
    >>> backchannel("Stop."), backchannel("Okay, stop."), backchannel("Right?")
    (False, False, False)
    """
    words = _WORD.findall(text.lower().replace("’", "'"))
    if not words:
        return True
    pattern = _pattern(language)
    if pattern is None or len(words) > MOST_WORDS or _ASKS.search(text):
        return False
    return pattern.fullmatch(" ".join(_shortened(word) for word in words) + " ") is not None


def _shortened(word: str) -> str:
    """Drawn-out sounds as short ones: "mmmm" and "hmmmm"."""
    return re.sub(r"(.)\1{2,}", r"\1\1", word)


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    """One or more of a language's words and sounds, each with a space behind it."""
    file = files(__package__).joinpath(f"backchannels.{language}.yaml")
    if not language.isalpha() or not file.is_file():
        return None
    data: dict[str, list[str]] = yaml.safe_load(file.read_text("utf-8"))
    longest_first = sorted((phrase for phrases in data.values() for phrase in phrases), key=len, reverse=True)
    return re.compile("(?:(?:" + "|".join(map(re.escape, longest_first)) + ") )+")
