"""A good bot, and ways to break it: each with exactly what must be told of it, whatever else is broken."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Data = dict[str, Any]
Told = set[tuple[str, str]]

GOOD = """
voxloom: 1
bot: shop
start: main
language: en
timezone: Europe/London
slots:
  size: {type: choice, choices: {small: [tiny], large: [big]}}
  count: {type: integer, min: 1, max: 9}
  price: {type: money}
  code: {type: digits, length: 4}
  sure: {type: yes_no}
  guest: {type: person}
  spare: {type: text}
variables:
  total: {type: money}
  note: {type: text}
intents:
  buy: {description: buying, examples: [I want to buy, sell me something]}
  track: {description: your parcel, examples: [where is my parcel, track it]}
  moan: {description: a complaint, examples: [this is broken]}
tools:
  price_of: {arguments: {size: text, count: number}, returns: {price: money}, stub: {price: 5}}
  order:
    {effect: write, idempotency_key: auto, arguments: {count: integer}, returns: {code: digits}, stub: {code: "4471"}}
  where: {returns: {place: text}, stub: [{place: here}, {error: timeout}]}
defaults: {on_fail: handoff, on_error: sorry, attempts: 3}
flows:
  main:
    nodes:
      hello: {type: say, say: "Hello. {{ note | default('') }}", next: end}
  buying:
    triggers: [buy]
    nodes:
      which: {type: ask, slot: size, say: Which size?, reprompts: [Small or large?], dtmf: {1: small, 2: large}}
      many: {type: ask, slot: count, say: How many?, validate: [{if: count > 8, say: Too many.}]}
      look: {type: call, tool: price_of, with: {size: "{{ size }}", count: "{{ count }}"}, save: {price: result.price}}
      sum: {type: set, set: {total: {expr: price * count}, note: "for {{ guest | default('you') }}"}}
      dear:
        type: decide
        next:
          - {if: total > 100, go: ask_sure}
          - {if: 'size == "large"', go: ask_sure}
          - {else: ask_sure}
      ask_sure: {type: ask, slot: sure, say: "That is {{ total | money }}. Shall I order?"}
      branch: {type: decide, next: [{if: sure, go: do_it}, {else: leave}]}
      do_it: {type: call, tool: order, with: {count: "{{ count }}"}, save: {code: result.code}}
      done: {type: say, say: "Your code is {{ code | digits }}.", next: end}
      leave: {type: say, say: All right., next: end}
  tracking:
    triggers: [track]
    nodes:
      whose: {type: ask, slot: guest, say: What is your name?}
      run: {type: flow, flow: finding, with: {wanted: 3}, save: {note: result.found}}
      tell: {type: say, say: "It is {{ note }}.", next: end}
  finding:
    inputs: {wanted: number}
    outputs: {found: text}
    nodes:
      ask_where: {type: call, tool: where, save: {found: result.place}, next: end}
  moaning:
    triggers: [moan]
    nodes:
      listen: {type: ask, slot: spare, say: "Tell me, {{ guest | default('please') }}.", next: end}
  sorry: {nodes: {oh: {type: say, say: That does not work., next: handoff}}}
tests:
  buying one:
    turns:
      - {user: i want to buy, expect: {flow: buying, node: which}}
      - {user: large, expect: {slots: {size: large}}}
      - {user: "3", expect: {called: [{tool: price_of, with: {count: 3}}]}}
  tracking one:
    stubs: {where: {place: there}}
    turns:
      - {user: where is my parcel, expect: {flow: tracking}}
"""


@dataclass(frozen=True)
class Slip:
    """One way to break the bot. `areas` are the parts that it takes: of two slips in one part only one is made."""

    name: str
    make: Callable[[Data], None]
    told: frozenset[tuple[str, str]]
    areas: tuple[str, ...]


def _slip(name: str, path: str, value: Any, code: str, told: str | None = None, areas: tuple[str, ...] = ()) -> Slip:
    """Something else at a path, or `DELETE`, or a new name for it; the code that is told, there or at another path."""
    parts: list[Any] = [int(part) if part.isdecimal() else part for part in path.split("/")]

    def make(data: Data) -> None:
        here: Any = data
        for part in parts[:-1]:
            here = here[part]
        if value is DELETE:
            del here[parts[-1]]
        elif isinstance(value, Renamed):
            entries = {value.name if key == parts[-1] else key: entry for key, entry in here.items()}
            here.clear()
            here.update(entries)
        else:
            here[parts[-1]] = value

    return Slip(
        name, make, frozenset({(code, told or path.replace("/", "."))}), areas or (".".join(path.split("/")[:4]),)
    )


@dataclass(frozen=True)
class Renamed:
    """The new name of a field."""

    name: str


DELETE = object()
N = "flows/buying/nodes"
P = "flows.buying.nodes"

SLIPS = (
    # -- schema --
    _slip("number for a text", "language", 5, "schema.type"),
    _slip("unknown field", f"{N}/done/sayy", "x", "schema.unknown"),
    _slip("needed field by a wrong name", f"{N}/leave/say", Renamed("sya"), "schema.unknown", f"{P}.leave.sya"),
    _slip("needed field away", f"{N}/which/slot", DELETE, "schema.missing"),
    _slip("edge of a wrong kind", f"{N}/many/next", 5, "schema.type"),
    _slip("list for a text", "flows/tracking/nodes/tell/say", ["x"], "schema.type"),
    _slip("text for a list", f"{N}/which/reprompts", "x", "schema.type"),
    _slip("node without a type", f"{N}/sum/type", DELETE, "schema.missing", f"{P}.sum"),
    _slip("unknown node type", f"{N}/look/type", "cal", "schema.value"),
    _slip("nodes as a list", "flows/sorry/nodes", [], "schema.type", areas=("flows.sorry",)),
    _slip("broken branch", f"{N}/dear/next/1/go", 5, "schema.type"),
    _slip("else of a wrong kind", f"{N}/branch/next/1/else", [1], "schema.type"),
    _slip("attempts beyond", "defaults/attempts", 0, "schema.value"),
    _slip("default edge of a wrong kind", "defaults/on_fail", 7, "schema.type"),
    _slip("default edge by a wrong name", "defaults/on_error", Renamed("on_eror"),
          "schema.unknown", "defaults.on_eror"),
    _slip("unknown slot type", "slots/spare/type", "txt", "type.unknown"),
    _slip("unknown option", "slots/guest/length", 3, "type.option"),
    _slip("limit of a wrong kind", "slots/count/max", "nine", "schema.type"),
    _slip("option of a wrong kind", "slots/size/choices/large", 5, "schema.type"),
    _slip("slot as a text", "slots/price", "money", "schema.type"),
    _slip("variable as a text", "variables/note", "text", "schema.type"),
    _slip("examples as a text", "intents/moan/examples", "broken", "schema.type"),
    _slip("return of an unknown type", "tools/order/returns/code", "digts", "schema.value"),
    _slip("argument of an unknown type", "tools/price_of/arguments/size", "txt", "schema.value"),
    _slip("key of a wrong kind", "tools/order/idempotency_key", 5, "schema.type"),
    _slip("trigger of a wrong kind", "flows/moaning/triggers", "moan", "schema.type"),
    _slip("input of a wrong kind", "flows/finding/inputs/wanted", 1, "schema.type"),
    _slip("turn of a wrong kind", "tests/buying one/turns/1/user", 5, "schema.type"),
    _slip("expectation unknown", "tests/tracking one/turns/0/expect/flwo", "x", "schema.unknown"),
    _slip("saved by a number", "flows/finding/nodes/ask_where/save/found", 5, "schema.type"),
    # -- names and targets --
    _slip("unknown slot", "flows/moaning/nodes/listen/slot", "spaer", "name.unknown"),
    _slip("unknown tool", f"{N}/do_it/tool", "ordr", "name.unknown"),
    _slip("unknown intent", "flows/tracking/triggers/0", "trak", "name.unknown"),
    _slip("unknown flow to run", "flows/tracking/nodes/run/flow", "findng", "name.unknown"),
    _slip("unknown target", f"{N}/done/next", "nowhere", "flow.target"),
    _slip("unknown target of a branch", f"{N}/dear/next/0/go", "ask_sur", "flow.target", f"{P}.dear.next.0"),
    _slip("unknown start", "start", "mian", "flow.start"),
    _slip("no next", "flows/main/nodes/hello/next", DELETE, "flow.no_next", "flows.main.nodes.hello"),
    # -- conditions and texts --
    _slip("unreadable condition", f"{N}/dear/next/0/if", "total >", "condition.syntax"),
    _slip("unknown option in a condition", f"{N}/dear/next/1/if", 'size == "larg"', "condition.option"),
    _slip("unlike things compared", f"{N}/many/validate/0/if", 'count > "x"', "condition.type"),
    _slip("unknown name in a condition", f"{N}/branch/next/0/if", "shure", "name.unknown"),
    _slip("unknown name in a text", f"{N}/ask_sure/say", "{{ ttal }}", "name.unknown"),
    _slip("unknown filter", "flows/main/nodes/hello/say", "{{ note | nope }}", "condition.template"),
    _slip("filter that does not fit", f"{N}/leave/say", "{{ guest | money }}", "condition.template"),
    _slip("empty text", "flows/tracking/nodes/whose/say", "", "schema.value"),
    # -- values, tools, tests --
    _slip("text for a number", f"{N}/sum/set/total", "lots", "type.value"),
    _slip("missing argument", f"{N}/look/with/count", DELETE, "tool.argument", f"{P}.look"),
    _slip("argument of a wrong type", f"{N}/do_it/with/count", "lots", "tool.argument"),
    _slip("key beyond the limits", f"{N}/which/dtmf/2", "huge", "ask.dtmf"),
    _slip("unknown failure of a stub", "tools/where/stub/1/error", "exploded", "tool.stub"),
    _slip("no key for a write", "tools/order/idempotency_key", DELETE, "tool.no_key", "tools.order"),
    _slip("expected option", "tests/buying one/turns/1/expect/slots/size", "huge", "type.value"),
    _slip("expected node", "tests/buying one/turns/0/expect/node", "wich", "name.unknown"),
    _slip("unknown tool in stubs", "tests/tracking one/stubs/were", 1, "name.unknown"),
    _slip("time zone", "timezone", "Mars/Base", "schema.value"),
    _slip("same sentence twice", "intents/track/examples/1", "this is broken",
          "intent.duplicate", "intents.moan.examples.0", areas=("intents.track", "intents.moan")),
)  # fmt: skip
