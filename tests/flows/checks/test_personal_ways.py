"""How personal values are carried on from name to name."""

from flows.checks.personal_ways import PersonalWays, Step
from tests.flows.checks.small import MAIN, look, nodes

SLOTS = (
    "slots: {who: {type: person}, plain: {type: text}, out: {type: person, personal: false}}\n"
    "variables: {a: {}, b: {}}\n"
)
ASK = "ask: {type: ask, slot: who, say: Who?}"
END = "end_: {type: say, say: Bye., next: end}"


def steps(ways: PersonalWays) -> set[tuple[str, str, str]]:
    """Every step with the holders that it joins."""
    return {
        (".".join(holder), step.words, ".".join(target))
        for holder, targets in ways.onward.items()
        for target, several in targets.items()
        for step in several
    }


def test_set_carries_by_texts_and_expressions() -> None:
    written = nodes(
        ASK,
        'put: {type: set, set: {a: "x {{ who }}", b: {expr: "a + plain"}}}',
        'told: {type: set, set: {a: "{{ who == \'x\' }}", b: 3, out: "{{ who }}"}}',
        END,
    )
    assert {step for step in steps(PersonalWays(look(SLOTS + written))) if "plain" not in step[0]} == {
        (".who", "set `a` at", "main.put.a"),
        ("main.put.a", "set `b` at", "main.put.b"),
    }


def test_what_a_node_sets_comes_into_the_name() -> None:
    ways = PersonalWays(look(SLOTS + nodes(ASK, 'put: {type: set, set: {a: "{{ who }}"}}', END)))
    assert ways.onward["main", "put", "a"] == {("", "a"): []}


def test_saves_carry_from_results_and_sub_flows() -> None:
    text = (
        "tools: {find: {returns: {name: person, age: number}, stub: {name: A, age: 3}}}\n"
        + SLOTS
        + nodes(
            "call: {type: call, tool: find, save: {a: result.name, b: result.age}}",
            'run: {type: flow, flow: sub, with: {given: "{{ a }}", other: 3}, save: {b: result.back}}',
            "all: {type: call, tool: find, save: {b: result}}",
            END,
        )
        + "  sub:\n    inputs: {given: text, other: number}\n    outputs: {back: text}\n"
        + '    nodes: {s: {type: set, set: {back: "{{ given }}"}, next: end}}\n'
    )
    assert steps(PersonalWays(look(text))) >= {
        ("..find.name", "saved as `a` at", ".a"),
        ("..find.name", "saved as `b` at", ".b"),
        ("..find.age", "saved as `b` at", ".b"),
        (".a", "`with: {given: …}` of", "sub.given"),
        ("sub.given", "set `back` at", "sub.s.back"),
        ("sub.back", "saved as `b` at", ".b"),
    }


def test_sources_and_where_they_begin() -> None:
    text = (
        "slots: {who: {type: person}, never: {type: phone}}\n"
        "variables: {guest: {type: person, from: caller}, mail: {type: email}}\n"
        "tools: {find: {returns: {name: person}, stub: {name: A}}}\n"
        + nodes(ASK, "again: {type: ask, slot: who, say: Who?}", 'put: {type: set, set: {mail: "x"}}', END)
        + "  sub: {inputs: {given: iban}, nodes: {s: {type: say, say: Hi., next: end}}}\n"
    )
    found = {source.name: [step.told("main") for step in source.begins] for source in PersonalWays(look(text)).sources}
    assert found == {
        "who": ["asked at `ask`", "asked at `again`"],
        "never": [],
        "guest": ["comes with the call"],
        "mail": ["set `mail` at `put`"],
        "given": ["an input of `sub`"],
        "result.name": ["returned by the tool `find`"],
    }


def test_a_bot_without_personal_data_is_not_gone_through() -> None:
    ways = PersonalWays(look("variables: {a: {}, b: {}}\n" + nodes('put: {type: set, set: {a: "{{ b }}"}, next: end}')))
    assert (ways.sources, ways.onward) == ([], {})
    assert PersonalWays(look(MAIN)).sources == []


def test_repairs_are_given_what_was_said() -> None:
    text = (
        SLOTS
        + nodes(ASK, 'over: {type: handoff, summary: "For {{ who }}."}')
        + '  on_handoff: {nodes: {n: {type: set, set: {a: "{{ note }}"}, next: handoff}}}\n'
        + '  on_correction: {nodes: {n: {type: set, set: {a: "{{ new }}"}, next: end}}}\n'
    )
    assert steps(PersonalWays(look(text))) >= {
        (".who", "`summary` of", "on_handoff.note"),
        (".who", "corrected, as `new` of `on_correction`", "on_correction.new"),
        ("on_correction.new", "set `a` at", "on_correction.n.a"),
    }


def test_what_was_just_set_is_what_is_read() -> None:
    written = nodes(
        ASK, 'one: {type: set, set: {a: "{{ who }}"}}', 'two: {type: set, set: {a: "x", b: "{{ a }}"}}', END
    )
    found = steps(PersonalWays(look(SLOTS + written)))
    assert ("main.two.a", "set `b` at", "main.two.b") in found
    assert not any(words == "set `b` at" and holder != "main.two.a" for holder, words, _ in found)


def test_steps_in_words() -> None:
    assert Step("set `a` at", "main", "x").told("main") == "set `a` at `x`"
    assert Step("set `a` at", "main", "x").told("other") == "set `a` at `main.x`"
    assert Step("comes with the call").told("main") == "comes with the call"
