"""Changes of mind about what a sub-flow asked for that is over, and about answers that were forgotten since."""

from typing import Any

import pytest

from flows.engine.acts import Act
from tests.flows.small_bots import Talk


def correct(talk: Talk, **values: Any) -> list[str]:
    """The caller changes slots; None: without naming a value."""
    return talk.act(
        *(Act("correct", slot=name, old=talk.state.slots.get(name), new=new) for name, new in values.items())
    )


TRIP = """
slots:
  city: {type: choice, choices: {paris: null, rome: null, london: null}}
  street: {type: text}
  day: {type: choice, choices: {friday: null, sunday: null}}
  hour: {type: integer, min: 1, max: 24}
  note: {type: text}
intents: {go: {description: a trip, examples: [a trip]}, hours: {description: hours, examples: [hours]}}
variables: {zone: {type: number}}
tools:
  zone: {arguments: {city: text}, returns: {zone: number}, stub: {zone: 1}}
  pay: {effect: write, idempotency_key: auto, confirmed: true, stub: {}}
flows:
  main: {nodes: {hello: {type: say, say: Trips., next: end}}}
  go:
    description: A trip.
    triggers: [go]
    nodes:
      where: {type: flow, flow: place}
      when: {type: ask, slot: day, say: Which day?}
      at: {type: ask, slot: hour, say: At what time?}
      late: {type: say, say: "At {{ hour }} on {{ day }}."}
      forget: {type: set, set: {hour: null}}
      what: {type: ask, slot: note, say: Anything to note?}
      again: {type: ask, slot: hour, say: And back at what time?, next: end}
  place:
    nodes:
      city: {type: ask, slot: city, say: Which city?}
      street: {type: ask, slot: street, say: Which street?}
      look: {type: call, tool: zone, with: {city: "{{ city }}"}, save: {zone: result.zone}}
      heard: {type: say, say: "Zone {{ zone }}.", next: end}
  hours:
    description: Says the hours.
    triggers: [hours]
    nodes: {tell: {type: say, say: Always open., next: end}}
"""


@pytest.fixture
def trip() -> Talk:
    """A trip to a street in Paris, at the question for the day."""
    trip = Talk(TRIP)
    trip.ask_for("go", city="paris")
    trip.give(street="Rue de Rivoli")
    assert trip.returns({"zone": 1}) == ["Zone 1.", "Which day?"]
    return trip


def test_a_slot_of_a_sub_flow_that_is_over_is_asked_for_again_and_then_the_question_from_before(trip: Talk) -> None:
    assert correct(trip, city=None) == ["Which city?"]
    assert trip.stack == ["go", "place"]
    trip.give(city="rome")
    assert trip.tool.arguments == {"city": "rome"}
    assert trip.returns({"zone": 2}) == ["Zone 2.", "Which day?"]
    assert trip.state.slots == {"city": "rome", "street": "Rue de Rivoli"}


def test_it_may_be_left_as_it_was(trip: Talk) -> None:
    correct(trip, city=None)
    assert trip.act(Act("cancel")) == ["Okay, let's leave that.", "Which day?"]
    assert trip.state.slots["city"] == "paris"
    correct(trip, city=None)
    trip.give(city="rome")
    trip.returns({"zone": 2})
    trip.act(Act("cancel"))  # the correction is settled: this leaves the trip
    assert trip.stack == []


def test_silence_help_and_digressions_on_the_way_lead_back_to_it(trip: Talk) -> None:
    correct(trip, city=None)
    assert trip.silence()[-1] == "Which city?"
    assert trip.ask_for("hours")[-1] == "Which city?"
    trip.give(city="rome")
    assert trip.returns({"zone": 2})[-1] == "Which day?"


def test_a_new_value_for_a_slot_of_a_sub_flow_that_is_over_is_worked_with(trip: Talk) -> None:
    assert correct(trip, city="london") == ["Okay, london."]
    assert trip.tool.arguments == {"city": "london"}
    assert trip.returns({"zone": 3}) == ["Zone 3.", "Which day?"]
    assert trip.state.slots == {"city": "london", "street": "Rue de Rivoli"}


def test_what_a_sub_flow_changed_in_the_world_cannot_be_corrected() -> None:
    pays = 'look: {type: call, tool: pay, with: {city: "{{ city }}"}}\n      heard: {type: say, say: Paid., next: end}'
    trip = Talk(TRIP[: TRIP.index("look: {type")] + pays + TRIP[TRIP.index("\n  hours:\n") :])
    trip.ask_for("go", city="paris")
    trip.give(street="Rue de Rivoli")
    trip.returns({})
    assert correct(trip, city="rome")[0].startswith("That is done already")
    assert correct(trip, city=None)[0].startswith("That is done already")
    assert trip.state.slots["city"] == "paris"
    assert trip.give(day="friday") == ["At what time?"]


def test_an_answer_that_was_forgotten_is_asked_for_where_it_is_needed_again(trip: Talk) -> None:
    trip.give(day="friday")
    assert trip.give(hour=8) == ["At 8 on friday.", "Anything to note?"]
    assert trip.state.slots["hour"] is None
    assert correct(trip, day="sunday") == ["Okay, sunday.", "At what time?"]
    assert trip.give(hour=9) == ["At 9 on sunday.", "Anything to note?"]
    assert trip.give(note="none") == ["And back at what time?"]


def test_where_it_is_not_needed_it_is_not_asked_for() -> None:
    trip = Talk(TRIP.replace("At {{ hour }} on {{ day }}.", "So."))
    trip.ask_for("go", city="paris")
    trip.give(street="Rue de Rivoli")
    trip.returns({"zone": 1})
    trip.give(day="friday")
    trip.give(hour=8)
    assert correct(trip, day="sunday") == ["Okay, sunday.", "Anything to note?"]


def test_a_question_that_failed_is_not_put_again_by_a_correction() -> None:
    text = TRIP.replace("slot: hour, say: At what time?", "slot: hour, attempts: 1, on_fail: late, say: At what time?")
    trip = Talk(text.replace("At {{ hour }} on", "On"))
    trip.ask_for("go", city="paris")
    trip.give(street="Rue de Rivoli")
    trip.returns({"zone": 1})
    trip.give(day="friday")
    trip.silence()
    assert correct(trip, day="sunday") == ["Okay, sunday.", "On sunday.", "Anything to note?"]


def test_what_a_sub_flow_forgets_is_asked_for_again_by_the_flow_that_ran_it() -> None:
    text = """
slots: {a: {type: integer}, b: {type: integer}, c: {type: integer}}
flows:
  main:
    nodes:
      first: {type: ask, slot: a, say: A?}
      second: {type: ask, slot: b, say: B?}
      run: {type: flow, flow: sub, with: {x: "{{ a }}"}}
      told: {type: say, say: "{{ b | default('nothing') }}."}
      third: {type: ask, slot: c, say: C?, next: end}
  sub:
    inputs: {x: number}
    nodes:
      far: {type: decide, next: [{if: x > 5, go: forget}, {else: end}]}
      forget: {type: set, set: {b: null}, next: end}
"""
    talk = Talk(text)
    talk.give(a=1)
    assert talk.give(b=2) == ["2.", "C?"]
    assert correct(talk, a=9) == ["Okay, 9.", "nothing.", "C?"]
