"""Whether a sentence is made of listed phrases and nothing else; and where the words of a language stand.

Language is data: files `NAME.LANGUAGE.yaml` and `.json` of this folder. A language without a file has no such words.
"""

import re
from functools import cache
from importlib.resources import files

import yaml

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def words_of(text: str) -> list[str]:
    """The words of a text as a recogniser writes it, in small letters, without punctuation."""
    return _WORD.findall(text.lower().replace("’", "'"))


def made_of(name: str, words: list[str], language: str) -> bool:
    """Whether the words are one or more of the phrases in the lists of `NAME.LANGUAGE.yaml`."""
    known = phrases(name, language)
    return known is not None and known.fullmatch(" ".join(words) + " ") is not None


@cache
def phrases(name: str, language: str) -> re.Pattern[str] | None:
    """One or more of a file's phrases, each with a space behind it; read at the first call, once."""
    text = file_of(f"{name}.{language}.yaml", language)
    if text is None:
        return None
    listed = [phrase for lists in yaml.safe_load(text).values() for phrase in lists]
    return re.compile("(?:(?:" + "|".join(map(re.escape, sorted(listed, key=len, reverse=True))) + ") )+")


def file_of(name: str, language: str) -> str | None:
    """The text of a file of this folder; None where the language has none, or is no language."""
    file = files(__package__).joinpath(name)
    return file.read_text("utf-8") if language.isalpha() and file.is_file() else None
