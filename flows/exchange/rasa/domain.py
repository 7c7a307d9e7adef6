"""The domain of a project: slots, responses, forms, actions."""

import json
import math
from collections.abc import Iterator

from flows.exchange.rasa.model import SLOT_KINDS, Button, Mapping, Project, RasaSlot, Response, Variation
from flows.exchange.rasa.report import Report
from flows.exchange.rasa.source import Part, word

KEYS = frozenset(
    "slots responses actions intents entities forms session_config e2e_actions version config version_domain".split()
)
"""A file with one of these and none of the training data is a part of the domain."""
UNSPOKEN = ("image", "attachment", "custom", "elements", "quick_replies", "template", "json")
"""What a response may show beside its text; a voice cannot."""
MAX_MINUTES_TOLD = 60
_BUTTON_SLOT_COMMAND = "/SetSlots("


def read_domain(part: Part, project: Project, report: Report) -> None:
    """Take over what one file of the domain holds."""
    for name, slot in part.get("slots").entries(report.error):
        _slot(name, slot, project, report)
    for name, response in part.get("responses").entries(report.error):
        _response(name, response, project, report)
    for action in part.get("actions").items(report.error):
        name = (
            next(iter(action.value)) if isinstance(action.value, dict) and action.value else action.text(report.error)
        )
        project.actions.setdefault(str(name), action)
    for name, form in part.get("forms").entries(report.error):
        slots = form.get("required_slots") if form.has("required_slots") else form
        wanted = slots.value if isinstance(slots.value, list) else list(slots.value or ()) if slots.value else []
        project.forms[name] = tuple(word(entry) for entry in wanted if not isinstance(entry, dict | list))
    if part.has("session_config"):
        told = "A call begins anew each time; how long sessions last is not a matter of the bot."
        report.left_out(part.get("session_config"), "session_config", told)
    for entity in part.get("entities").items(report.error):
        if isinstance(entity.value, dict):
            told = "Roles and groups of entities have no counterpart: a slot takes what its type finds."
            report.left_out(
                entity, f"entity {next(iter(entity.value), '')}", told, "Ask for each by a slot of its own."
            )


def _slot(name: str, part: Part, project: Project, report: Report) -> None:
    if name in project.slots:
        report.changed(part, f"slot {name}", "It is declared twice; the first one counts.", "Delete one of them.")
        return
    kind = part.get("type").text(report.error) or "any"
    if kind not in SLOT_KINDS:
        told = f"The type `{kind}` is not known here; the slot takes any words."
        report.changed(part.get("type"), f"slot {name}", told, "Choose a type in the bot.")
    values = tuple(
        dict.fromkeys(
            entry.text(report.error) for entry in part.get("values").items(report.error) if not entry.is_empty
        )
    )
    values = tuple(value for value in values if value.strip())
    plain = SLOT_KINDS.get(kind, "text")
    if plain == "choice" and not values:
        report.changed(
            part, f"slot {name}", "It is categorical and has no values; it takes any words.", "Add `choices`."
        )
        plain = "text"
    project.slots[name] = RasaSlot(
        name, plain, part, values, _limit(part.get("min_value")), _limit(part.get("max_value")),
        part.get("initial_value").value, tuple(_mappings(part, report)),
        part.get("validation").get("rejections") if part.has("validation") else None,
    )  # fmt: skip


def _limit(part: Part) -> float | None:
    value = part.value
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return value


def _mappings(part: Part, report: Report) -> Iterator[Mapping]:
    for mapping in part.get("mappings").items(report.error):
        texts = {key: mapping.get(key).text(report.error) for key in ("type", "entity", "intent", "action")}
        if not texts["intent"].strip():
            texts["intent"] = ""
        yield Mapping(texts["type"], texts["entity"], texts["intent"], mapping.get("value").value, texts["action"])


def _response(name: str, part: Part, project: Project, report: Report) -> None:
    if name in project.responses:
        report.changed(part, name, "It is declared twice; the first one counts.", "Delete one of them.")
        return
    found = tuple(_variation(name, entry, report) for entry in part.items(report.error))
    project.responses[name] = Response(name, found, part)


def _variation(name: str, part: Part, report: Report) -> Variation:
    if isinstance(part.value, str):
        return Variation(part.value, part)
    shown = [key for key in UNSPOKEN if part.has(key)]
    if shown:
        told = f"A voice cannot show what stands under `{'`, `'.join(shown)}`."
        report.left_out(part.get(shown[0]), name, told, "Say it in words, or send it by a tool.")
    if part.get("metadata").get("rephrase").is_true():
        told = "The words are said as they are written; nothing rephrases them."
        report.changed(part.get("metadata"), name, told, "Use a `generate` node where a model should speak.")
    buttons = [
        Button(entry.get("title").text(report.error), entry.get("payload").text(report.error), entry)
        for entry in part.get("buttons").items(report.error)
    ]
    return Variation(
        part.get("text").text(report.error), part, tuple(_conditions(name, part, report)), tuple(buttons),
        part.get("channel").text(report.error),
    )  # fmt: skip


def _conditions(name: str, part: Part, report: Report) -> Iterator[tuple[str, object]]:
    for condition in part.get("condition").items(report.error):
        slot = condition.get("name").text(report.error)
        if condition.get("type").text(report.error) != "slot" or not slot:
            report.changed(condition, name, "Only conditions on slots are known here.", "Look at when it is said.")
        elif not isinstance(condition.get("value").value, dict | list):
            yield slot, condition.get("value").value


def payload_values(payload: str) -> dict[str, object] | None:
    """The slots that a button sets, with their values; None when it does something else.

    >>> payload_values("/SetSlots(account=savings)")
    {'account': 'savings'}
    """
    if payload.startswith(_BUTTON_SLOT_COMMAND) and payload.endswith(")"):
        pairs = [pair.partition("=") for pair in payload[len(_BUTTON_SLOT_COMMAND) : -1].split(",")]
        return {name.strip(): _plain(value.strip()) for name, sign, value in pairs if sign and name.strip()}
    intent, brace, _ = payload.partition("{")
    if not brace:
        return None
    try:
        values = json.loads(payload[len(intent) :])
    except (ValueError, RecursionError):
        return None
    return {str(key): value for key, value in values.items()} if isinstance(values, dict) else None


def payload_intent(payload: str) -> str:
    """The intent of a button, `/intent{…}`; empty when it has none."""
    if payload.startswith(_BUTTON_SLOT_COMMAND) or not payload.startswith("/"):
        return ""
    return payload[1:].partition("{")[0].strip()


def _plain(text: str) -> object:
    low = text.strip("\"'")
    return {"true": True, "True": True, "false": False, "False": False, "null": None, "None": None}.get(low, low)
