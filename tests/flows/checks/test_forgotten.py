"""Flows that are begun with a value which they forget."""

import pytest

from flows.checks.forgotten import kept_answers
from flows.loader.load import load_text
from tests.flows.checks.small import HEAD, look
from tests.flows.small_bots import Talk

BOT = """
slots: {day: {type: text}, people: {type: integer}, sure: {type: yes_no}}
variables: {free: {type: boolean}, words: {type: text}}
intents: {i: {description: x, examples: [x]}}
flows:
  main: {nodes: {hello: {type: say, say: Hello., next: end}}}
  book:
    triggers: [i]
    nodes:
      when: {type: ask, slot: day, say: Which day?}
      many: {type: ask, slot: people, say: How many?}
      told: {type: say, say: "{{ people }} on {{ day }}.", next: end}
  work:
    nodes:
"""


def _told(*nodes: str) -> list[tuple[str, str]]:
    text = BOT + "".join(f"      {node}\n" for node in nodes)
    return [(found.path.removeprefix("flows.work.nodes."), found.message) for found in kept_answers(look(text))]


def test_it_names_the_flow_the_value_and_who_gave_it() -> None:
    told = "`book` begins anew here and forgets `day`, which `a` has just"
    assert _told("a: {type: ask, slot: day, say: When?, next: book}") == [("a.next", f"{told} asked for.")]
    assert _told("a: {type: set, set: {day: monday}, next: book}") == [("a.next", f"{told} gave a value.")]
    (found,) = _told(
        "a: {type: ask, slot: day, say: When?}", "b: {type: decide, next: [{if: free, go: book}, {else: end}]}"
    )
    assert found == ("b.next.0", f"{told} asked for.")


def test_the_remedy() -> None:
    def remedy(text: str) -> str:
        return next(kept_answers(look(text))).remedy

    asked, given = "a: {type: ask, slot: day, say: When?, next: book}", "a: {type: set, set: {day: monday}, next: book}"
    assert remedy(f"{BOT}      {asked}\n") == "Write `keep: true` at the slot `day`, and `ask_again: true` at `a`."
    assert remedy(f"{BOT}      {given}\n") == "Write `keep: true` at the slot `day`."
    inside = BOT.replace("say: Which day?}", "say: Which day?}").replace(
        '}.", next: end}', '}."}\n      a: {type: ask, slot: day, say: Another?, next: book}'
    )
    assert remedy(f"{inside}      b: {{type: say, say: Bye., next: end}}\n") == (
        "Lead to a node of the flow instead of its name, so that it forgets nothing."
    )


@pytest.mark.parametrize(
    "nodes",
    [
        ("a: {type: ask, slot: day, say: When?, next: end}",),
        ("a: {type: ask, slot: sure, say: Sure?, next: book}",),
        ("a: {type: ask, slot: day, say: When?, next: [{if: \"day == 'x'\", go: book}, {else: end}]}",),
        ("a: {type: ask, slot: day, say: When?}", "b: {type: say, say: '{{ day }}.', next: book}"),
        ("a: {type: ask, slot: day, say: When?}", "b: {type: flow, flow: main, next: book}"),
        ("a: {type: ask, slot: day, say: When?}", "b: {type: set, set: {words: {expr: 'day + day'}}, next: book}"),
        ("a: {type: set, set: {day: null}, next: book}",),
        ("a: {type: ask, slot: day, say: When?, on_fail: book, next: end}",),
        ("a: {type: say, say: Again., next: book}",),
    ],
)
def test_what_is_used_or_was_not_given_is_left_alone(nodes: tuple[str, ...]) -> None:
    assert _told(*nodes) == []


def test_a_value_that_nothing_ever_uses_is_not_missed() -> None:
    text = (
        BOT.replace("{{ people }} on {{ day }}", "{{ people }}")
        + "      a: {type: ask, slot: day, say: When?, next: book}\n"
    )
    assert list(kept_answers(look(text))) == []


def test_where_parts_could_not_be_read_nothing_is_told() -> None:
    text = HEAD + BOT + "      a: {type: ask, slot: day, say: When?, next: book}\n      b: {type: sya, say: x}\n"
    assert "slot.forgotten" not in {found.code for found in load_text(text).findings}


@pytest.mark.parametrize(("keep", "asked"), [(False, "Which day?"), (True, "How many?")])
def test_the_engine_forgets_it_and_does_not_with_the_remedy(keep: bool, asked: str) -> None:
    text = BOT.replace(
        "hello: {type: say, say: Hello., next: end}", "a: {type: ask, slot: day, say: When?, next: book}"
    )
    text = text.replace("day: {type: text}", "day: {type: text, keep: true}" if keep else "day: {type: text}")
    text = text.replace("  work:\n    nodes:\n", "")
    assert Talk(HEAD + text).give(day="monday") == [asked]
    assert [found.code for found in load_text(HEAD + text).findings] == ([] if keep else ["slot.forgotten"])
