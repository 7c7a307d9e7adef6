"""Rules, stories and forms."""

from pathlib import Path

from flows.exchange.rasa import RasaImport
from tests.flows.exchange.rasa.small import bot_of, findings, imported

DOMAIN = """
slots: {cuisine: {type: text}, outside: {type: bool}}
forms: {table_form: {required_slots: [cuisine, outside]}}
responses:
  utter_hi: [{text: Hi.}]
  utter_goodbye: [{text: Bye now.}]
  utter_ask_cuisine: [{text: What cuisine?}]
  utter_ask_table_form_outside: [{text: Outside?}]
  utter_done: [{text: Done.}]
  utter_faq/ask_hours: [{text: Nine to five.}]
"""
NLU = """nlu:
- {intent: greet, examples: [hi there, hello you]}
- {intent: goodbye, examples: [bye]}
- {intent: affirm, examples: [sure thing]}
- {intent: book, examples: [book a table, a table please]}
- {intent: faq/ask_hours, examples: [when are you open, opening times]}
- {intent: lonely, examples: [what is this]}
"""
RULES = """rules:
- {rule: form, steps: [{intent: book}, {action: table_form}, {active_loop: table_form}]}
- rule: submit
  condition: [{active_loop: table_form}]
  steps: [{action: table_form}, {active_loop: }, {slot_was_set: [{requested_slot: }]}, {action: utter_done}]
- {rule: bye, steps: [{intent: goodbye}, {action: utter_goodbye}]}
- {rule: yes, steps: [{intent: affirm}, {action: utter_done}]}
- {rule: faq, steps: [{intent: faq}, {action: utter_faq}]}
stories:
- {story: hello, steps: [{intent: greet}, {action: utter_hi}]}
- {story: hello again, steps: [{intent: greet}, {action: utter_done}]}
- {story: long, steps: [{intent: book}, {action: utter_hi}, {intent: affirm}, {action: utter_done}]}
- nonsense
"""


def _made(folder: Path) -> RasaImport:
    return imported(folder, domain=DOMAIN, nlu=NLU, rules=RULES)


def test_forms_are_questions_with_what_follows_them(tmp_path: Path) -> None:
    made = _made(tmp_path)
    nodes = bot_of(made)["flows"]["book"]["nodes"]
    assert [(name, node["say"]) for name, node in nodes.items()] == [
        ("cuisine", "What cuisine?"), ("outside", "Outside?"), ("done", "Done."),
    ]  # fmt: skip
    assert findings(made) == ()


def test_plain_rules_and_stories_are_flows(tmp_path: Path) -> None:
    flows = bot_of(_made(tmp_path))["flows"]
    assert flows["greet"]["triggers"] == ["greet"]
    assert flows["faq_ask_hours"]["nodes"]["say_faq_ask_hours"]["say"] == "Nine to five."
    assert flows["on_goodbye"]["nodes"] == {"bye": {"type": "end", "say": "Bye now."}}
    assert "affirm" not in flows


def test_the_rest_is_told(tmp_path: Path) -> None:
    told = {item.what: item for item in _made(tmp_path).report}
    assert "has a flow already" in told["story hello again"].told
    assert "not go in one line" in told["story long"].told
    assert "is an answer" in told["rule yes"].told
    assert told["intent lonely"].outcome == "left_out"
    assert told["story story"].outcome == "error"
