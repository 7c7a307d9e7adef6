"""What is told of personal data that gets out of a bot."""

import pytest

from flows.loader.load import load_text
from tests.flows.checks.small import HEAD, codes, nodes, told

SLOTS = """
slots: {who: {type: person}, card: {type: card_number}, plain: {type: text}}
variables: {note: {}, safe: {type: person, personal: false}}
routes: {fast: {model: x}}
knowledge: {book: {}}
tools: {t: {stub: {}}}
"""
ASK, END = "ask: {type: ask, slot: who, say: Who?}", "z: {type: say, say: Bye., next: end}"
N = "flows.main.nodes"


def of(*written: str, head: str = SLOTS) -> list[tuple[str, str]]:
    """What is told of personal data in a flow of these nodes."""
    found = told(head + nodes(ASK, "pan: {type: ask, slot: card, say: Card?}", *written, END))
    return [(code, path) for code, path in found if code.startswith("personal.")]


@pytest.mark.parametrize(
    ("node", "found"),
    [
        ('c: {type: call, tool: t, with: {x: "{{ who }}"}}', ("personal.tool", "c.with.x")),
        ('g: {type: generate, prompt: "{{ who }}", stub: x}', ("personal.model", "g.prompt")),
        ("g: {type: generate, prompt: x, extract: {who: person}, stub: {}}", ("personal.model", "g.extract.who")),
        ('q: {type: answer, knowledge: book, question: "{{ who }}", stub: x}', ("personal.model", "q.question")),
        ('h: {type: handoff, summary: "{{ who }}"}', ("personal.log", "h.summary")),
    ],
)
def test_each_way_out(node: str, found: tuple[str, str]) -> None:
    assert of(node) == [(found[0], f"{N}.{found[1]}")]
    field = " allow: [person],"
    assert of(node.replace(",", f",{field}", 1)) == []


def test_a_route_and_a_tool_allow_too() -> None:
    call, model = (
        'c: {type: call, tool: t, with: {x: "{{ who }}"}}',
        'g: {type: generate, prompt: "{{ who }}", stub: x}',
    )
    assert of(call, head=SLOTS.replace("{t: {", "{t: {allow: [person], ")) == []
    assert of(model, head=SLOTS.replace("{model: x", "{allow: [person], model: x")) == []
    assert of(call, model, head=SLOTS.replace("{t: {", "{t: {allow: [card], ")) != []


def test_each_class_is_told_once_by_its_shortest_way() -> None:
    found = of(
        'k: {type: set, set: {note: "{{ who }}"}}', "again: {type: ask, slot: plain, say: Q}",
        'c: {type: call, tool: t, with: {x: "{{ note }} {{ who }} {{ card }}"}}',
    )  # fmt: skip
    assert found == [("personal.tool", f"{N}.c.with.x")] * 2


@pytest.mark.parametrize(
    "node",
    [
        's: {type: say, say: "{{ who }}"}',
        'c: {type: call, tool: t, with: {x: "{{ plain }} {{ who | length }}", y: 3, z: who}}',
        "c: {type: call, tool: t, with: {x: \"{{ who == 'x' }}{% if who %}y{% endif %}\"}}",
        "d: {type: decide, next: [{if: 'who == \"x\"', go: z}, {else: z}]}",
        'h: {type: handoff, say: "{{ who }}", summary: Wants something.}',
        'k: {type: set, set: {safe: "{{ who }}"}}',
    ],
)
def test_what_is_no_way_out(node: str) -> None:
    assert of(node) == []


def test_a_name_that_holds_none_lets_nothing_through() -> None:
    use = 'c: {type: call, tool: t, with: {x: "{{ safe }}"}}'
    assert of('k: {type: set, set: {safe: "{{ who }}"}}', use) == []
    assert of('k: {type: set, set: {safe: "{{ who }}"}}', 'l: {type: set, set: {safe: "{{ who }}"}}', use) == []
    assert of('k: {type: set, set: {safe: "{{ who }}", note: "{{ safe }}"}}', use.replace("safe", "note")) == []


def test_the_message_has_the_way_and_the_remedy_the_class() -> None:
    text = SLOTS + nodes(
        "which_card: {type: ask, slot: card, say: Card?}",
        'keep: {type: set, set: {note: "{{ card }}"}}',
        'pay: {type: call, tool: t, with: {card: "{{ note }}"}, next: end}',
    )
    (finding,) = (one for one in load_text(HEAD + text).findings if one.code == "personal.tool")
    assert finding.message == (
        "`card` (class card) reaches the tool `t`: asked at `which_card` → set `note` at `keep` → "
        "`with: {card: …}` of `pay`."
    )
    assert "allow: [card]" in finding.remedy
    (finding,) = (
        one
        for one in load_text(HEAD + text.replace("tools: {t: {", "tools: {t: {allow: [carrd], ")).findings
        if one.code == "personal.tool"
    )
    assert finding.remedy == "`allow` has `carrd`: did you mean `card`?"


def test_a_name_that_nothing_gives_a_value_reaches_nothing() -> None:
    text = nodes('c: {type: call, tool: t, with: {x: "{{ who }}"}, next: end}')
    assert not any(code.startswith("personal.") for code in codes(SLOTS + text))


def test_nothing_of_what_could_not_be_read() -> None:
    call = 'c: {type: call, tool: t, with: {x: "{{ who }}"}}'
    assert of(call, head=SLOTS.replace("who: {type: person}", "who: {type: person, personal: [no]}")) == []
    assert of(call, head=SLOTS.replace("{t: {", "{t: {allow: person, ")) == []
