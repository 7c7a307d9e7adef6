"""Values that a question refuses: what is said of them, and where its condition knows less than the question."""

from tests.flows.small_bots import Talk

LIMITED = """
slots: {n: {type: integer}}
variables: {most: {type: number}}
flows:
  main:
    nodes:
      count:
        type: ask
        slot: n
        say: How many?
        validate: [{if: n > 5, say: "{{ n }} is too many."}]
        next: end
"""


def test_a_refusal_may_name_the_value_that_came_early() -> None:
    talk = Talk(LIMITED.replace("    nodes:\n", "    nodes:\n      known: {type: set, set: {n: 9}}\n", 1))
    assert talk.said == ["9 is too many.", "How many?"]
    assert talk.give(n=8) == ["8 is too many.", "How many?"]
    talk.give(n=3)
    assert talk.state.slots["n"] == 3


SUB = """
slots: {n: {type: integer}}
intents: {go: {description: going, examples: [go now]}}
flows:
  main: {nodes: {hello: {type: say, say: Hello., next: end}}}
  outer:
    triggers: [go]
    nodes:
      run: {type: flow, flow: inner, with: {most: 5}, next: end}
  inner:
    inputs: {most: number}
    nodes:
      count: {type: ask, slot: n, say: How many?, validate: [{if: n > most, say: That is too many.}], next: end}
"""


def test_an_early_value_is_refused_where_the_question_stands() -> None:
    talk = Talk(SUB)
    assert talk.ask_for("outer", n=9) == ["That is too many.", "How many?"]
    talk.give(n=4)
    assert talk.state.slots["n"] == 4
