"""The map of a bot's personal data."""

import time

from flows.checks.personal_map import PersonalMap, personal_map
from tests.flows.checks.small import MAIN, look, nodes

BOT = (
    "slots: {card: {type: card_number}, who: {type: person}}\nvariables: {number: {}}\n"
    "tools: {charge: {allow: [card], stub: {}}}\n"
    + nodes(
        "which: {type: ask, slot: card, say: Which card?}",
        "name: {type: ask, slot: who, say: Who?}",
        'keep: {type: set, set: {number: "{{ card }}"}}',
        'pay: {type: call, tool: charge, with: {card: "{{ number }}", who: "{{ who }}"}}',
        "end_: {type: say, say: Bye., next: end}",
    )
)


def test_the_map_as_plain_data() -> None:
    assert personal_map(look(BOT)) == [
        {
            "name": "card", "class": "card", "declared": "slots.card",
            "reaches": [{
                "kind": "tool", "name": "charge", "path": "flows.main.nodes.pay.with.card", "allowed": True,
                "way": "asked at `which` → set `number` at `keep` → `with: {card: …}` of `pay`",
            }],
        },
        {
            "name": "who", "class": "person", "declared": "slots.who",
            "reaches": [{
                "kind": "tool", "name": "charge", "path": "flows.main.nodes.pay.with.who", "allowed": False,
                "way": "asked at `name` → `with: {who: …}` of `pay`",
            }],
        },
    ]  # fmt: skip


def test_personal_names_that_reach_nothing_are_on_it_too() -> None:
    (entry,) = personal_map(look("slots: {who: {type: person}}\n" + MAIN))
    assert (entry["name"], entry["reaches"]) == ("who", [])
    assert personal_map(look(MAIN)) == []


def test_of_several_steps_that_do_the_same_the_nearest_is_told() -> None:
    other = BOT.replace("  main:\n    nodes:\n", "  first:\n    nodes:\n") + (
        "  main:\n    nodes:\n"
        "      again: {type: ask, slot: card, say: Which card?}\n"
        '      put: {type: set, set: {number: "{{ card }}"}}\n'
        '      buy: {type: call, tool: charge, with: {card: "{{ number }}"}}\n'
        "      z: {type: say, say: Bye., next: end}\n"
    )
    ways = {reach["path"]: reach["way"] for entry in personal_map(look(other)) for reach in entry["reaches"]}
    assert ways["flows.first.nodes.pay.with.card"].startswith("asked at `which` → set `number` at `keep`")
    assert ways["flows.main.nodes.buy.with.card"].startswith("asked at `again` → set `number` at `put`")


def test_the_shortest_way_is_told_and_circles_end() -> None:
    made = look(
        "slots: {who: {type: person}}\nvariables: {a: {}, b: {}, c: {}}\ntools: {t: {stub: {}}}\n"
        + nodes(
            "ask: {type: ask, slot: who, say: Who?}",
            'one: {type: set, set: {a: "{{ who }}"}}',
            "q: {type: ask, slot: who, say: Who?}",
            'two: {type: set, set: {b: "{{ a }}"}}',
            "r: {type: ask, slot: who, say: Who?}",
            'three: {type: set, set: {c: "{{ b }}"}}',
            "s: {type: ask, slot: who, say: Who?}",
            'four: {type: set, set: {c: "{{ a }}"}}',
            "t: {type: ask, slot: who, say: Who?}",
            'five: {type: set, set: {a: "{{ c }}"}}',
            "u: {type: ask, slot: who, say: Who?}",
            'out: {type: call, tool: t, with: {x: "{{ c }}"}}',
            "z: {type: say, say: Bye., next: end}",
        )
    )
    (reach,) = PersonalMap(made).reaches()
    assert reach.way == "asked at `ask` → set `a` at `one` → set `c` at `four` → `with: {x: …}` of `out`"
    assert reach.length == 2


def test_a_bot_made_to_take_long_does_not() -> None:
    count = 400
    slots = ", ".join(f"s{number}: {{type: person}}" for number in range(count))
    names = ", ".join(f"v{number}: {{}}" for number in range(count))
    chain = [f'c{number}: {{type: set, set: {{v{number + 1}: "{{{{ v{number} }}}}"}}}}' for number in range(count - 1)]
    made = look(
        f"slots: {{{slots}}}\nvariables: {{{names}}}\ntools: {{t: {{stub: {{}}}}}}\n"
        + nodes(
            *(f"a{number}: {{type: ask, slot: s{number}, say: Who?}}" for number in range(count)),
            *(f'f{number}: {{type: set, set: {{v0: "{{{{ s{number} }}}}"}}}}' for number in range(count)),
            "q: {type: ask, slot: s0, say: Who?}",
            *chain,
            f'out: {{type: call, tool: t, with: {{x: "{{{{ v{count - 1} }}}}"}}, next: end}}',
        )
    )
    following = PersonalMap(made)
    began = time.thread_time()
    found = list(following.reaches())
    assert time.thread_time() - began < 1
    assert 1 <= len(found) < count
