"""A bot with a bit of everything, for the tests of the engine."""

SHOP = """
slots:
  size: {type: choice, choices: {small: null, large: null}}
  count: {type: integer, min: 1, max: 9}
  code: {type: digits, length: 3}
  gift: {type: yes_no}
  colour: {type: choice, keep: true, choices: {red: null, blue: null}}
  note: {type: text}
variables: {price: {type: money}}
intents:
  order: {description: an order, examples: [order something]}
  track: {description: track, examples: [where is my parcel]}
  paint: {description: paint, examples: [paint it]}
  hours: {description: hours, examples: [when are you open]}
tools:
  buy:
    effect: write
    idempotency_key: auto
    arguments: {size: text, count: integer}
    returns: {price: money}
    stub: {price: 5}
flows:
  main:
    nodes: {hello: {type: say, say: Shop., next: end}}
  order:
    description: Takes an order.
    triggers: [order]
    nodes:
      which:
        type: ask
        slot: size
        say: Which size?
        reprompts: [Small or large?, Say small or large.]
        dtmf: {1: small, 2: large}
      many:
        type: ask
        slot: count
        say: How many?
        no_input: [Hello? How many?]
        validate: [{if: count == 7, say: Not seven.}]
        confirm: "{{ count }} {{ size }} ones?"
        help: We need to know how many.
      buy:
        type: call
        tool: buy
        with: {size: "{{ size }}", count: "{{ count }}"}
        filler: {after: 500ms, say: Just a moment.}
        save: {price: result.price}
        on_error: broken
      done: {type: say, say: "That is {{ price | money }}.", next: end}
      broken: {type: say, say: The shop is closed., next: handoff}
  track:
    description: Finds a parcel.
    triggers: [track]
    nodes:
      what: {type: ask, slot: code, say: Which code?, attempts: 2, on_fail: lost}
      found: {type: say, say: "Parcel {{ code | digits }} is near.", next: end}
      lost: {type: say, say: No parcel., next: end}
  paint:
    triggers: [paint]
    nodes:
      which: {type: ask, slot: colour, say: Which colour?}
      done: {type: say, say: "{{ colour }} it is.", next: end}
  hours:
    description: Says the hours.
    triggers: [hours]
    nodes: {tell: {type: say, say: Always open., next: end}}
"""
