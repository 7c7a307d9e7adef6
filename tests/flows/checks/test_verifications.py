"""Tools that write, in bots that find out who callers are."""

import pytest

from flows.checks.verifications import verified_writes
from tests.flows.checks.small import look, told

TOOLS = (
    "tools:\n  check: {verifies: {who: '{{ member }}'}, stub: {verified: true}}\n"
    "  pay: {effect: write, idempotency_key: auto, confirmed: true, stub: {}}\n"
)
SLOTS = "slots: {member: {type: digits}}\nintents: {i: {description: x, examples: [x]}}\n"
WHO = "who: {type: ask, slot: member, say: Who?}"
CHECK = "check: {type: call, tool: check, save: {ok: result.verified}}"
IS_IT = "is_it: {type: decide, next: [{if: ok, go: pay}, {else: end}]}"
PAY = "pay: {type: call, tool: pay, next: end}"


def _bot(*nodes: str, tools: str = TOOLS, others: str = "", variables: str = "") -> str:
    main = "  main: {nodes: {hello: {type: say, say: Hello., next: end}}}\n"
    work = "".join(f"      {node}\n" for node in nodes)
    return f"{SLOTS}{variables}{tools}flows:\n{main}{others}  work:\n    triggers: [i]\n    nodes:\n{work}"


def test_a_bot_that_verifies_nobody_is_left_alone() -> None:
    tools = TOOLS.replace("verifies: {who: '{{ member }}'}, ", "")
    assert told(_bot(WHO, CHECK, PAY, tools=tools)) == []


def test_the_branch_of_the_verified() -> None:
    assert told(_bot(WHO, CHECK, IS_IT, PAY)) == []
    assert told(_bot(WHO, CHECK, PAY)) == [("tool.unverified", "flows.work.nodes.pay")]


ELSE = IS_IT.replace("{if: ok, go: pay}, {else: end}", "{if: '!ok', go: end}, {else: pay}")


def test_the_else_of_a_no_counts_where_the_name_surely_has_a_value() -> None:
    """Without one the condition does not hold, either."""
    assert told(_bot(WHO, CHECK, ELSE, PAY)) == []
    found = [("tool.unverified", "flows.work.nodes.pay")]
    asked_nobody = CHECK.replace("type: call,", "type: call, on_error: is_it,")
    assert told(_bot(WHO, asked_nobody, ELSE, PAY)) == found
    first = "first: {type: decide, next: [{if: ok == ok, go: is_it}, {else: end}]}"
    asked_first = CHECK.replace("type: call,", "type: call, on_error: first,").replace("}}", "}, next: is_it}")
    assert told(_bot(WHO, asked_first, first, ELSE, PAY)) == []


def test_it_says_how_it_is_put_right() -> None:
    (found,) = verified_writes(look(_bot(WHO, CHECK, PAY)))
    assert found.severity == "warning"
    assert found.message == "`pay` writes, and callers can come here without having been verified."
    assert found.remedy == (
        "Come here by a branch that holds for verified callers alone (`{if: verified, go: …}`, saved from "
        "`result.verified` of `check`), or write `anybody: true` at the tool."
    )


def test_a_model_that_may_write_is_told_of_too() -> None:
    ask = "g: {type: generate, prompt: Do it., tools: [check, pay], stub: x, next: end}"
    assert told(_bot(ask)) == [("tool.unverified", "flows.work.nodes.g.tools.1")]


def test_names_carry_it_on_as_long_as_nothing_else_makes_them_true() -> None:
    carried = "carry: {type: set, set: {sure: '{{ ok }}', more: {expr: sure and member == member}}}"
    is_it = IS_IT.replace("if: ok", "if: more")
    variables = "variables: {sure: {type: boolean}, more: {type: boolean}}\n"
    assert told(_bot(WHO, CHECK, carried, is_it, PAY, variables=variables)) == []
    others = "  other:\n    triggers: [i]\n    nodes: {a: {type: set, set: {sure: true}, next: end}}\n"
    found = told(_bot(WHO, CHECK, carried, is_it, PAY, variables=variables, others=others))
    assert ("tool.unverified", "flows.work.nodes.pay") in found


def test_two_names_that_only_hand_on_to_each_other_are_never_true() -> None:
    variables = "variables: {a: {type: boolean}, b: {type: boolean}}\n"
    others = "  other:\n    triggers: [i]\n    nodes: {x: {type: set, set: {a: '{{ b }}', b: '{{ a }}'}, next: end}}\n"
    is_it = IS_IT.replace("if: ok", "if: a")
    found = told(_bot(WHO, CHECK, is_it, PAY, variables=variables, others=others))
    assert ("tool.unverified", "flows.work.nodes.pay") not in found


def test_a_name_that_nothing_sets_proves_nothing() -> None:
    variables = "variables: {signed_in: {type: boolean}}\n"
    is_it = IS_IT.replace("if: ok", "if: signed_in")
    assert ("tool.unverified", "flows.work.nodes.pay") in told(_bot(WHO, is_it, PAY, variables=variables))
    from_page, from_token = (variables.replace("boolean", f"boolean, from: {who}") for who in ("caller", "token"))
    assert ("tool.unverified", "flows.work.nodes.pay") in told(_bot(WHO, is_it, PAY, variables=from_page))
    assert told(_bot(WHO, is_it, PAY, variables=from_token)) == []


def test_set_to_true_where_only_the_verified_come_is_a_proof() -> None:
    variables = "variables: {twice: {type: boolean}}\n"
    note = "note: {type: set, set: {twice: true}, next: later}"
    later = "later: {type: decide, next: [{if: twice, go: pay}, {else: end}]}"
    is_it = IS_IT.replace("go: pay", "go: note")
    assert told(_bot(WHO, CHECK, is_it, note, later, PAY, variables=variables)) == []
    open_way = IS_IT.replace("{if: ok, go: pay}, {else: end}", "{if: ok, go: later}, {else: note}")
    found = told(_bot(WHO, CHECK, open_way, note, later, PAY, variables=variables))
    assert ("tool.unverified", "flows.work.nodes.pay") in found


@pytest.mark.parametrize(
    "broken",
    [
        (TOOLS, CHECK.replace("result.verified", "result.")),
        (TOOLS.replace("who: '{{ member }}'", "who: 5"), CHECK),
        (TOOLS.replace("{who: '{{ member }}'}", "{who: '{{ member }}', attempts: many}"), CHECK),
    ],
)
def test_what_could_not_be_read_may_be_the_proof(broken: tuple[str, str]) -> None:
    tools, check = broken
    other = "  check_too: {verifies: {who: '{{ member }}'}, stub: {verified: true}}\n"
    assert "tool.unverified" not in {code for code, _ in told(_bot(WHO, check, IS_IT, PAY, tools=tools + other))}


def test_a_default_that_ends_a_flow_leads_on_behind_it() -> None:
    """HEAD hands over by default; here the flow just ends, and the one that ran it goes on."""
    is_it = IS_IT.replace("go: pay}, {else: end}", "go: end}, {else: handoff}")
    insist = f"  insist:\n    nodes:\n      {WHO}\n      {CHECK}\n      {is_it}\n"
    run = "run: {type: flow, flow: insist}"
    assert told(_bot(run, PAY, others=insist)) == []
    from flows.loader.load import load_text

    head = "voxloom: 1\nbot: small\nstart: main\ndefaults: {on_fail: end, on_error: handoff}\n"
    found = load_text(head + _bot(run, PAY, others=insist)).findings
    assert [one.path for one in found if one.code == "tool.unverified"] == ["flows.work.nodes.pay"]
