"""An email address."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.email_parts import Domain, domain_at, is_respelled, local_part
from flows.values.email_words import email_words
from flows.values.misheard import mending
from flows.values.parted import glued_at
from flows.values.pieces import pieces_at
from flows.values.said_words import said_words
from flows.values.setting import ANYWHERE, Setting
from flows.values.slot_type import SlotType, Value
from flows.values.spelling import parts
from flows.values.spelling_words import spelling_words
from flows.values.words import Found, Words

ADDRESS = re.compile(
    r"(?=.{6,254}\Z)(?=[^@]{1,64}@)[a-z0-9_](?:[._+-]?[a-z0-9_])*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,24}"
)
"""Addresses as people have and say them; RFC 5321 allows 64 characters before the `@` and 254 in all."""
WRITTEN_LOCAL = re.compile(r"[a-z0-9._+-]+")
MAX_LOST_WORDS = 2
"""So many words before a written part may belong to it: "john smith@gmail.com"."""


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Email(SlotType):
    """An email address in small letters: "john dot smith ninety nine at g mail dot com" is `john.smith99@gmail.com`.
    Names may be spelled, also right behind themselves ("smith, s m y t h"). Personal data of the class `email`.
    """

    example: ClassVar[str] = "email: {type: email}"
    said_in_texts: ClassVar[bool] = True
    personal_by_itself: ClassVar[str | None] = "email"
    found_unasked: ClassVar[bool] = True

    type: Literal["email"]

    @mending("email", written=glued_at)
    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The address; unasked only a written one, or one at a known provider or after the word email."""
        if not asked and not _may_be_meant(words):
            return []
        said = parts(words)
        for at, part in enumerate(said[:2]):
            for found, domain in _addresses(words, part):
                if asked or ((domain.provider or _is_told(words)) and not found.doubtful):
                    taken_back = at > 0 or part[1] < len(words)
                    return [replace(found, doubtful=found.doubtful or taken_back)]
            if at == 0 and len(said) > 1 and asked and (mended := _mended(words, said)) is not None:
                return [mended]
        return []

    def problem(self, value: Value) -> str | None:
        """No address."""
        fits = isinstance(value, str) and ADDRESS.fullmatch(value) is not None
        return None if fits else "I need an email address, such as anna at example dot com."

    def say(self, value: Value) -> str:
        """As it is written; a voice reads the dots and the at sign. Underscore and dash it would leave out: they are
        said in words ("john underscore smith@gmail.com"). Heard with espeak-ng, which gives Piper its sounds. What
        sounds like a letter or a number beside them is spelled: "john underscore b e e@gmail.com".
        """
        local, at, domain = str(value).partition("@")
        if "_" in local or "-" in local:
            local = "".join(_spelled_out(part) for part in re.split(r"([._+-])", local))
        return _said_signs(local) + at + _said_signs(domain)

    def read(self, raw: object, setting: Setting = ANYWHERE) -> Value | None:
        """An address as it is written; else as spoken."""
        if isinstance(raw, str) and self.problem(raw.strip().lower()) is None:
            return raw.strip().lower()
        return super().read(raw, setting)


def _is_told(words: Words) -> bool:
    """Whether a sentence says that it has an address."""
    return "@" in words.tokens or not email_words().cues.isdisjoint(words.tokens)


def _may_be_meant(words: Words) -> bool:
    """Whether a sentence that was no answer can have an address: quick to tell, as hardly one has."""
    providers = email_words().providers
    return _is_told(words) or any(providers.end(words.tokens, at) is not None for at in range(len(words)))


def _said_signs(text: str) -> str:
    for sign, word in said_words().email_signs.items():
        text = text.replace(sign, f" {word} ")
    return text


def _spelled_out(part: str) -> str:
    """A part of an address; in letters where the whole of it is the name of a letter, a number, or ends a sentence."""
    words, table = Words.of(part), spelling_words()
    named = part.isalpha() and len(part) > 1 and any(end == len(words) for _, end in _letters_or_numbers(words))
    return " ".join(part) if named or part in table.oh | email_words().closing else part


def _letters_or_numbers(words: Words) -> Iterator[tuple[str, int]]:
    return ((piece.text, piece.end) for piece in pieces_at(words, 0) if len(piece.text) < len(words.text))


def _addresses(words: Words, part: tuple[int, int]) -> Iterator[tuple[Found, Domain]]:
    """Every address in a part of a sentence, the last one first; those where the "at" got lost come behind."""
    cut = replace(words, tokens=words.tokens[: part[1]], spans=words.spans[: part[1]])
    places = range(part[1] - 1, part[0], -1)
    for at in places:
        behind = _behind_at(cut, at)
        if behind is not None and (domain := domain_at(cut, behind)) is not None:
            written = _written_begin(cut, part[0], at)
            for begin, doubtful in _beginnings(cut, _begin(cut, part[0], min(written + 1, at)), written, at):
                yield from _address(cut, begin, at, domain, doubtful=doubtful)
    for at in places:
        domain = domain_at(cut, at)  # "john smith gmail dot com"
        if domain is not None and domain.provider and not domain.guessed and _behind_at(cut, at - 1) is None:
            end = at - (cut.tokens[at - 1] in email_words().heard_at)
            yield from _address(cut, _begin(cut, part[0], end), end, domain, doubtful=True)


def _address(words: Words, begin: int, end: int, domain: Domain, *, doubtful: bool) -> Iterator[tuple[Found, Domain]]:
    written = words.text[words.spans[begin][0] : words.spans[end][0]].lower()
    local = written if WRITTEN_LOCAL.fullmatch(written) and words.tokens[end] == "@" else local_part(words, begin, end)
    if local is not None and ADDRESS.fullmatch(f"{local}@{domain.text}"):
        doubtful = doubtful or domain.guessed
        yield Found(f"{local}@{domain.text}", begin, domain.end, 0.7 if doubtful else 0.95, doubtful), domain


def _written_begin(words: Words, start: int, at: int) -> int:
    """Where that begins which is written together with an `@`; the `@` itself when there is nothing before it."""
    first = at
    while first > start and not re.search(r"\s", words.text[words.spans[first - 1][1] : words.spans[first][0]]):
        first -= 1
    return first


def _beginnings(words: Words, begin: int, written: int, at: int) -> Iterator[tuple[int, bool]]:
    """Where an address may begin, likeliest first, and whether that is doubtful: "john smith@gmail.com"."""
    before, table = words.tokens[begin:written], email_words()
    joined = bool(before) and (
        len(before[-1]) == 1 or table.dot.end(words.tokens, written - 1) or table.signs.end(words.tokens, written - 1)
    )
    if written == at or not before or joined:
        yield begin, False
        return
    if len(before) <= MAX_LOST_WORDS:
        yield begin, True
    yield written, False


def _behind_at(words: Words, at: int) -> int | None:
    """The token behind an "at" that begins at a token."""
    return at + 1 if words.tokens[at] == "@" else email_words().at.end(words.tokens, at)


def _begin(words: Words, start: int, end: int) -> int:
    """Where the address begins behind "my email is"; one token before `end` at the latest."""
    tokens = words.tokens
    closing = [
        at + 1 for at in range(start, end - 1) if tokens[at] in email_words().closing and not is_respelled(words, at)
    ]
    at = max(closing, default=start)
    while at < end - 1:
        stops = [
            stop
            for phrases in (email_words().before, spelling_words().around, spelling_words().asides)
            if (stop := phrases.end(tokens, at)) is not None and stop < end
        ]
        stop = max(stops, default=at)
        joined = stop < len(tokens) and (email_words().dot.end(tokens, stop) or email_words().signs.end(tokens, stop))
        if (
            stop == at
            or tokens[at] in email_words().no_leads
            or joined
            or words.text[words.spans[stop - 1][1]] in "._-+@"
        ):
            break
        at = stop
    return at


def _mended(words: Words, said: list[tuple[int, int]]) -> Found | None:
    """ "John at gmail dot com, no, at hotmail dot com", and the same for what stands before the "at"."""
    old = next(_addresses(words, said[1]), None)
    new_start, new_end = said[0]
    if old is None:
        old_local = local_part(words, _begin(words, *said[1]), said[1][1])
    else:
        old_local = str(old[0].value).partition("@")[0]
    behind = _behind_at(words, new_start)
    text: str | None = None
    if behind is not None:
        domain = domain_at(words, behind)
        text = f"{old_local}@{domain.text}" if domain is not None and old_local else None
    elif old is not None and (local := local_part(words, _begin(words, new_start, new_end), new_end)) is not None:
        text = f"{local}@{old[1].text}"
    return Found(text, said[1][0], new_end, 0.7, doubtful=True) if text and ADDRESS.fullmatch(text) else None
