"""What is said under the name of a response."""

from flows.exchange.rasa.speech import spoken, tell_buttons, tell_others
from flows.expressions.templates import Template
from tests.flows.exchange.rasa.small import maker, told

DOMAIN = """
slots: {vip: {type: bool}, tier: {type: categorical, values: [gold, silver]}}
responses:
  utter_two: [{text: One.}, {text: Two.}]
  utter_if:
    - {text: Gold., condition: [{type: slot, name: tier, value: gold}, {type: slot, name: vip, value: true}]}
    - {text: No., condition: [{type: slot, name: vip, value: false}]}
    - {text: Else.}
  utter_silent: [{image: x.png}]
  utter_channel: [{text: Written., channel: slack}, {text: Spoken.}]
  utter_buttons: [{text: Choose., buttons: [{title: Pay now, payload: /pay}, {title: Web, payload: "https://x.example"}]}]
"""


def test_the_first_text_is_said_and_the_others_are_told() -> None:
    known = maker(DOMAIN)
    said = spoken(known, "utter_two")
    assert said is not None
    tell_others(known, "utter_two", said)
    assert (said.say, said.others) == ("One.", ("Two.",))
    assert any("'Two.'" in line for line in told(known.report))


def test_conditions_are_branches_of_the_text() -> None:
    said = spoken(maker(DOMAIN), "utter_if")
    assert said is not None
    text = Template(said.say)
    assert text.render({"tier": "gold", "vip": True}) == "Gold."
    assert text.render({"vip": False}) == "No."
    assert text.render({"tier": "silver", "vip": True}) == "Else."


def test_what_has_no_words_is_not_said_and_a_voice_is_no_other_channel() -> None:
    known = maker(DOMAIN)
    assert spoken(known, "utter_silent") is None
    assert spoken(known, "utter_nothing") is None
    channel = spoken(known, "utter_channel")
    assert channel is not None
    assert (channel.say, channel.others) == ("Spoken.", ())


def test_buttons_that_ask_for_something_are_examples() -> None:
    known = maker(DOMAIN)
    known.project.intents["pay"] = None  # type: ignore[assignment]  # only its name counts
    said = spoken(known, "utter_buttons")
    assert said is not None
    tell_buttons(known, "utter_buttons", said)
    assert known.more_examples == {"pay": ["Pay now"]}
    assert any("left out: button Web" in line for line in told(known.report))
