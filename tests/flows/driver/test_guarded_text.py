"""A model's words go through the guardrails clause by clause before they are spoken."""

from typing import Any

from flows.definition.bot import Bot
from flows.driver.clocks import FixedClock
from flows.driver.conversation import Conversation
from flows.driver.event_log import EventLog
from flows.driver.ports import ModelOutcome
from flows.driver.record import Turn
from flows.engine.program import Program
from flows.guardrails.guard import Guard
from flows.guardrails.understanding import GuardedUnderstanding
from tests.flows.driver.fakes import KnownSentences, SlowTools, StreamingModels, StreamingOutput, WritingOutput
from tests.flows.driver.virtual_time import run_virtual
from tests.flows.small_bots import NOW, bot

FLOW = """
flows:
  main:
    nodes:
      hello: {type: say, say: An automated assistant.}
      think: {type: generate, prompt: Say hello., timeout: 9s, on_error: sorry}
      done: {type: say, say: Done., next: end}
      sorry: {type: say, say: No words today., next: end}
"""
RIVALS = "guardrails: {rivals: {type: pattern, applies_to: output, phrases: [acme], action: ACTION, say: Not them.}}\n"


class Talk:
    """A conversation whose first words are a model's, behind guardrails."""

    def __init__(self, rules: str, models: Any, output: WritingOutput | None = None) -> None:
        made: Bot = bot(rules + FLOW, warnings=True)
        self.output = output or StreamingOutput()
        self.lines: list[dict[str, Any]] = []
        understander = GuardedUnderstanding(KnownSentences(), KnownSentences(), Guard(made))
        self.talk = Conversation(
            Program(made), understander, SlowTools(0), self.output, FixedClock(NOW),
            EventLog(self.lines.append, "small", "hash"), models,
        )  # fmt: skip

    def begin(self) -> Turn:
        return run_virtual(self.talk.start())

    @property
    def spoken(self) -> str:
        return "".join(text for kind, text, _ in self.output.lines if kind == "piece")

    @property
    def trips(self) -> list[tuple[str, str]]:
        events = [line["event"] for line in self.lines[1:]]
        return [(trip["rule"], trip["action"]) for event in events for trip in event.get("trips") or ()]


def rivals(action: str) -> str:
    return RIVALS.replace("ACTION", action)


def test_a_clause_that_is_forbidden_is_never_spoken_and_what_comes_before_it_is() -> None:
    models = StreamingModels(["We are good. ", "Yet Ac", "me is che", "aper. ", "Buy there."])
    here = Talk(rivals("refuse"), models)
    turn = here.begin()
    assert here.spoken == "We are good."
    assert turn.said == ["An automated assistant.", "We are good.", "Not them.", "Done."]
    assert here.trips == [("rivals", "refuse")]
    assert models.cancelled


def test_what_is_taken_out_is_not_spoken_and_the_rest_is() -> None:
    here = Talk(rivals("redact"), StreamingModels(["Go to acme today, ", "or come to us."]))
    assert here.begin().said == ["An automated assistant.", "Go to today, or come to us.", "Done."]


def test_a_flag_changes_nothing() -> None:
    here = Talk(rivals("flag"), StreamingModels(["Acme is near. ", "Bye."]))
    assert here.begin().said == ["An automated assistant.", "Acme is near. Bye.", "Done."]
    assert here.trips == [("rivals", "flag")]


class Asked:
    """A model that says one thing after the other."""

    def __init__(self, *texts: str) -> None:
        self.texts = list(texts)
        self.prompts: list[str] = []

    async def ask(self, command: Any, on_text: Any) -> ModelOutcome:
        self.prompts.append(command.prompt)
        return ModelOutcome(self.texts.pop(0))

    async def look_up(self, command: Any) -> ModelOutcome:
        return ModelOutcome(self.texts.pop(0))


def test_what_may_be_said_otherwise_is_asked_for_once_more_with_the_reason() -> None:
    models = Asked("Acme is best.", "We are best.")
    here = Talk(rivals("rephrase"), models)
    assert here.begin().said == ["An automated assistant.", "We are best.", "Done."]
    assert here.trips == [("rivals", "flag")]
    assert models.prompts[0] == "Say hello."
    assert "rivals" in models.prompts[1]
    assert "Acme" in models.prompts[1]


def test_it_is_not_asked_for_a_third_time() -> None:
    here = Talk(rivals("rephrase"), Asked("Acme is best.", "Acme it is."))
    assert here.begin().said == ["An automated assistant.", "Not them.", "Done."]
    assert here.trips == [("rivals", "flag"), ("rivals", "rephrase")]


def test_what_begins_in_one_clause_and_ends_in_the_next_is_found() -> None:
    rules = rivals("refuse").replace("[acme]", "[well acme]")
    here = Talk(rules, StreamingModels(["Good, well, ", "acme is near."]))
    assert "Not them." in here.begin().said
    assert "acme" not in here.spoken


def test_a_long_text_ends_before_the_clause_that_is_too_much() -> None:
    rules = "guardrails: {short: {type: length, applies_to: output, words: 4, action: refuse, say: In short.}}\n"
    here = Talk(rules, StreamingModels(["One two three. ", "Four five six. ", "Seven."]))
    assert here.begin().said == ["An automated assistant.", "One two three.", "In short.", "Done."]


def test_without_an_output_that_streams_the_whole_is_looked_at() -> None:
    here = Talk(rivals("refuse"), Asked("We are good. Acme is cheaper."), output=WritingOutput())
    assert here.begin().said == ["An automated assistant.", "We are good.", "Not them.", "Done."]
