"""The names of a bot as fields."""

from flows.checks.fields import Fields
from flows.checks.logic import Compare
from tests.flows.checks.small import look, nodes

BOT = (
    "slots: {kind: {type: choice, choices: {a: null, b: null, c: null}}, n: {type: number}}\n"
    "variables: {who: {type: text}}\n"
    + nodes(
        "a: {type: decide, next: [{if: kind == 'a', go: b}, {else: b}]}",
        "b: {type: say, say: \"{% if who == 'me' %}{{ n }}{% endif %}\", next: end}",
    )
    + "  sub: {inputs: {level: number, who: text}, nodes: {c: {type: say, say: x, next: end}}}\n"
    + "  on_help: {nodes: {d: {type: say, say: '{{ help }}', next: end}}}\n"
)


def test_every_name_has_a_field_and_those_of_flows_one_more() -> None:
    fields = Fields(look(BOT))
    assert set(fields.everywhere) == {"kind", "n", "who"}
    assert set(fields.own) == {"level", "who"}
    assert len(fields.everywhere["kind"].cells) == 2
    assert fields.everywhere["who"].cells[0] == "me"
    assert fields.own["who"].cells[0] == "me"
    assert fields.bits("who") == fields.own["who"].all | fields.everywhere["who"].all
    assert fields.all_own | fields.all_everywhere == sum(fields.bits(name) for name in ("kind", "n", "who", "level"))


def test_where_a_node_keeps_a_value() -> None:
    made = look(BOT)
    fields, flows = Fields(made), made.bot.flows
    assert fields.assigned(flows["sub"], "level") == fields.own["level"]
    assert fields.assigned(flows["sub"], "who") == fields.own["who"]
    assert fields.assigned(flows["main"], "who") == fields.everywhere["who"]
    assert fields.assigned(flows["sub"], "n") == fields.everywhere["n"]


def test_repair_flows_are_given_their_values() -> None:
    fields = Fields(look(BOT.replace("who: {type: text}", "reason: {type: text}, who: {type: text}")))
    assert not fields.scope("on_help").knows("reason")
    assert fields.scope("main").knows("reason")


def test_conditions_and_texts_are_read_once() -> None:
    fields = Fields(look(BOT))
    assert fields.logic("main", "kind == 'a'") == Compare("kind", "==", ("a",))
    assert fields.logic("main", "kind == 'a'") is fields.logic("main", "kind == 'a'")
    assert fields.names("{{ n }} {{ who }}") == {"n", "who"}
    assert fields.tested_in("{% if n %}{{ who }}{% endif %}") == {"n"}
    assert fields.tree("{{ n") is None
    assert fields.tree("plain") is None
