"""The two halves of a spoken email address: what stands before the "at", and the domain behind it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from flows.values.email_words import email_words
from flows.values.pieces import pieces_at
from flows.values.spelling_words import spelling_words
from flows.values.words import Words

MAX_WORDS = 5
"""An address of more words is a sentence."""
MAX_LABEL_WORDS = 4
ALIKE = 60
"""rapidfuzz ratio (0-100) from which spelled letters are the spelling of the word before them: "smith, s m y t h"."""
MIN_SPELLED = 3
MIN_ALPHABET = 3
"""So many words of the NATO alphabet in a row are letters; "mike" alone is a name."""
WRITTEN_SIGNS = ("_", "-", ".", "+")


@dataclass(frozen=True, slots=True)
class Domain:
    """A domain that ends before token `end`. `guessed`: "dot com" was not said."""

    text: str
    end: int
    guessed: bool = False
    provider: bool = False
    """Whether it is a known provider of mail."""


@dataclass(frozen=True, slots=True)
class _Segment:
    text: str
    spelled: bool = False
    """One letter, said as such."""
    word: bool = False


def domain_at(words: Words, at: int) -> Domain | None:
    """The domain that begins at a token."""
    table, tokens = email_words(), words.tokens
    labels, label, count, provider = list[str](), "", 0, False
    while at < len(tokens):
        if labels and not label and (ending := _ending(words, at)) is not None:
            text, end = ending
            if _dot(words, end) is None:
                return Domain(".".join((*labels, text)), end, provider=provider)
        if label and (dot := _dot(words, at)) is not None:
            labels, label, at, count = [*labels, label], "", dot, 0
            continue
        if label and provider and not labels and (ending := next(table.endings.at(tokens, at), None)) is not None:
            return Domain(f"{label}.{ending[0]}", ending[1], provider=True)  # the recogniser left the dot out
        named = next(table.providers.at(tokens, at), None) if not label else None
        silent = table.silent.end(tokens, at)
        if named is not None:
            label, at, provider = named[0], named[1], True
        elif silent is not None:
            at = silent
        elif (sign := _sign(words, at)) is not None and label and label[-1] != "-" and sign[0] == "-":
            label, at = label + "-", sign[1]
        elif count < MAX_LABEL_WORDS and (labels or not provider) and (piece := _piece(words, at)) is not None:
            label, at, count = label + piece[0].text, piece[1], count + 1
        else:
            break
        if labels and label and spelling_words().around.end(tokens, at) is not None:
            break
    if provider and label and not labels:
        return Domain(table.domains[label], at, guessed=True, provider=True)
    unusual = bool(labels) and count == 1 and label.isalpha() and len(label) > 1
    return Domain(".".join((*labels, label)), at) if unusual else None


def local_part(words: Words, start: int, end: int) -> str | None:
    """What stands before the "at", in tokens `start` up to `end`; None when it is a sentence and no name."""
    table, tokens = email_words(), words.tokens
    if table.never & set(tokens[start:end]):
        return None
    segments: list[_Segment] = []
    at = start
    while at < end:
        if segments and table.letter_leads.end(tokens, at) is not None and at + 2 < end:
            at += 3  # "kristen with a k"
            continue
        sign = _sign(words, at) if segments else None
        silent = table.silent.end(tokens, at)
        if sign is not None and sign[1] < end:
            segments.append(_Segment(sign[0]))
            at = sign[1]
        if (piece := _piece(words, at)) is not None and (
            sign is not None or silent is None or silent > end or (silent == end and not segments)
        ):
            segments.append(piece[0])
            at = piece[1]
        elif silent is not None:
            at = silent
        else:
            return None
    text = "".join(segment.text for segment in _without_spelling(segments))
    return text if at == end and text and sum(segment.word for segment in segments) <= MAX_WORDS else None


def _dot(words: Words, at: int) -> int | None:
    """The token behind a dot that begins at a token, said or written."""
    found = _sign(words, at)
    return found[1] if found is not None and found[0] == "." else None


def _sign(words: Words, at: int) -> tuple[str, int] | None:
    """A dot, dash, underscore or plus before the word at a token, said or written, and the token behind it."""
    table, tokens = email_words(), words.tokens
    if at >= len(tokens):
        return None
    if at > 0 and (written := words.text[words.spans[at - 1][1] : words.spans[at][0]]) in WRITTEN_SIGNS:
        letters = len(tokens[at - 1]) == len(tokens[at]) == 1
        spelled = (
            written == "-" or words.text[words.spans[at][1] :][:1] == "."
        )  # how "j-o-h-n" and "B.O.B." are written
        return None if letters and spelled else (written, at)
    if (end := table.dot.end(tokens, at)) is not None:
        return ".", end
    said = "+" if tokens[at] == "+" else None
    return (said, at + 1) if said else next(table.signs.at(tokens, at), None)


def _ending(words: Words, at: int) -> tuple[str, int] | None:
    """The last part of a domain, such as "com" or "d e"."""
    found = list(email_words().endings.at(words.tokens, at))
    return found[0] if found else None


def _piece(words: Words, at: int) -> tuple[_Segment, int] | None:
    """What one or several words add to an address: a letter, a number, a word."""
    table, tokens = spelling_words(), words.tokens
    token = tokens[at]
    pieces = [piece for piece in pieces_at(words, at) if piece.text.isalnum()]
    named = [piece for piece in pieces if piece.cost < 0 or token in table.repeats]
    if named:  # "j as in juliet", "double l", "double oh"
        zero = token in table.repeats and tokens[at + 1] != "o" and tokens[at + 1] in table.oh
        best = min(named, key=lambda piece: (piece.text.isdigit() is not zero, piece.cost, -piece.end))
        return _Segment(best.text.lower(), spelled=True), best.end
    if token in table.oh and not _beside_number(words, at):
        return _Segment("o" if _is_spelled(words, at, at + 1) or token == "o" else token, spelled=True), at + 1
    digits = [piece for piece in pieces if piece.text.isdigit() and (piece.sure or token in table.oh)]
    longest = max(digits, key=lambda piece: (piece.end, -piece.cost), default=None)
    if longest is not None and (not token.isdecimal() or longest.end > at + 1):
        return _Segment(longest.text), longest.end
    if len(token) == 1 and token.isascii() and token.isalpha():
        return _Segment(token, spelled=True), table.alphabet.end(tokens, at) or at + 1  # "x ray"
    letter = next((piece for piece in pieces if piece.sure and len(piece.text) == 1 and piece.text.isalpha()), None)
    if letter is not None and _is_spelled(words, at, letter.end):
        return _Segment(letter.text.lower(), spelled=True), letter.end
    text = _plain(words.original(at, at + 1))
    return (_Segment(text, word=not text.isdigit()), at + 1) if text else None


def _beside_number(words: Words, at: int) -> bool:
    table = spelling_words()
    beside = (*words.tokens[max(0, at - 1) : at], *words.tokens[at + 1 : at + 2])
    return any(token.isdecimal() or table.is_number(token) for token in beside)


def _is_spelled(words: Words, at: int, end: int) -> bool:
    """Whether the name of a letter ("jay", "mike") stands among letters and is no name of a person."""
    table, tokens = spelling_words(), words.tokens

    if table.alphabet.end(tokens, at) is None:
        return _is_letter(tokens, at - 1) or _is_letter(tokens, end)
    first = last = at
    while _is_letter(tokens, first - 1):
        first -= 1
    while _is_letter(tokens, last + 1):
        last += 1
    return last - first + 1 >= MIN_ALPHABET


def _is_letter(tokens: tuple[str, ...], at: int) -> bool:
    """Whether a token is a letter or belongs to the name of one, such as "x ray"."""
    if not 0 <= at < len(tokens):
        return False
    table = spelling_words()
    named = ((table.names.end(tokens, first) or 0, table.alphabet.end(tokens, first) or 0) for first in (at - 1, at))
    return len(tokens[at]) == 1 or any(max(ends) > at for ends in named)


def _plain(text: str) -> str:
    """A word in small letters without accents and apostrophes."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"[^a-z0-9]", "", decomposed)


def is_respelled(words: Words, at: int) -> bool:
    """Whether the word before a token is spelled behind it: "Connor, that's c o n n o r"."""
    letters, stop = "", at + 1
    while stop < len(words) and len(words.tokens[stop]) == 1:
        letters, stop = letters + words.tokens[stop], stop + 1
    return at > 0 and len(letters) >= MIN_SPELLED and fuzz.ratio(words.tokens[at - 1], letters) >= ALIKE


def _without_spelling(segments: list[_Segment]) -> Iterator[_Segment]:
    """Without a word that is spelled right behind itself: "smith, s m y t h"."""
    for at, segment in enumerate(segments):
        spelled = ""
        for after in segments[at + 1 :]:
            if not after.spelled:
                break
            spelled += after.text
        if not (segment.word and len(spelled) >= MIN_SPELLED and fuzz.ratio(segment.text, spelled) >= ALIKE):
            yield segment
