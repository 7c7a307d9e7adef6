"""Texts of responses made into texts of a bot: `{amount}` is `{{ amount }}`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flows.definition.config import MAX_TEXT_CHARACTERS
from flows.exchange.rasa.report import Report
from flows.exchange.rasa.source import Part
from flows.expressions.templates import TemplateProblem, read_template

_PLACE = re.compile(r"\{\{\s*(?P<jinja>[^{}]*?)\s*\}\}|\{(?P<name>[A-Za-z_][\w.\-]*)\}")
_STATEMENT = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_WORDS = re.compile(r"[A-Za-z_][\w.\-]*")

CONTEXT: Mapping[str, str] = {
    "context.previous_flow_name": "description", "context.interrupted_flow_name": "description",
    "context.names": "candidates", "context.clarification_options": "candidates", "context.collect": "slot",
    "context.corrected_slots": "slot", "context.new_slot_values": "new", "context.last_said": "last_said",
}  # fmt: skip
"""What patterns know, and the value that repair flows are given for it."""


@dataclass(frozen=True)
class Texts:
    """Turns texts of the project into templates; `name_of` gives the bot's name for a slot."""

    name_of: Callable[[str], str | None]
    report: Report
    declare: Callable[[str], str]
    """Makes a variable for a name that is no slot, and gives its name."""
    names_flows: Callable[[], None]
    """Called where a text says the description of a flow in the middle of a sentence."""

    def template(self, text: str, part: Part, *, repair: bool = False) -> str:
        """A text as a template. What cannot be filled here is left out and told."""
        text = _tidy(text)
        if _STATEMENT.search(text):
            told = "A text here has no statements of Jinja; only its plain parts were kept."
            self.report.changed(part, f"the text {text}", told, "Write it as `{% if name %}…{% endif %}` in the bot.")
            text = _STATEMENT.sub("", text)
        made = _PLACE.sub(lambda match: self._filled(match, part, repair=repair), text)
        made = _lone_braces(made)
        made = re.sub(r" +([,.!?](?:\s|$))", r"\1", re.sub(r" {2,}", " ", made)).strip()
        if len(made) > MAX_TEXT_CHARACTERS:
            self.report.changed(part, f"the text {text}", "It is longer than a text may be and was cut.", "Shorten it.")
            made = _cut(made)
        return made

    def _filled(self, match: re.Match[str], part: Part, *, repair: bool) -> str:
        name = match["name"] or match["jinja"] or ""
        if match["jinja"] is not None:
            words = _WORDS.findall(name)
            name = words[0] if words else ""
        name = name.removeprefix("slots.")
        if name.startswith("context."):
            given = next((here for there, here in CONTEXT.items() if name.startswith(there)), None) if repair else None
            if given is None:
                told = "The bot has no such value there; it was left out of the text."
                self.report.changed(part, match[0], told, "Look at the text without it.")
                return ""
            if given == "description":
                self.names_flows()
            return f"{{{{ {given} | either }}}}" if given == "candidates" else f"{{{{ {given} }}}}"
        known = self.name_of(name)
        if known is None:
            if not name or "." in name:
                self.report.changed(part, match[0], "It is no slot; it was left out of the text.", "Look at the text.")
                return ""
            known = self.declare(name)
            told = f"It is no slot: it is a variable `{known}` here that nothing sets, said as nothing until then."
            self.report.changed(part, match[0], told, "Set it, or write the text without it.")
            return f'{{{{ {known} | default("") }}}}'
        return f"{{{{ {known} }}}}"


def _tidy(text: str) -> str:
    """As it is spoken: without line breaks, links' marks and emphasis."""
    text = re.sub(r"\[([^\]\n]{1,200})\]\((?:https?://|mailto:)[^)\s]{1,500}\)", r"\1", text)
    text = re.sub(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"^\s*[-*•]\s+", "", text, flags=re.MULTILINE)
    text = re.sub(r"(?:(?<=\s)|^)[:;]-?[()DPp](?=\s|$)", "", text)
    text = re.sub("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]", "", text)
    return " ".join(text.split())


def _lone_braces(text: str) -> str:
    """Without braces that begin a template and end none."""
    try:
        read_template(text)
    except TemplateProblem:
        return re.sub(r"\{[{%#]|[}%#]\}", "", text)
    return text


def _cut(text: str) -> str:
    short = text[:MAX_TEXT_CHARACTERS]
    open_brace = short.rfind("{{")
    return short[:open_brace] if open_brace > short.rfind("}}") else short
