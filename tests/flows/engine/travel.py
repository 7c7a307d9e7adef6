"""A bot for changes of mind: branches, read-backs, a sub-flow, tools that read and one that writes."""

TRAVEL = """
slots:
  city: {type: choice, choices: {paris: null, rome: null, london: null}}
  people: {type: integer, min: 1, max: 9}
  cabin: {type: choice, choices: {first: null, second: null}}
  meal: {type: choice, choices: {meat: null, fish: null}}
  payer: {type: person}
  card: {type: digits, length: 4}
  sure: {type: yes_no}
variables: {price: {type: money}, seats: {type: integer}, who: {type: text}, fee: {type: money}}
intents:
  book: {description: a trip, examples: [book a trip]}
  hours: {description: hours, examples: [when are you open]}
tools:
  find: {returns: {price: money}, stub: {price: 10}}
  pay: {effect: write, idempotency_key: auto, returns: {seats: integer}, stub: {seats: 2}}
flows:
  main:
    nodes: {hello: {type: say, say: Travel., next: end}}
  book:
    description: Books a trip.
    triggers: [book]
    nodes:
      where: {type: ask, slot: city, say: Where to?}
      far:
        type: decide
        next:
          - {if: city == "london", go: train}
          - {else: how_many}
      train: {type: ask, slot: cabin, say: First or second?, next: how_many}
      how_many:
        type: ask
        slot: people
        say: How many?
        validate: [{if: 'city == "rome" and people > 4', say: Only four to Rome.}]
      note: {type: say, say: "{{ people }} it is."}
      look:
        type: call
        tool: find
        with: {city: "{{ city }}", people: "{{ people }}"}
        save: {price: result.price}
        on_error: handoff
      told: {type: say, say: "That is {{ price | money }}."}
      food: {type: ask, slot: meal, say: Meat or fish?}
      paying: {type: flow, flow: payment, with: {total: "{{ price }}"}, save: {who: result.payer_name}}
      last:
        type: ask
        slot: sure
        say: "{{ people }} to {{ city }} for {{ who }}. Shall I book it?"
        next:
          - {if: sure, go: buy}
          - {else: end}
      buy: {type: call, tool: pay, with: {city: "{{ city }}"}, save: {seats: result.seats}, on_error: handoff}
      more: {type: ask, slot: card, say: Last four digits for the receipt?}
      done: {type: say, say: "Done.", next: end}
  payment:
    description: Asks who pays.
    inputs: {total: money}
    outputs: {payer_name: text}
    nodes:
      whose: {type: ask, slot: payer, say: "Who pays {{ total | money }}?", confirm: "{{ payer }}, right?"}
      keep: {type: set, set: {payer_name: "{{ payer }}"}, next: end}
  hours:
    description: Says the hours.
    triggers: [hours]
    nodes: {tell: {type: say, say: Always open., next: end}}
"""
