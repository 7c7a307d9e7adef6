"""What is wrong with a bot, told so that its author can mend it: code, place, message, remedy."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]

CODES: dict[str, str] = {
    "yaml.file": "A file of a folder cannot be read.",
    "yaml.encoding": "The file is not UTF-8 text.",
    "yaml.size": "The file is larger than a bot may be, or holds more keys and values.",
    "yaml.syntax": "The text is not YAML.",
    "yaml.depth": "Mappings and lists are nested too deeply.",
    "yaml.alias": "Too many aliases, or one that contains itself.",
    "yaml.tag": "A tag such as !!python is used.",
    "yaml.duplicate": "The same key stands twice in one mapping.",
    "yaml.key": "A key is not a plain word or number.",
    "yaml.documents": "The file holds more than one YAML document.",
    "yaml.number": "A number is too large to be read.",
    "schema.version": "The language version is missing or unknown.",
    "schema.unknown": "A field that the language does not have.",
    "schema.missing": "A field that must be there is not.",
    "schema.type": "A value of another kind than the field takes.",
    "schema.value": "A value that the field does not allow.",
    "name.invalid": "A name that cannot be used as one.",
    "name.unknown": "A name that is not declared.",
    "name.reserved": "A name that means something else in conditions.",
    "name.collision": "One name is declared for two things.",
    "type.unknown": "A slot type that does not exist.",
    "type.value": "A value that a slot or variable cannot hold.",
    "type.circle": "An own type is made from itself.",
    "type.option": "An option that this slot type does not have.",
    "flow.start": "There is no flow to start with.",
    "flow.target": "An edge leads to a node or flow that does not exist.",
    "flow.no_next": "The last node of a flow leads nowhere.",
    "flow.input": "A flow that is run is not given one of its inputs, or one of another type.",
    "flow.output": "A flow does not set something that it says it gives back.",
    "flow.loop": "Nodes lead round in a circle without a caller's turn.",
    "flow.empty": "A flow has no nodes.",
    "flow.unreachable": "Nothing leads to a flow or a node.",
    "condition.syntax": "A condition cannot be read.",
    "condition.type": "A condition compares things that cannot be compared, or is not yes or no.",
    "condition.option": "A choice is compared with an option that it does not have.",
    "condition.else": "A list of branches is not closed by an else.",
    "condition.never": "A condition that never holds, a branch nobody can take, or refusals that nobody passes.",
    "condition.overlap": "Two branches can hold at once, and the first of them takes what the second means too.",
    "condition.template": "A template cannot be read or uses what templates may not, or a name lacks its braces.",
    "ask.no_way_out": "A question has no choice of its own for when it fails.",
    "ask.endless": "When a question fails it is asked again without end.",
    "ask.dtmf": "A key of the keypad, or its value, cannot be used.",
    "intent.no_examples": "An intent has no examples.",
    "intent.duplicate": "The same sentence is an example of two intents.",
    "intent.close": "An example is closer to those of another intent than to its own.",
    "intent.misread": "An example is understood as talk about the call, and does not start its flow.",
    "intent.unused": "No flow is triggered by an intent.",
    "intent.description": "Callers cannot be told what an intent starts, by its description or the flow's name.",
    "choice.empty": "A choice has no options.",
    "choice.duplicate": "Two options of a choice share a word.",
    "choice.sounds_alike": "Two options of a choice sound alike.",
    "slot.unset": "A value is used where it may not have been given.",
    "slot.forgotten": "A flow begins anew and forgets a value that it was just given.",
    "slot.pattern": "A pattern cannot be used to check values.",
    "tool.unbound": "A tool has neither a binding nor a stub.",
    "tool.no_key": "A tool that writes has no idempotency key.",
    "tool.no_error_exit": "A tool call has no choice of its own for when it fails.",
    "tool.unconfirmed": "A tool that writes can be reached without anything confirmed.",
    "tool.unverified": "A tool that writes can be reached unverified, in a bot that verifies callers.",
    "tool.speculate": "A tool is marked as one that may be called before the caller has finished, and may not be.",
    "tool.argument": "A tool is called without an argument, with one that it does not take, or one of another type.",
    "tool.result": "A tool's result is saved from a field that it does not return, or in a name of another type.",
    "tool.stub": "What stands in for a tool does not look like what it returns, or fails in a way that tools do not.",
    "tool.request": "The parts of an HTTP tool do not go together.",
    "tool.url": "The address of an HTTP tool, or of a route, leads nowhere, inside, or where a value of the call says.",
    "tool.header": "A header of an HTTP tool, or the place of its key, is none, or is not for tools to set.",
    "tool.auth": "What a tool or a route asks with is not the name of a secret.",
    "tool.interrupt": "What becomes of a tool when callers change their mind does not go together.",
    "tool.response": "A tool returns a field that nothing of the answer fills.",
    "tool.server": "An MCP tool does not say which server does it, or says it so that nobody may be asked.",
    "personal.tool": "A personal value can reach a tool that is not allowed to have it.",
    "personal.model": "A personal value can reach a language model that is not allowed to have it.",
    "personal.speech": "A personal value can reach a provider of hosted speech that is not allowed to have it.",
    "personal.log": "A personal value can reach a log or another record that outlives the call.",
    "guardrail.stage": "A guardrail looks where its type cannot look.",
    "guardrail.action": "A guardrail does what cannot be done where it looks.",
    "guardrail.pattern": "A guardrail has words or a code that cannot be looked for, or nothing to look for.",
    "guardrail.unused": "A guardrail looks at what never comes.",
    "guardrail.intent": "A guardrail stops an example of an intent.",
    "guardrail.disclosure": "Callers are not told that they speak with a machine.",
    "secret.inline": "A secret stands in the text of the bot.",
}
"""The closed list of codes with what each means; docs/reference/findings.md is written from it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file name, line and column, both from 1."""

    file: str = ""
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend. `path` is dotted, as `flows.check_balance.nodes.which.slot`."""

    code: str
    path: str
    message: str
    remedy: str
    place: Place = Place()
    severity: Severity = "error"

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise ValueError(f"finding code {self.code!r} is not in the closed list")

    def as_json(self) -> dict[str, object]:
        """The object that `bot lint --json` prints."""
        place = asdict(self.place)
        return {
            "severity": self.severity,
            "code": self.code,
            "file": place["file"],
            "path": self.path,
            "line": place["line"],
            "column": place["column"],
            "message": self.message,
            "remedy": self.remedy,
        }

    def as_text(self) -> str:
        """One line for a terminal."""
        where = f"{self.place.file}:{self.place.line}:{self.place.column}"
        return _printable(f"{where}: {self.severity}: {self.message} {self.remedy} [{self.code}]")


def _printable(text: str) -> str:
    """A text of one line: what a bot holds may be quoted in it, also signs that would end the line or move about."""
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sorted by file, then by line and column, each once. At one place and path they keep their order: of two faults in
    one condition the first is told first."""
    once = dict.fromkeys(findings)
    return sorted(once, key=lambda f: (f.place.file, f.place.line, f.place.column, f.path))


def has_errors(findings: Iterable[Finding]) -> bool:
    """True when one of them keeps the bot from running."""
    return any(f.severity == "error" for f in findings)
