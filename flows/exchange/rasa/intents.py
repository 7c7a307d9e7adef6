"""What starts the flows: the project's intents, and examples made for flows that a model used to choose."""

from typing import Any

from flows.exchange.rasa.maker import Maker
from flows.exchange.rasa.source import Part
from flows.exchange.rasa.words import ability, examples_for, in_words

FEW = 5
"""Fewer examples are understood less well."""


def trigger_intents(maker: Maker, part: Part) -> list[str]:
    """The intents that `nlu_trigger` names, by their names in the project."""
    found: list[str] = []
    for entry in part.get("nlu_trigger").items(maker.report.error):
        intent = entry.get("intent") if isinstance(entry.value, dict) else entry
        if isinstance(intent.value, dict):
            if intent.has("confidence_threshold"):
                told = "How sure the bot must be is one measure for all intents here."
                maker.report.left_out(intent.get("confidence_threshold"), "confidence_threshold", told)
            intent = intent.get("name")
        name = intent.text(maker.report.error)
        if name and name not in found:
            found.append(name)
    return found


class Intents:
    """The intents of the bot as they come together."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._said: set[str] = set()
        """Examples that are taken: no sentence may stand for two intents."""
        self.made: dict[str, dict[str, Any]] = {}

    def from_project(self, name: str, part: Part, told: str) -> str | None:
        """An intent of the training data by its name there; `told` is what the bot says of it."""
        intent = self._maker.project.intents.get(name)
        if intent is None or not intent.examples:
            remedy = "Write examples for it in the bot."
            self._maker.report.error(part, f"intent {name}", "It has no examples in the training data.", remedy)
            return None
        more = self._maker.more_examples.get(name, [])
        examples = self._new([*intent.examples, *more], name, intent.part)
        if not examples:
            return None
        here = self._maker.intents.add(name, intent.part)
        self.made[here] = {"description": told, "examples": examples}
        if len(examples) < FEW:
            remedy = "Add five to fifteen of different wording."
            self._maker.report.changed(intent.part, f"intent {name}", f"It has {len(examples)} examples only.", remedy)
        else:
            self._maker.report.add(intent.part, f"intent {name}", f"It has {len(examples)} examples.")
        return here

    def made_up(self, flow: str, original: str, part: Part, name: str, description: str) -> str | None:
        """An intent for a flow that has none, from its name and description."""
        examples = self._new(examples_for(name, description), original, part, quiet=True)
        examples = examples or self._new([in_words(name or original)], original, part, quiet=True)
        if not examples:
            return None
        here = self._maker.intents.add(f"flow {original}", part, flow)
        self.made[here] = {"description": ability(name, description), "examples": examples}
        told = (
            "A model chose it by its description; here examples say when it starts. "
            f"{len(examples)} were made from its name and description."
        )
        remedy = "Write five to fifteen ways in which callers ask for it."
        self._maker.report.changed(part, f"flow {original}", told, remedy)
        return here

    def _new(self, examples: list[str], name: str, part: Part, *, quiet: bool = False) -> list[str]:
        fresh = []
        for text in examples:
            key = " ".join(text.lower().split())
            if not key:
                continue
            if key in self._said:
                if not quiet and text not in fresh:
                    told = f"The example {text!r} stands for another intent too, and was kept there."
                    self._maker.report.changed(part, f"intent {name}", told, "Keep it where it belongs.")
                continue
            self._said.add(key)
            fresh.append(text)
        return fresh
