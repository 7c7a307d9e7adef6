"""What characters the words at one place of a sentence can stand for: "double l", "j as in juliet", "forty two"."""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.values.spelling_words import SpellingWords, spelling_words
from flows.values.words import Words

LIKELY, POSSIBLE, UNLIKELY = 0.1, 0.6, 0.8
"""Costs: of a reading that is one of two, of a word that only sounds like a character, and of a far-fetched reading.
The differences count, not the numbers: a reading of several letters is as dear as the sum of its doubts."""
SILENT = 0.02
CONFIRMED = -0.3
"""A letter said twice, as in "J as in juliet", is surer than two letters."""
SHORT_WORD = 3
"""Recognisers join up to three letters to a small word ("ab", "xyz"); longer words are words."""

LONGEST_JOINED = 6


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters in capitals (none: the words mean nothing here), the token behind them, and how far to trust it."""

    text: str
    end: int
    cost: float = 0.0
    sure: int = 0
    """How many characters were said so that they can be nothing else."""
    cased: bool = False
    """Whether capital or small was said."""


def pieces_at(words: Words, at: int, *, lenient: bool = True) -> list[Piece]:
    """Every reading of the words that begin at a token. `lenient`: also words that only sound like a character."""
    table, tokens = spelling_words(), words.tokens
    pieces = [*_letters(table, tokens, at), *_digits(table, tokens, at)]
    pieces += _linked(table, tokens, at)
    pieces += _repeated(table, tokens, at)
    pieces += _named_letters(table, tokens, at)
    for sign, end in table.signs.at(tokens, at):
        pieces.append(Piece(sign, end))
        if sign not in "+_":
            pieces.append(Piece("", end, LIKELY))
    if tokens[at] == "+":
        pieces.append(Piece("+", at + 1))
    for silent in (table.silent, table.asides):
        pieces += [Piece("", end, SILENT) for _, end in silent.at(tokens, at)]
    pieces += _written(table, words, at)
    return pieces if lenient else [piece for piece in pieces if piece.sure or not piece.text or piece.text in "0O+-/._"]


def most_digits(words: Words) -> int:
    """More digits than these cannot be read in a sentence: quick to count, so that ordinary sentences are soon told
    from numbers."""
    table = spelling_words()
    return sum(_most_digits(table, token) for token in words.tokens)


def most_characters(words: Words) -> int:
    """The same of letters and digits together, of those that were plainly said."""
    table = spelling_words()
    each = enumerate(words.tokens)
    return sum(max(_most_digits(table, token), _most_letters(table, words, at)) for at, token in each)


def _most_letters(table: SpellingWords, words: Words, at: int) -> int:
    token, (start, end) = words.tokens[at], words.spans[at]
    if len(token) > 1 and token.isascii() and token.isalpha():
        if _is_no_word(token) or words.text[start:end].isupper() or touches_figure(words, at):
            return len(token)
        begins = (phrases.end(words.tokens, at) is not None for phrases in (table.names, table.alphabet))
        return int(any(begins))
    return int(len(token) == 1)


def _most_digits(table: SpellingWords, token: str) -> int:
    if token in table.tens or token in table.teens:
        return 2
    said = table.scales.get(token) or table.repeats.get(token)
    if said is None:
        said = int(token in table.units or token in table.oh or token in table.heard_digits)
    return max(said, sum(sign.isdecimal() for sign in token))


def _letters(table: SpellingWords, tokens: tuple[str, ...], at: int) -> list[Piece]:
    if at >= len(tokens):
        return []
    token = tokens[at]
    pieces: list[Piece] = []
    if len(token) == 1 and token.isascii() and token.isalpha():
        pieces.append(Piece(token.upper(), at + 1, sure=int(token not in ("a", "i") or _is_beside(table, tokens, at))))
    pieces += [Piece(letter, end, sure=1) for letter, end in table.names.at(tokens, at)]
    pieces += [Piece(letter, end, sure=1) for letter, end in table.alphabet.at(tokens, at)]
    for letter, end in table.sounds.at(tokens, at):
        pieces.append(Piece(letter, end, LIKELY if token in table.oh else POSSIBLE))
    return pieces


def _is_beside(table: SpellingWords, tokens: tuple[str, ...], at: int) -> bool:
    """Whether a letter or a number stands next to a token: there, "a", "I" and "oh" are characters and no words."""
    beside = (*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2])
    return any(len(token) == 1 or token.isdecimal() or table.is_number(token) for token in beside)


def _named_letters(table: SpellingWords, tokens: tuple[str, ...], at: int) -> Iterator[Piece]:
    """ "Capital a", "small b", "the letter o"."""
    for phrases, kind in ((table.capital, "capital"), (table.small, "small"), (table.letter, "")):
        if (end := phrases.end(tokens, at)) is not None:
            for piece in _letters(table, tokens, end):
                text = piece.text.lower() if kind == "small" else piece.text
                yield Piece(text, piece.end, 2 * CONFIRMED, sure=1, cased=bool(kind))


def _digits(table: SpellingWords, tokens: tuple[str, ...], at: int) -> Iterator[Piece]:
    token = tokens[at] if at < len(tokens) else ""
    if token in table.oh:
        yield Piece("0", at + 1, LIKELY, sure=int(_is_beside(table, tokens, at)))
    if token in table.heard_digits:
        yield Piece(str(table.heard_digits[token]), at + 1, POSSIBLE)
    figures = token.replace(",", "").replace(".", "").replace(":", "")
    if figures.isascii() and figures.isdecimal():
        yield Piece(figures, at + 1, sure=len(figures))
    spoken = _below_hundred(table, tokens, at)
    if spoken is None:
        return
    value, end = spoken
    yield Piece(value, end, sure=len(value))
    if token in table.tens and end == at + 2:  # "twenty one" could be 20 and 1
        yield Piece(str(table.tens[token]), at + 1, UNLIKELY, sure=2)
    scale = table.scales.get(tokens[end] if end < len(tokens) else "", 0)
    if scale:
        end += 1
        yield Piece(value + "0" * scale, end, sure=len(value) + scale)
        linked = tokens[end : end + 1] == ("and",)
        if (rest := _below_hundred(table, tokens, end + linked)) is not None:
            text = str(int(value) * 10**scale + int(rest[0]))
            yield Piece(text, rest[1], LIKELY if linked else POSSIBLE, sure=len(text))


def _below_hundred(table: SpellingWords, tokens: tuple[str, ...], at: int) -> tuple[str, int] | None:
    token = tokens[at] if at < len(tokens) else ""
    if token in table.tens:
        unit = table.units.get(tokens[at + 1], 0) if at + 1 < len(tokens) else 0
        return (str(table.tens[token] + unit), at + 2) if unit else (str(table.tens[token]), at + 1)
    value = table.units.get(token, table.teens.get(token))
    return None if value is None else (str(value), at + 1)


def _linked(table: SpellingWords, tokens: tuple[str, ...], at: int) -> Iterator[Piece]:
    """ "J as in juliet"; where letter and word do not agree, the word is the surer of the two."""
    for piece in _letters(table, tokens, at):
        for letter, end in table.alphabet.at(tokens, piece.end):
            if letter == piece.text and table.alphabet.end(tokens, at) is None:  # "alpha alpha" is two letters
                yield Piece(letter, end, CONFIRMED, sure=2)
        if (begin := table.links.end(tokens, piece.end)) is not None:
            word = tokens[begin] if begin < len(tokens) else ""
            if not word.isascii() or not word[:1].isalpha() or len(word) < 2 or table.is_number(word):
                continue
            first = word[0].upper()
            named = any(
                letter == piece.text for letter, _ in (*table.names.at(tokens, begin), *table.sounds.at(tokens, begin))
            )
            if first == piece.text or named:
                yield Piece(piece.text, begin + 1, CONFIRMED, sure=2)
            elif len(tokens[at]) <= SHORT_WORD:
                yield Piece(first, begin + 1, LIKELY, sure=1)
                yield Piece(piece.text, begin + 1, LIKELY * 2, sure=1)


def _repeated(table: SpellingWords, tokens: tuple[str, ...], at: int) -> Iterator[Piece]:
    times = table.repeats.get(tokens[at], 0)
    if times:
        for piece in (*_letters(table, tokens, at + 1), *_digits(table, tokens, at + 1)):
            if len(piece.text) == 1:
                doubt = POSSIBLE if piece.text == "U" else 0.0  # "double u" is a W
                yield Piece(
                    piece.text * times,
                    piece.end,
                    piece.cost + doubt,
                    sure=times if piece.sure or piece.text == "0" else 0,
                )


def _written(table: SpellingWords, words: Words, at: int) -> Iterator[Piece]:
    """Several letters written as one word: "AB", "jk" before figures, "ab1234"."""
    token, (start, end) = words.tokens[at], words.spans[at]
    if len(token) < 2 or not token.isascii() or not token.isalpha() or table.is_number(token):
        return
    capitals = words.text[start:end].isupper()
    beside = (*words.tokens[max(0, at - 1) : at], *words.tokens[at + 1 : at + 2])
    if touches_figure(words, at) or (capitals and any(one.isdecimal() for one in beside)):
        yield Piece(token.upper(), at + 1, LIKELY, sure=len(token))
    elif any(phrases.end(words.tokens, at) for phrases in (table.around, table.corrections, table.silent)):
        return
    elif (capitals and not _shouting(words)) or _is_no_word(token):
        yield Piece(token.upper(), at + 1, LIKELY, sure=len(token))
    elif len(token) <= SHORT_WORD:
        yield Piece(token.upper(), at + 1, POSSIBLE)


def _is_no_word(token: str) -> bool:
    """ "Nwbk" is nothing that anybody says."""
    return len(token) <= LONGEST_JOINED and not set(token) & set("aeiouy")


def touches_figure(words: Words, at: int) -> bool:
    """Whether a token is written together with figures, as in NO93."""
    start, end = words.spans[at]
    return words.text[end : end + 1].isdigit() or words.text[max(0, start - 1) : start].isdigit()


def _shouting(words: Words) -> bool:
    """Everything in capitals says nothing about one word."""
    return words.text.isupper() and sum(len(token) > 1 and token.isalpha() for token in words.tokens) > 1
