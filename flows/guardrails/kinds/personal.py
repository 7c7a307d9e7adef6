"""`personal`: cards, accounts, phones, e-mail addresses and long numbers, by their form."""

from collections.abc import Collection

from flows.definition.guardrails.personal import Personal, PersonalClass
from flows.guardrails.found import Found
from flows.personal.spotting import MANY_DIGITS, plainly
from flows.values.card_number import CardNumber
from flows.values.email import Email
from flows.values.iban import Iban
from flows.values.phone import Phone
from flows.values.slot_type import SlotType
from flows.values.words import Words

SLOTS: dict[str, SlotType] = {
    "card": CardNumber(type="card_number"),
    "iban": Iban(type="iban"),
    "phone": Phone(type="phone"),
    "email": Email(type="email"),
}
"""What reads each class, as it would be read by a question for it."""
ALL: tuple[PersonalClass, ...] = ("card", "iban", "phone", "email", "number")
_DIGITS = frozenset("zero oh nought one two three four five six seven eight nine double triple".split())


def find(rule: Personal, text: str, own: Collection[str] = ()) -> Found | None:
    """All of them but those that are `own`: values of the caller, as `plainly` writes them."""
    words = Words.of(text)
    spans: list[tuple[int, int]] = []
    classes = []
    for name, slot in SLOTS.items():
        if rule.classes and name not in rule.classes:
            continue
        for found in slot.find(words, asked=False):
            if plainly(str(found.value)) not in own and plainly(words.original(found.start, found.end)) not in own:
                spans.append((words.spans[found.start][0], words.spans[found.end - 1][1]))
                classes.append(name)
    if not rule.classes or "number" in rule.classes:
        for start, end in _numbers(words):
            known = plainly(words.original(start, end)) in own
            span = words.spans[start][0], words.spans[end - 1][1]
            if not known and not any(span[0] < other[1] and other[0] < span[1] for other in spans):
                spans.append(span)
                classes.append("number")
    return Found(" and ".join(dict.fromkeys(classes)), 1.0, tuple(spans)) if spans else None


def _numbers(words: Words) -> list[tuple[int, int]]:
    """Rows of figures, in figures or said one by one, that are too long for an amount or a day."""
    rows, start, digits = [], 0, 0
    for at, token in enumerate((*words.tokens, "")):
        if token.isdigit() or token in _DIGITS:
            digits += len(token) if token.isdigit() else 1
            continue
        if digits >= MANY_DIGITS:
            rows.append((start, at))
        start, digits = at + 1, 0
    return rows
