"""Questions: `collect` steps, with the texts, buttons and rejections that stand elsewhere in a project."""

import re

from flows.exchange.rasa.cel import Value
from flows.exchange.rasa.domain import payload_values
from flows.exchange.rasa.maker import Maker, Node
from flows.exchange.rasa.model import Button
from flows.exchange.rasa.predicate import Always, PredicateProblem
from flows.exchange.rasa.source import Part
from flows.exchange.rasa.speech import Spoken, spoken
from flows.exchange.rasa.words import in_words, listed

MAX_KEYS = 9
"""The keypad's 1 to 9; nobody keeps more options in mind."""
MAX_DESCRIPTION_CHARACTERS = 60
"""Of a slot: callers hear it when the bot asks what was meant."""
MAX_HINTS = 40


def question(maker: Maker, slot: str, step: Part) -> Node:
    """The `ask` node of a slot; `step` is the collect step, or whatever asks for it."""
    value = maker.kinds[slot]
    utter = step.get("utter").text(maker.report.error) or f"utter_ask_{slot}"
    said = spoken(maker, utter)
    node: Node = {"type": "ask", "slot": value.name}
    reprompts: list[str] = []
    if said is None:
        told = f"There is no text `{utter}`; a question was made from the slot's name."
        asks = f"action_ask_{slot}"
        if asks in maker.project.actions:
            told = f"The custom action `{asks}` asks for it, which cannot be read; the question was made from its name."
        maker.report.changed(step, f"collect: {slot}", told, "Write the question in the bot.")
        node["say"] = _made_question(value)
    else:
        node["say"] = said.say
        reprompts += said.others
        keys = _keys(maker, slot, value, said, utter)
        if keys:
            node["dtmf"] = {key: given for key, given, _ in keys}
        reprompts += _told_options(value, keys)
    if reprompts:
        node["reprompts"] = reprompts
    refusals = _refusals(maker, slot, step)
    if refusals:
        node["validate"] = refusals
    if step.get("ask_before_filling").is_true():
        node["ask_again"] = True
    hints = maker.project.lookups.get(slot, [])
    if hints and value.kind == "text":
        node["hints"] = list(dict.fromkeys(hints))[:MAX_HINTS]
    order = ("type", "slot", "say", "reprompts", "hints", "dtmf", "validate", "ask_again")
    return {key: node[key] for key in order if key in node}


def _made_question(value: Value) -> str:
    words = in_words(value.name)
    return f"{words.capitalize()}, yes or no?" if value.kind == "boolean" else f"What is the {words}?"


Key = tuple[int, object, str]
"""A key of the keypad, its value, and the button's title."""


def _keys(maker: Maker, slot: str, value: Value, said: Spoken, utter: str) -> list[Key]:
    """The keys of the buttons that answer the question."""
    keys: list[Key] = []
    for button in said.buttons:
        what = f"button {button.title} of {utter}"
        given = _answer(slot, value, button)
        if given is None:
            told = "It does not set the slot that is asked for; callers ask for it in words."
            maker.report.left_out(button.part, what, told, "Give the question the words for it.")
            continue
        if len(keys) == MAX_KEYS:
            maker.report.left_out(button.part, what, f"The keypad has {MAX_KEYS} keys for options; it is said only.")
        else:
            keys.append((len(keys) + 1, given, button.title))
            maker.report.add(button.part, what, f"Callers say it or press {len(keys)}.")
        if value.kind == "choice":
            maker.synonyms.setdefault(slot, {}).setdefault(str(given), []).append(button.title)
        elif value.kind == "text" and str(given).lower() != button.title.lower():
            told = f"Who says {button.title!r} leaves these words in the slot, and the key leaves {given!r}."
            maker.report.changed(button.part, what, told, "Make the slot a choice, where only these answers will do.")
    return keys


def _answer(slot: str, value: Value, button: Button) -> object:
    """The value that a button gives to the slot; None when it gives none."""
    values = payload_values(button.payload)
    given = values.get(slot) if values is not None else None
    if given is None and not button.payload.startswith("/"):
        given = button.payload or button.title
    match value.kind:
        case "boolean":
            if given is None:
                meant = button.payload.lstrip("/").lower()
                return {"affirm": True, "deny": False, "yes": True, "no": False}.get(meant)
            return {"true": True, "false": False, "yes": True, "no": False}.get(str(given).lower())
        case "number":
            try:
                number = float(str(given))
            except ValueError:
                return None
            return int(number) if number.is_integer() else number if abs(number) < 10**15 else None
        case "choice":
            options = {option.lower(): option for option in value.options}
            return options.get(str(given).lower())
        case "text":
            return given if isinstance(given, str) and given.strip() else None
    return None


def _told_options(value: Value, keys: list[Key]) -> list[str]:
    """What the bot says after an answer that did not fit, where there were buttons to look at."""
    if not keys:
        return []
    if value.kind == "boolean":
        return ["Please say yes or no."]
    titles = [_spoken_title(title or str(given)) for _, given, title in keys]
    if not all(titles):
        return []
    pressed = " ".join(f"Say {title}, or press {key}." for (key, _, _), title in zip(keys, titles, strict=True))
    return [f"Please say {listed(titles)}.", pressed]


def _spoken_title(title: str) -> str:
    text = re.sub(r"[^\w\s$€£%&'.,-]", "", title)
    text = " ".join(text.split())
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[:2] in ("A ", "A") else text


def _refusals(maker: Maker, slot: str, step: Part) -> list[dict[str, str]]:
    found = [(entry, "collect") for entry in step.get("rejections").items(maker.report.error)]
    own = maker.project.slots[slot].rejections if slot in maker.project.slots else None
    found += [(entry, "slot") for entry in own.items(maker.report.error)] if own is not None else []
    made = []
    for entry, where in found:
        refusal = _refusal(maker, slot, entry, where)
        if refusal is not None:
            made.append(refusal)
    return made


def _refusal(maker: Maker, slot: str, entry: Part, where: str) -> dict[str, str] | None:
    what = f"rejection of {where}: {slot}"
    predicate = maker.predicate(entry.get("if").text(maker.report.error), entry, what)
    if predicate is None or isinstance(predicate, Always):
        return None
    try:
        written = maker.writer.write(predicate, frozenset({slot}))
    except PredicateProblem:
        return None
    if not written.exact:
        told = "Where another slot of the condition has no value, the answer is taken."
        maker.report.changed(entry, what, told, "Look at whether that slot is asked for before.")
    utter = entry.get("utter").text(maker.report.error)
    said = spoken(maker, utter)
    if said is None:
        told = f"There is no text `{utter or 'utter'}` for it; a plain one was made."
        maker.report.changed(entry, what, told, "Write in the bot why the answer will not do.")
        return {"if": written.text, "say": f"I can't take that for the {in_words(maker.kinds[slot].name)}."}
    return {"if": written.text, "say": said.say}


def meaning(description: str) -> str:
    """What a slot means, as the bot says it in a sentence; empty when it is not fit to be said."""
    text = " ".join(description.split()).rstrip(".")
    if not text or len(text) > MAX_DESCRIPTION_CHARACTERS or re.search(r"[_{}<>\"`:;()]|\b(?:user|slot|bool)", text):
        return ""
    if re.match(r"(?:accepts?|true|false|set|must|should|only|can|is|are|if|whether)\b", text, re.IGNORECASE):
        return ""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
