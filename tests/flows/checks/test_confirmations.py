"""Tools that write are confirmed before."""

import pytest

from flows.checks.confirmations import _Unconfirmed
from flows.checks.ways import Spot
from tests.flows.checks.small import HEAD, codes, look, told

TOOLS = "tools: {pay: {effect: write, idempotency_key: auto, stub: {}}, look: {stub: {}}}\n"
SLOTS = "slots: {sure: {type: yes_no}, n: {type: number}}\nintents: {i: {description: x, examples: [x]}}\n"
PAY = "pay: {type: call, tool: pay, next: end}"
CONFIRM = 'q: {type: ask, slot: n, say: "N?", confirm: "{{ n }}?"}'


def _bot(*nodes: str, others: str = "") -> str:
    main = "  main: {nodes: {hello: {type: say, say: Hello., next: end}}}\n"
    work = "".join(f"      {node}\n" for node in nodes)
    return f"{SLOTS}{TOOLS}flows:\n{main}{others}  work:\n    triggers: [i]\n    nodes:\n{work}"


@pytest.mark.parametrize(
    "nodes",
    [
        (CONFIRM, PAY),
        ('q: {type: ask, slot: sure, say: "Sure?", next: [{if: sure, go: pay}, {else: end}]}', PAY),
        ('q: {type: ask, slot: sure, say: "Sure?", next: [{if: "!sure", go: end}, {else: pay}]}', PAY),
        (
            'q: {type: ask, slot: sure, say: "Sure?"}',
            "d: {type: decide, next: [{if: sure == true, go: pay}, {else: end}]}",
            PAY,
        ),
        (CONFIRM, "look: {type: call, tool: look}", PAY),
        ("l: {type: call, tool: look, next: end}",),
        (CONFIRM, "d: {type: decide, next: [{if: n > 1, go: pay}, {else: other}]}", "other: {type: say, say: x}", PAY),
    ],
)
def test_confirmed_writes(nodes: tuple[str, ...]) -> None:
    assert codes(_bot(*nodes)) == []


@pytest.mark.parametrize(
    "nodes",
    [
        (PAY,),
        ('q: {type: ask, slot: n, say: "N?"}', PAY),
        ('q: {type: ask, slot: n, say: "N?", confirm: "{{ n }}?", on_fail: pay}', PAY),
        ('q: {type: ask, slot: sure, say: "Sure?", next: pay}', PAY),
        ('q: {type: ask, slot: sure, say: "Sure?"}', PAY),
        ('q: {type: ask, slot: sure, say: "Sure?", next: [{if: sure, go: end}, {else: pay}]}', PAY),
        ('q: {type: ask, slot: sure, say: "Sure?", next: [{if: "sure || n > 1", go: pay}, {else: end}]}', PAY),
        ("d: {type: decide, next: [{if: n > 1, go: pay}, {else: q}]}", CONFIRM, PAY),
        ('hello: {type: say, say: x, next: pay}', CONFIRM.replace("q:", "p:"), PAY),
    ],
)  # fmt: skip
def test_a_way_around_the_confirmation(nodes: tuple[str, ...]) -> None:
    found = told(_bot(*nodes))
    assert ("tool.unconfirmed", "flows.work.nodes.pay") in found


def test_the_tool_may_say_that_it_needs_none() -> None:
    assert codes(_bot(PAY).replace("effect: write", "effect: write, confirmed: true")) == []


def test_a_sub_flow_may_confirm() -> None:
    asks = f"  sub: {{nodes: {{{CONFIRM[:-1]}, next: end}}}}}}\n"
    run = "run: {type: flow, flow: sub}"
    assert codes(_bot(run, PAY, others=asks)) == []
    other_way = asks.replace(
        f"{CONFIRM[:-1]}", f"d: {{type: decide, next: [{{if: n > 1, go: q}}, {{else: end}}]}}, {CONFIRM[:-1]}"
    )
    assert codes(_bot(run, PAY, others=other_way)) == ["tool.unconfirmed"]


def test_a_sub_flow_is_reached_confirmed_by_one_and_unconfirmed_by_another() -> None:
    writes = f"  sub: {{nodes: {{{PAY}}}}}\n"
    assert codes(_bot(CONFIRM, "run: {type: flow, flow: sub, next: end}", others=writes)) == []
    assert codes(_bot("run: {type: flow, flow: sub, next: end}", others=writes)) == ["tool.unconfirmed"]


def test_flows_that_nothing_leads_to_write_nothing() -> None:
    assert codes(_bot(CONFIRM, PAY, others=f"  lone: {{nodes: {{{PAY}}}}}\n")) == ["flow.unreachable"]


def test_what_a_model_asks_for_is_read_back_by_the_engine() -> None:
    assert codes(_bot("g: {type: generate, prompt: Do it., tools: [look, pay], stub: x, next: end}")) == []


ELSE = 'd: {type: decide, next: [{if: "!sure", go: end}, {else: pay}]}'
ASKS = 'q: {type: ask, slot: sure, say: "Sure?"}'


def test_who_was_not_asked_has_not_said_yes_by_not_having_said_no() -> None:
    assert codes(_bot(ASKS, ELSE, PAY)) == []
    assert ("tool.unconfirmed", "flows.work.nodes.pay") in told(_bot(ELSE, PAY))
    sometimes = "first: {type: decide, next: [{if: n > 1, go: q}, {else: d}]}"
    assert ("tool.unconfirmed", "flows.work.nodes.pay") in told(_bot(sometimes, ASKS, ELSE, PAY))
    asks_first = ELSE.replace('"!sure"', '"!(sure == true)"')
    assert ("tool.unconfirmed", "flows.work.nodes.pay") in told(_bot(asks_first, PAY))
    by_yes = "d: {type: decide, next: [{if: sure, go: pay}, {else: end}]}"
    assert "tool.unconfirmed" not in codes(_bot(by_yes, PAY))  # without a value it does not hold


@pytest.mark.parametrize("broken", [CONFIRM.replace("confirm: ", "confrim: "), CONFIRM.replace('"{{ n }}?"}', "5}")])
def test_a_confirmation_that_could_not_be_read_may_be_one(broken: str) -> None:
    assert "tool.unconfirmed" not in codes(_bot(broken, PAY))


def test_what_repairs_lead_to_is_reached() -> None:
    text = _bot(CONFIRM, PAY, others=f"  out: {{nodes: {{{PAY}}}}}\n")
    with_default = HEAD.replace("on_error: handoff", "on_error: out")
    from flows.loader.load import load_text

    assert [finding.path for finding in load_text(with_default + text).findings] == ["flows.out.nodes.pay"]


def test_the_end_of_a_sub_flow_is_not_that_of_the_flow_that_runs_it() -> None:
    inner = "  inner: {nodes: {hi: {type: say, say: Hi., next: end}}}\n"
    outer = "  outer:\n    nodes:\n      r: {type: flow, flow: inner}\n"
    asks = f"      {CONFIRM.removesuffix('}')}, next: end}}\n"
    run = "run: {type: flow, flow: outer}"
    assert codes(_bot(run, PAY, others=inner + outer + asks)) == []
    says = "      s: {type: say, say: All right., next: end}\n"
    assert codes(_bot(run, PAY, others=inner + outer + says)) == ["tool.unconfirmed"]


def test_a_ring_of_a_hundred_flows_takes_no_hundredfold_time() -> None:
    ring = "".join(
        f"  f{n}:\n    nodes:\n      q: {{type: ask, slot: n, say: N?}}\n"
        f"      r: {{type: flow, flow: f{(n + 1) % 100}, next: end}}\n"
        for n in range(100)
    )
    looked = look(_bot("q: {type: ask, slot: n, say: N?, next: f0}", PAY, others=ring))
    visits = 0

    def counted(spot: Spot, passing: set[Spot]) -> bool:
        nonlocal visits
        visits += 1
        return _Unconfirmed._open(unconfirmed, spot, passing)

    unconfirmed = _Unconfirmed(looked)
    unconfirmed._open = counted  # type: ignore[method-assign]
    unconfirmed.reached()
    assert visits < 1_000
