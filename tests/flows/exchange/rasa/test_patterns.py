"""Patterns become repair flows."""

from pathlib import Path

from flows.exchange.rasa import RasaImport
from tests.flows.exchange.rasa.small import bot_of, findings, imported

FLOW = "flows:\n  a_flow: {steps: [{action: utter_x}]}\n"
DOMAIN = """
slots: {sure: {type: bool}}
responses:
  utter_x: [{text: X.}]
  utter_bye: [{text: Bye.}]
  utter_flow_cancelled_rasa: [{text: "Okay, no {{context.canceled_name}}."}]
"""


def _made(folder: Path, patterns: str) -> RasaImport:
    made = imported(folder, domain=DOMAIN, flows=FLOW + patterns)
    assert findings(made) == ()
    return made


def test_words_of_rasa_that_a_project_writes_anew_are_said(tmp_path: Path) -> None:
    flows = bot_of(_made(tmp_path, ""))["flows"]
    assert flows["on_cancel"]["nodes"]["tell"]["say"] == "Okay, no."


def test_each_pattern_has_its_repair_flow_and_end(tmp_path: Path) -> None:
    patterns = (
        "  pattern_human_handoff: {steps: [{action: utter_x}]}\n"
        "  pattern_session_end: {steps: [{action: utter_bye}]}\n"
        "  pattern_completed:\n"
        "    steps: [{noop: true, next: [{if: context.x, then: END}, {else: [{action: utter_x}]}]}]\n"
    )
    flows = bot_of(_made(tmp_path, patterns))["flows"]
    assert flows["on_handoff"]["nodes"] == {"x": {"type": "say", "say": "X.", "next": "handoff"}}
    assert flows["on_goodbye"]["nodes"] == {"bye": {"type": "end", "say": "Bye."}}
    assert flows["on_anything_else"]["nodes"] == {"x": {"type": "say", "say": "X.", "next": "end"}}


def test_what_asks_or_has_no_repair_flow_is_told(tmp_path: Path) -> None:
    patterns = (
        "  pattern_correction: {steps: [{collect: sure}]}\n"
        "  pattern_search: {steps: [{action: action_trigger_search}]}\n"
        "  pattern_cancel_flow: {steps: [{action: action_cancel_flow}]}\n"
    )
    made = _made(tmp_path, patterns)
    assert "on_correction" not in bot_of(made)["flows"]
    outcomes = {item.what: item.outcome for item in made.report}
    assert outcomes["pattern_correction"] == outcomes["pattern_search"] == "left_out"


def test_the_start_of_a_session_is_the_start_flow(tmp_path: Path) -> None:
    bot = bot_of(_made(tmp_path, "  pattern_session_start: {steps: [{action: utter_x}]}\n"))
    assert bot["start"] == "welcome"
    assert bot["flows"]["welcome"]["nodes"] == {"x": {"type": "say", "say": "X.", "next": "end"}}
