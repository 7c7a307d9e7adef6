"""The training data of a project: examples of intents, other words for values."""

import json
import re
from collections.abc import Iterator

from flows.exchange.rasa.model import Project, RasaIntent
from flows.exchange.rasa.report import Report
from flows.exchange.rasa.source import Part

MAX_EXAMPLES = 150
"""Of one intent: more make training slower and understanding no better."""
MAX_EXAMPLE_CHARACTERS = 300
"""A longer one is no sentence that anybody says."""
_MARK = re.compile(r"\[([^\]\[]{1,200})\](?:\(([^)\s]{1,100})\)|(\{[^}]{1,300}\}))")


def read_nlu(part: Part, project: Project, report: Report) -> None:
    """Take over what one file of training data holds."""
    for entry in part.get("nlu").items(report.error):
        if entry.has("intent"):
            _intent(entry, project, report)
        elif entry.has("synonym"):
            value = entry.get("synonym").text(report.error)
            project.synonyms.setdefault(value, []).extend(_lines(entry, report))
        elif entry.has("lookup"):
            name = entry.get("lookup").text(report.error)
            project.lookups.setdefault(name, []).extend(_lines(entry, report))
        elif entry.has("regex"):
            told = "Values are found by the type of their slot; patterns belong to slots of type `spelled`."
            remedy = "Give the slot `type: spelled` and this pattern, where it is a code."
            report.left_out(entry, f"regex {entry.get('regex').text(report.error)}", told, remedy)
        else:
            report.error(
                entry, "nlu", "This is no intent, synonym, lookup or regex.", "Check the word before the colon."
            )


def _intent(entry: Part, project: Project, report: Report) -> None:
    name = entry.get("intent").text(report.error)
    if not name:
        return
    examples = [_without_marks(line, project) for line in _lines(entry, report)]
    before = project.intents.get(name)
    kept = dict.fromkeys([*(before.examples if before is not None else ()), *(text for text in examples if text)])
    if len(kept) > MAX_EXAMPLES:
        told = f"It has {len(kept)} examples; the first {MAX_EXAMPLES} were taken."
        report.changed(entry, f"intent {name}", told, "Five to fifteen of different wording serve well.")
    part = before.part if before is not None else entry
    project.intents[name] = RasaIntent(name, tuple(list(kept)[:MAX_EXAMPLES]), part)


def _lines(entry: Part, report: Report) -> Iterator[str]:
    """The examples of an entry: lines that begin with `- `, or a list."""
    examples = entry.get("examples")
    if isinstance(examples.value, list):
        for example in examples.items(report.error):
            said = example.get("text") if isinstance(example.value, dict) else example
            yield " ".join(said.text(report.error).split())[:MAX_EXAMPLE_CHARACTERS]
        return
    for line in examples.text(report.error).splitlines():
        text = line.strip()
        if text.startswith("- "):
            yield " ".join(text[2:].split())[:MAX_EXAMPLE_CHARACTERS]


def _without_marks(line: str, project: Project) -> str:
    """An example without the marks of its entities; the words for a value are noted."""

    def unmarked(match: re.Match[str]) -> str:
        words, entity, more = match[1], match[2] or "", match[3]
        value = words
        if more:
            try:
                told = json.loads(more)
            except (ValueError, RecursionError):
                told = {}
            entity = str(told.get("entity", "")) if isinstance(told, dict) else ""
            value = str(told.get("value", words)) if isinstance(told, dict) else words
        elif ":" in entity:
            entity, _, value = entity.partition(":")
        if entity:
            known = project.words.setdefault(entity, {}).setdefault(value, [])
            if words not in known:
                known.append(words)
        return words

    return _MARK.sub(unmarked, line).strip()
