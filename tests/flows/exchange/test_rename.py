"""Other names for everything that has one."""

import pytest

from flows.exchange.edit import edit
from flows.exchange.edits import Rename, RenameNode
from flows.exchange.rename import usable
from flows.exchange.text.refusal import Refused
from flows.loader.load import load_text
from tests.flows.exchange.small import BOT, changes, edited, refused


def codes(text: str) -> list[str]:
    return sorted(finding.code for finding in load_text(text).findings)


def test_a_slot_everywhere_it_is_meant() -> None:
    new = edited(Rename(kind="slot", name="amount", to="sum"))
    for kept in (
        "Hello, amount.",
        "Pays the amount.",
        "Not {{ sum }}, amount.",
        "result.amount",
        "arguments: {amount: money}",
    ):
        assert kept in new
    for changed in (
        "  sum: {type: money}",
        "{{ sum }}-{{ env.x }}",
        "[{if: sum > 1, go: lost}",
        "slot: sum",
        '"Pay {{ sum | money }}?"',
        '{"Pay {{ sum | money }}?": "{{ sum | money }} zahlen?"}',
        "if: sum > limit",
        "'sum > 10 and fee",
        'with: {amount: "{{ sum }}"}',
        "result.fee + sum",
        "expr: sum + fee",
        'with: {limit: "{{ sum }}"}',
        "slots: {sum: 5}",
    ):
        assert changed in new
    assert codes(new) == codes(BOT)


def test_a_variable_everywhere() -> None:
    made = changes(Rename(kind="variable", name="fee", to="price"))
    new = "\n".join(after for _, after in made)
    assert len(made) == 7
    for changed in (
        "price: {type: money}",
        "price == result.amount",
        "save: {price: result.fee + amount}",
        '"{{ price }}"',
        "expr: amount + price}, price:",
        "save: {price: result.paid}",
        "variables: {price: 1}",
    ):
        assert changed in new


def test_a_variable_that_only_a_node_declares() -> None:
    made = changes(Rename(kind="variable", name="mood", to="temper"))
    assert ["temper" in after for _, after in made] == [True, True]
    assert "extract: {temper: text}, tools: [charge], stub: {temper: good}" in made[0][1]
    assert "pay.sum_up: {temper: bad}" in made[1][1]


def test_outputs_and_inputs_of_the_same_name_go_along() -> None:
    text = BOT.replace("outputs: {paid: money}", "outputs: {fee: money, paid: money}").replace(
        "result.paid", "result.fee"
    )
    new = edited(Rename(kind="variable", name="fee", to="price"), text)
    assert "outputs: {price: money, paid: money}" in new
    assert "save: {price: result.price}, next: pay" in new
    assert "save: {price: result.fee + amount}" in new  # that of the tool stays
    limited = edited(Rename(kind="variable", name="limit", to="most"))
    assert "inputs: {most: money}" in limited
    assert "amount > most" in limited
    assert 'with: {most: "{{ amount }}"}' in limited


def test_repair_flows_have_values_of_their_own() -> None:
    text = BOT.replace("  agree: {type: yes_no}", "  agree: {type: yes_no}\n  reason: {type: text}").replace(
        "flows:\n", 'flows:\n  on_handoff: {nodes: {a: {type: say, say: "{{ reason }}", next: handoff}}}\n'
    )
    new = edited(Rename(kind="slot", name="reason", to="cause"), text)
    assert 'say: "{{ reason }}"' in new
    assert "  cause: {type: text}" in new
    said = text.replace("{{ reason }}", "{{ agree }}")
    assert refused(Rename(kind="slot", name="agree", to="told"), said).code == "edit.taken"
    assert "value" in edited(Rename(kind="slot", name="agree", to="value"))


def test_an_intent() -> None:
    assert changes(Rename(kind="intent", name="pay", to="paying")) == [
        ("pay: {examples: [I want to pay]}", "paying: {examples: [I want to pay]}"),
        ("triggers: [pay]", "triggers: [paying]"),
    ]


def test_a_tool() -> None:
    made = changes(Rename(kind="tool", name="charge", to="take"))
    assert [after.count("take") for _, after in made] == [1, 1, 1, 1, 3]
    new = edited(Rename(kind="tool", name="charge", to="take"))
    assert "      charge: {type: call, tool: take" in new
    assert "go: charge}" in new
    assert "stubs: {take: {fee: 2}" in new


def test_a_flow_and_not_the_node_of_its_name() -> None:
    made = changes(Rename(kind="flow", name="lost", to="gone"))
    assert [before.split(":")[0] for before, _ in made] == ["on_error", "lost", "- {user"]
    new = edited(Rename(kind="flow", name="pay", to="paying"))
    assert "flow: paying, with" in new
    assert "next: paying}" in new
    assert "expect: {flow: paying, node: ask}" in new
    assert "paying.sum_up: {mood" in new
    assert "  paying: {ask: [0, 0]" in new
    assert "triggers: [pay]" in new
    assert "start: first" in edited(Rename(kind="flow", name="main", to="first"))
    assert codes(new) == codes(BOT)


def test_a_node_where_it_is_meant() -> None:
    made = changes(RenameNode(flow="pay", name="lost", to="gone"))
    assert [before.split(":")[0] for before, _ in made] == ["on_fail", "- {if", "charge", "lost", "pay"]
    new = edited(RenameNode(flow="pay", name="ask", to="how_much"))
    assert "expect: {flow: pay, node: how_much}" in new
    assert 'user: "5", expect: {node: how_much' in new
    assert "expect: {flow: lost, node: ask}" in new
    assert "pay: {how_much: [0, 0]" in new
    assert "{else: how_much}" in new
    assert codes(new) == codes(BOT)
    assert "pay.short: {mood" in edited(RenameNode(flow="pay", name="sum_up", to="short"))


def test_a_node_that_a_test_does_not_tell_from_others_is_told_of() -> None:
    text = BOT.replace("expect: {flow: pay, node: ask}", "expect: {node: ask}")
    made = edit(text, RenameNode(flow="lost", name="ask", to="sure"))
    assert len(made.notes) == 2
    assert "`it pays, turn 1`" in made.notes[0]
    assert "expect: {flow: lost, node: sure}" in made.text
    assert edit(text, RenameNode(flow="lost", name="run", to="sure")).notes == ()


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (Rename(kind="slot", name="amount", to="agree"), "edit.taken"),
        (Rename(kind="slot", name="amount", to="fee"), "edit.taken"),
        (Rename(kind="slot", name="amount", to="mood"), "edit.taken"),
        (Rename(kind="slot", name="amount", to="Big"), "edit.name"),
        (Rename(kind="slot", name="amount", to="if"), "edit.name"),
        (Rename(kind="slot", name="fee", to="price"), "edit.path"),
        (Rename(kind="variable", name="amount", to="price"), "edit.path"),
        (Rename(kind="variable", name="nothing", to="price"), "edit.path"),
        (Rename(kind="flow", name="pay", to="lost"), "edit.taken"),
        (Rename(kind="flow", name="pay", to="end"), "edit.name"),
        (Rename(kind="flow", name="pay", to="hello"), None),
        (Rename(kind="flow", name="pay", to="run"), "edit.taken"),
        (Rename(kind="flow", name="gone", to="other"), "edit.path"),
        (Rename(kind="intent", name="pay", to="a b"), "edit.name"),
        (Rename(kind="tool", name="gone", to="other"), "edit.path"),
        (Rename(kind="thing", name="pay", to="other"), "edit.shape"),
        (RenameNode(flow="pay", name="ask", to="which"), "edit.taken"),
        (RenameNode(flow="lost", name="ask", to="pay"), "edit.taken"),
        (RenameNode(flow="lost", name="ask", to="handoff"), "edit.name"),
        (RenameNode(flow="gone", name="ask", to="x"), "edit.path"),
        (RenameNode(flow="pay", name="gone", to="x"), "edit.path"),
    ],
)
def test_names_that_cannot_be_given(operation: Rename | RenameNode, code: str | None) -> None:
    if code is None:
        assert codes(edited(operation)) == codes(BOT)
    else:
        assert refused(operation).code == code


def test_repair_flows_keep_their_names() -> None:
    text = BOT.replace("flows:\n", "flows:\n  on_help: {nodes: {a: {type: say, say: Hm, next: end}}}\n")
    assert refused(Rename(kind="flow", name="on_help", to="helping"), text).code == "edit.name"


@pytest.mark.parametrize(
    "slip", ['say: "{{ amount | money }"', 'say: "{{ amount | nothing }}"', 'sya: "{{ amount }}"', "slot: [amount]"]
)
def test_what_cannot_be_read_is_not_guessed(slip: str) -> None:
    field = 'say: "Pay {{ amount | money }}?"' if not slip.startswith("slot") else "slot: amount"
    text = BOT.replace(f"        {field}\n", f"        {slip}\n", 1)
    assert text != BOT
    assert refused(Rename(kind="slot", name="amount", to="sum"), text).code == "edit.unclear"
    assert "  price:" in edited(Rename(kind="variable", name="fee", to="price"), text)


def test_the_same_name_changes_nothing() -> None:
    assert edit(BOT, Rename(kind="slot", name="amount", to="amount")).edits == ()
    assert edit(BOT, RenameNode(flow="pay", name="ask", to="ask")).edits == ()
    assert edit(BOT, Rename(kind="tool", name="charge", to="charge")).edits == ()


def test_names_in_disguise_are_found() -> None:
    text = BOT.replace('say: "Pay {{ amount | money }}?"', 'say: "Pay {{ am\\x6funt | money }}?"')
    assert 'say: "Pay {{ sum | money }}?"' in edited(Rename(kind="slot", name="amount", to="sum"), text)


def test_usable_names() -> None:
    assert usable("slot", "end") == "end"
    with pytest.raises(Refused):
        usable("node", "x" * 65)


ASKING = """voxloom: 1
bot: asking
start: main
slots: {town: {type: text}, day: {type: date}}
tools:
  find:
    type: http
    arguments: {town: text}
    request: {method: POST, url: "https://x.example.com/{{ town }}/{{ day }}", body: {a: ["{{ day }}"]}}
    stub: {}
  look: {type: http, request: {url: "https://x.example.com/{{ town }}/{{ day }}"}, stub: {}}
flows:
  main:
    nodes:
      find: {type: call, tool: find, with: {town: "{{ town }}"}}
      look: {type: call, tool: look, with: {day: "{{ day }}"}, next: end}
"""


def test_in_the_request_of_a_tool_its_arguments_keep_their_names() -> None:
    new = edited(Rename(kind="slot", name="town", to="city"), ASKING)
    assert 'url: "https://x.example.com/{{ town }}/{{ day }}", body' in new
    assert 'look: {type: http, request: {url: "https://x.example.com/{{ city }}/{{ day }}"}' in new
    assert 'with: {town: "{{ city }}"}' in new
    new = edited(Rename(kind="slot", name="day", to="date"), ASKING)
    assert 'url: "https://x.example.com/{{ town }}/{{ date }}", body: {a: ["{{ date }}"]}' in new
    assert 'look: {type: http, request: {url: "https://x.example.com/{{ town }}/{{ day }}"}' in new
    assert refused(Rename(kind="variable", name="day", to="town"), ASKING).code == "edit.path"


def test_a_slot_takes_no_name_of_an_argument_in_a_request_that_reads_it() -> None:
    text = ASKING.replace("town: {type: text}", "place: {type: text}").replace('"{{ town }}"', '"{{ place }}"', 1)
    assert refused(Rename(kind="slot", name="day", to="town"), text).code == "edit.taken"


def test_a_slot_in_the_switch_of_a_route() -> None:
    text = (
        "voxloom: 1\nbot: small\nstart: main\nslots: {amount: {type: money}}\n"
        "routes: {a: {model: openai/x, switch: [{if: amount > 1 && turns > 2, to: b}]}, b: {model: openai/y}}\n"
        "flows: {main: {nodes: {hi: {type: say, say: Hi., next: end}}}}\n"
    )
    done = edit(text, Rename(kind="slot", name="amount", to="sum"))
    assert "if: sum > 1 && turns > 2" in done.text
