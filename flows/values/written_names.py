"""Names as recognisers write them: "Smith, SMITH" was spelled, "Jr." was said as "junior"."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import TypeVar, cast

from flows.values.language import language_data
from flows.values.rewritten import Edit, rewritten
from flows.values.words import Found, Words

TABLE = "written_names"
FEWEST = 3
"""Two capitals may be initials: "DJ"."""

Find = TypeVar("Find", bound=Callable[..., list[Found]])


def as_said(find: Find) -> Find:
    """For `Person.find`: the words as they were said rather than as they are written."""

    @wraps(find)
    def found_as_said(slot: object, words: Words, *, asked: bool) -> list[Found]:
        said = rewritten(words, _edits(words)) if asked else None
        if said is None:
            return find(slot, words, asked=asked)
        places = ((item, *said.original(item.start, item.end)) for item in find(slot, said.words, asked=asked))
        return [replace(item, start=start, end=end) for item, start, end in places]

    return cast("Find", found_as_said)


def _edits(words: Words) -> list[Edit]:
    short_forms = language_data(TABLE, words.setting.language)["short_forms"]
    edits = []
    for at, token in enumerate(words.tokens):
        if token in short_forms:
            edits.append(Edit(at, at + 1, short_forms[token]))
        elif at and not words.text.isupper() and _is_row_of_letters(words.original(at, at + 1)):
            edits.append(Edit(at, at + 1, "-".join(token.upper())))
    return edits


def _is_row_of_letters(text: str) -> bool:
    return len(text) >= FEWEST and text.isupper() and text.isascii() and text.isalpha()
