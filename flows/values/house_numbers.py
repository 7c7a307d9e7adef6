"""Numbers in addresses as they are written: "twelve oh four" is 1204, "forty second" is 42nd, "twenty one b" is 21B."""

from flows.values.address_words import address_words
from flows.values.pieces import pieces_at
from flows.values.spelling_words import spelling_words
from flows.values.words import Words

MAX_DIGITS = 7
"""A house number of more digits is none."""


def number_at(words: Words, at: int) -> tuple[str, int] | None:
    """The number that begins at a token, in figures, and the token behind it."""
    text, end = "", at
    while end < len(words) and len(text) < MAX_DIGITS:
        figures = words.tokens[end].isdecimal()
        if text and (words.pauses_before(end) or figures is not words.tokens[at].isdecimal()):
            break  # "7 seven oaks road"
        piece = _digits_at(words, end, inside=bool(text))
        if piece is None:
            break
        digits, stop = piece
        if stop < len(words) and _ordinal_at(words, end) is not None:
            break  # "five forty second street": the number ends before the position
        text, end = _joined(text, digits), stop
    return (text, end) if text else None


def position_at(words: Words, at: int) -> tuple[str, int] | None:
    """ "Forty second" as `42nd`, "5th" as it is; small positions in words are names and stay words."""
    token = words.tokens[at]
    if token[:1].isdigit() and token[-2:] in ("st", "nd", "rd", "th"):
        return token, at + 1
    return _ordinal_at(words, at)


def _ordinal_at(words: Words, at: int) -> tuple[str, int] | None:
    tens = spelling_words().tens.get(words.tokens[at], 0)
    unit = address_words().ordinals.get(words.tokens[at + 1], "") if at + 1 < len(words) else ""
    return (f"{tens // 10}{unit}", at + 2) if tens and unit else None


def _digits_at(words: Words, at: int, *, inside: bool) -> tuple[str, int] | None:
    token = words.tokens[at]
    if token[:1].isdigit() and not token.isdecimal():
        return None  # 5th, 12.5
    if token in spelling_words().oh and not inside:
        return None
    found = [
        piece
        for piece in pieces_at(words, at)
        if piece.text.isdigit() and piece.sure and words.tokens[piece.end : piece.end + 1] != ("hundred",)
    ]
    best = max(found, key=lambda piece: (piece.end, -piece.cost), default=None)
    return (best.text, best.end) if best is not None else None


def _joined(text: str, digits: str) -> str:
    """ "Two thousand" and "five hundred" are 2500; all else stands behind each other."""
    if text.endswith("000") and len(digits) == 3:
        return str(int(text) + int(digits))
    return text + digits
