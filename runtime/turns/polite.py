"""Whether words only round off what was said before them: "the savings account, ... please".

Language is data: `polite.en.yaml`, read at the first call, once.
"""

import re
from functools import cache
from importlib.resources import files

import yaml

LANGUAGE = "en"
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def only_polite(text: str, language: str = LANGUAGE) -> bool:
    """Whether there is nothing in it but politeness; nothing in a language without data is.

    >>> only_polite("Please."), only_polite("please, thank you"), only_polite("Please stop.")
    (True, True, False)
    """
    words, phrases = _WORD.findall(text.lower().replace("’", "'")), _phrases(language)
    at = 0
    while at < len(words):
        found = next((phrase for phrase in phrases if words[at : at + len(phrase)] == list(phrase)), None)
        if found is None:
            return False
        at += len(found)
    return bool(words)


@cache
def _phrases(language: str) -> tuple[tuple[str, ...], ...]:
    """The longest first."""
    file = files(__package__).joinpath(f"polite.{language}.yaml")
    if not language.isalpha() or not file.is_file():
        return ()
    listed = yaml.safe_load(file.read_text("utf-8"))["words"]
    return tuple(sorted((tuple(phrase.split()) for phrase in listed), key=len, reverse=True))
