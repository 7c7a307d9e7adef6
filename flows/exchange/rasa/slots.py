"""The slots and variables of the bot."""

import re
from typing import Any

from flows.exchange.rasa.asks import meaning
from flows.exchange.rasa.cel import Value
from flows.exchange.rasa.maker import VARIABLE_TYPES, Maker
from flows.exchange.rasa.model import RasaSlot
from flows.exchange.rasa.words import in_words

BETTER: tuple[tuple[str, str], ...] = (
    (r"phone|mobile|telephone", "phone"),
    (r"e_?mail", "email"),
    (r"iban", "iban"),
    (r"postcode|postal_code|zip", "postcode"),
    (r"date|birthday|day\Z|(?:\A|_)when", "date"),
    (r"time\Z|hour", "time"),
    (r"amount|price|money|budget|cost", "money"),
    (r"number_of|num_|(?:\A|_)count|party_size|people|guests|quantity|(?:\A|_)age\Z", "integer"),
    (r"address|street", "address"),
    (r"card_number", "card_number"),
    (r"(?:first|last|full|sur|guest|payee)_?name|\Aname\Z|recipient|payee\Z", "person"),
    (r"code|(?:\A|_)pin\Z|_id\Z|reference|account_number|_account\Z", "digits"),
)
"""What a slot's name says of it, and the type that understands it when it is spoken."""
_MONEY = re.compile(r"\b(?:money|dollars?|euros?|pounds?|price|budget|salary|rent)\b", re.IGNORECASE)
TYPES = {"text": "text", "choice": "choice", "number": "number", "boolean": "yes_no", "list": "text"}


def better_type(name: str, kind: str) -> str | None:
    """The type that a slot of words or numbers had better have; None when its own does."""
    found = next((better for pattern, better in BETTER if re.search(pattern, name)), None)
    fits = kind == "text" or (kind == "number" and found in ("money", "integer"))
    return found if fits else None


def make_slots(maker: Maker) -> dict[str, Any]:
    """What callers are asked for."""
    slots: dict[str, Any] = {}
    for name, slot in maker.project.slots.items():
        value = maker.kinds[name]
        if name not in maker.asked:
            _tell_unasked(maker, slot, value)
            continue
        slots[value.name] = _slot(maker, slot, value)
        better = better_type(value.name, value.kind)
        if better is not None and slots[value.name]["type"] in ("text", "number"):
            told = f"It is of type `{slots[value.name]['type']}`, as the domain says."
            remedy = f"Give it `type: {better}`, if that is what it is: it understands such values as they are spoken."
            maker.report.changed(slot.part, f"slot {name}", told, remedy)
        elif slots[value.name]["type"] == "money":
            told = "It is of type `money`, since it is spoken of as such: callers may say its currency."
            maker.report.changed(slot.part, f"slot {name}", told)
        else:
            maker.report.add(slot.part, f"slot {name}", f"It is of type `{slots[value.name]['type']}`.")
        if value.kind == "list":
            told = "Callers are asked for one thing at a time; it holds their words."
            maker.report.changed(slot.part, f"slot {name}", told, "Ask for each of the things.")
    return slots


def _slot(maker: Maker, slot: RasaSlot, value: Value) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "money" if _is_money(maker, slot, value) else TYPES[value.kind]}
    if value.kind == "choice":
        made["choices"] = _choices(maker, slot)
    if value.kind == "number":
        for field, limit in (("min", slot.low), ("max", slot.high)):
            if limit is not None:
                made[field] = int(limit) if float(limit).is_integer() else limit
        if slot.low is not None and slot.high is not None and slot.low > slot.high:
            maker.report.error(
                slot.part, f"slot {slot.name}", "Its smallest value is above the largest.", "Exchange them."
            )
            made = {"type": made["type"]}
    if slot.name in maker.kept:
        made["keep"] = True
    if value.kind != "boolean":
        said = meaning(maker.meanings.get(slot.name, ""))
        made["description"] = said or f"the {in_words(value.name)}"
    return made


def _is_money(maker: Maker, slot: RasaSlot, value: Value) -> bool:
    """A number that the flows speak of as an amount of money: "the amount of money in dollars"."""
    said = f"{in_words(value.name)} {maker.meanings.get(slot.name, '')}"
    return value.kind == "number" and _MONEY.search(said) is not None


def _choices(maker: Maker, slot: RasaSlot) -> dict[str, list[str] | None]:
    """The options, each with the words for it that stand anywhere in the project."""
    project = maker.project
    entities = {mapping.entity for mapping in slot.mappings if mapping.entity} | {slot.name}
    marked = [project.words[entity] for entity in sorted(entities) if entity in project.words]
    owner = {_key(value): value for value in slot.values}
    choices: dict[str, list[str] | None] = {}
    for value in slot.values:
        words: list[str] = []
        said = list(maker.synonyms.get(slot.name, {}).get(value, []))
        for group in (*marked, project.synonyms):
            said += [word for other, listed in group.items() if other.lower() == value.lower() for word in listed]
        for word in said:
            text = " ".join(word.lower().split())
            if (
                text
                and owner.setdefault(_key(text), value) == value
                and _key(text) != _key(value)
                and text not in words
            ):
                words.append(text)
        choices[value] = words or None
    return choices


def _key(word: str) -> str:
    return " ".join(word.lower().replace("_", " ").split())


def _tell_unasked(maker: Maker, slot: RasaSlot, value: Value) -> None:
    if value.name in maker.variables:
        told = f"No flow asks for it: it is the variable `{value.name}`, of type `{VARIABLE_TYPES[value.kind]}`."
        maker.report.add(slot.part, f"slot {slot.name}", told)
        if any(mapping.kind in ("from_llm", "from_entity", "from_intent", "from_text") for mapping in slot.mappings):
            told = "Nothing asks for it, and only what is asked for is filled by what callers say."
            maker.report.changed(slot.part, f"slot {slot.name}", told, "Ask for it in the flow that needs it.")
    else:
        maker.report.left_out(slot.part, f"slot {slot.name}", "No flow speaks of it.")
