"""Conditions that never hold and branches that nobody takes; and what only looks like one."""

import json

import pytest

from flows.checks.never import possible_branches
from flows.loader.load import load_text
from tests.flows.checks.small import look, nodes, told

HEAD = """
slots:
  size: {type: choice, choices: {small: [], medium: [], large: []}}
  count: {type: integer, min: 1, max: 9}
  amount: {type: money}
  sure: {type: yes_no}
  code: {type: digits, length: 4}
  day: {type: date}
  hour: {type: time, min: "09:00", max: "18:00"}
  story: {type: text}
variables: {total: {type: money}, note: {type: text}, record: {type: map}}
"""
LEFT = ["c: {type: say, say: C.}", "d: {type: say, say: D., next: end}"]


def listed(*conditions: str) -> str:
    """Branches with these conditions; neighbours lead to two nodes in turn."""
    branches = [f"{{if: {json.dumps(text)}, go: {'cd'[at % 2]}}}" for at, text in enumerate(conditions)]
    return f"[{', '.join(branches)}, {{else: end}}]"


def found(*conditions: str, before: str = "") -> dict[int, str]:
    """The codes that are told, by the index of the branch."""
    fork = f"a: {{type: decide, next: {listed(*conditions)}}}"
    every = [*([before] if before else []), fork, *LEFT]
    findings = list(possible_branches(look(HEAD + nodes(*every))))
    assert {finding.severity for finding in findings} <= {"warning"}
    return {int(finding.path.split(".")[5]): finding.code for finding in findings}


@pytest.mark.parametrize(
    "condition",
    [
        "amount > 100 && amount < 50", "not (amount <= 100 or amount >= 50)", 'size == "small" and size == "large"',
        "sure and !sure", "sure == true && sure == false", "false", "1 > 2", "count > 9", "count < 1", "count == 2.5",
        "count > 5 and count < 6", 'code == "123"', "size(code) == 5", 'hour > "18:00"', 'hour == "9:30"',
        'weekday(day) == "Monday"', 'story == ""', "amount != amount", "amount < total and amount > total",
        'size in ["small"] and size in ["large"]', "amount > 5 ? false : false", "record.x > 1 and record.x == 0",
        'story.contains("x") and !story.contains("x")', "day == \"tomorrow\"", "size(story) < 0",
    ],
)  # fmt: skip
def test_conditions_that_never_hold(condition: str) -> None:
    assert found(condition) == {0: "condition.never"}


@pytest.mark.parametrize(
    "condition",
    [
        "amount > 50 && amount < 100", "amount > 100 or amount < 50", "count > 8", "count == 9", "true", "sure",
        'code == "1234"', 'hour == "18:00"', 'day > "2026-01-01"', 'weekday(day) == "monday"', "amount == total",
        "record.x == 1 or record.x == 2", 'record.x == 1 and record.y == 2', 'note == ""',
        "total > 3.5 and total < 3.6",
        'size == "smal" and size == "small"', 'story.contains("a") and story.contains("b")', "amount > 1e300",
        "channel == \"phone\" and now > \"2026\"", "amount / total > 1 and amount < total", "has(record.x)",
    ],
)  # fmt: skip
def test_conditions_that_can_hold(condition: str) -> None:
    assert found(condition) == {}


@pytest.mark.parametrize(
    ("conditions", "index"),
    [
        (["amount > 50", "amount > 100"], 1),
        (["amount >= 50", "amount > 50"], 1),
        (["amount > 50", "amount > 50"], 1),
        (["count > 3", "count >= 4"], 1),
        (["sure", "not sure", "sure == false"], 2),
        (['size == "small"', 'size == "medium"', 'size == "large"', 'size != "small"'], 3),
        (['size == "small"', 'size in ["medium", "large"]', 'size != "small" and amount > 5'], 2),
        (["amount > 50", "amount <= 50", "amount == total and amount > 3"], 2),
        (["sure or amount > 5", "amount > 5"], 1),
        (["true", "sure"], 1),
        (["amount < total", "total > amount"], 1),
        (["story.contains('a')", "story.contains('a') and sure"], 1),
        (['hour < "9:00"', 'hour > "10:00"'], 1),
    ],
)
def test_branches_that_are_never_taken(conditions: list[str], index: int) -> None:
    assert found(*conditions) == {index: "condition.never"}


@pytest.mark.parametrize(
    "conditions",
    [
        ["amount > 100", "amount > 50"],
        ["amount > 50 and sure", "amount > 50"],
        ["sure", "not sure", "amount > 5"],  # nothing was said of `sure`
        ["sure and amount > 5", "sure", "amount > 5"],
        ['size == "small"', 'size == "medium"', 'size == "large"'],
        ["amount > 50", "amount <= 50", "total > 3"],
        ["record.x > 1", "record.x <= 1", "record.x != 3"],  # it may be a text
        ["amount / total > 1", "amount / total <= 1", "amount / total != 5"],  # none of them where both are 0
        ["amount > 1e999", "amount > 5"],
        ["amount > 50", "amount + 1 > 51"],
    ],
)
def test_branches_that_are_taken(conditions: list[str]) -> None:
    assert "condition.never" not in found(*conditions).values()


@pytest.mark.parametrize(
    ("conditions", "codes"),
    [
        (["amount < 100", "amount > 50"], {1: "condition.overlap"}),
        (["amount <= 100", "amount >= 100"], {1: "condition.overlap"}),
        (['size in ["small", "medium"]', 'size in ["medium", "large"]'], {1: "condition.overlap"}),
        (["amount == 100", "amount <= 100", "amount >= 100"], {}),  # the one value has its branch
        (["amount < 50", "amount < 100"], {}),
        (["amount < 50", "amount > 50"], {}),
        (["amount < 100", "total > 50"], {}),
        (["amount < 100", "amount > 50 and sure"], {}),
        (["amount < 100", "total > 5", "amount > 50"], {}),  # both lead to the same node
    ],
)
def test_branches_that_overlap(conditions: list[str], codes: dict[int, str]) -> None:
    assert found(*conditions) == codes


def test_what_was_answered_right_before_has_a_value() -> None:
    ask = "q: {type: ask, slot: sure, say: Sure?}"
    assert found("sure", "not sure", "amount > 5", before=ask) == {2: "condition.never"}
    other = "q: {type: ask, slot: amount, say: How much?}"
    assert found("sure", "not sure", "amount > 5", before=other) == {}


def paths(*written: str) -> list[tuple[str, str]]:
    """Code and path of what is told of nodes."""
    return [(one.code, one.path) for one in possible_branches(look(HEAD + nodes(*written, *LEFT)))]


def test_a_question_has_its_value_on_the_way_on_and_not_on_the_way_out() -> None:
    branches = listed("sure", "not sure", "amount > 5")
    on = f"q: {{type: ask, slot: sure, say: Sure?, next: {branches}}}"
    assert paths(on) == [("condition.never", "flows.main.nodes.q.next.2.if")]
    out = f"q: {{type: ask, slot: sure, say: Sure?, on_fail: {branches}}}"
    assert paths(out) == []


def test_refusals_are_said_and_leave_their_values_out() -> None:
    refusals = "[{if: count > 5, say: Many.}, {if: count > 8, say: Too many.}, {if: count < 5, say: Few.}]"
    ask = f"q: {{type: ask, slot: count, say: How many?, validate: {refusals}, next: {listed('count > 6', 'sure')}}}"
    assert paths(ask) == [
        ("condition.never", "flows.main.nodes.q.next.0.if"),
        ("condition.never", "flows.main.nodes.q.validate.1.if"),
    ]


def test_refusals_that_speak_of_another_value_leave_nothing_out() -> None:
    refusals = "[{if: 'count > 5 and sure', say: Many.}]"
    ask = f"q: {{type: ask, slot: count, say: How many?, validate: {refusals}, next: {listed('count > 6')}}}"
    assert paths(ask) == []


def test_edges_of_the_defaults_are_looked_at() -> None:
    branches = "[{if: count > 5, go: more}, {if: count > 6, go: main}, {else: handoff}]"
    text = f"voxloom: 1\nbot: small\nstart: main\ndefaults: {{on_fail: {branches}, on_error: handoff}}\n{HEAD}"
    ask = "a: {type: ask, slot: count, say: N?, next: more}"
    findings = load_text(f"{text}{nodes(ask)}  more: {{nodes: {{a: {{type: end}}}}}}\n").findings
    assert "defaults.on_fail.1.if" in [one.path for one in findings if one.code == "condition.never"]


def test_more_cases_than_a_table_has_are_looked_at_one_by_one() -> None:
    many = " and ".join(f"record.v{number} > 1" for number in range(6))
    more = " and ".join(f"record.w{number} > 1" for number in range(6))
    assert found(many, more, "amount > 100 and amount < 50", many) == {2: "condition.never"}
    endless = " and ".join(f"record.v{number} > 1" for number in range(20))
    assert found(f"{endless} and false") == {}


def test_nothing_is_said_of_what_cannot_be_read() -> None:
    assert found("amuont > 5", "amount > 5", "amount > 6") == {2: "condition.never"}
    broken = HEAD.replace("max: 9", "max: nine")
    fork = f"a: {{type: decide, next: {listed('count > 9')}}}"
    assert list(possible_branches(look(broken + nodes(fork, *LEFT)))) == []


def test_an_option_that_does_not_exist_is_told_of_once() -> None:
    unknown = listed('size == "smal"')
    fork = f"a: {{type: decide, next: {unknown}}}"
    assert [code for code, _ in told(HEAD + nodes(fork, *LEFT)) if code.startswith("condition")] == ["condition.option"]


@pytest.mark.parametrize(
    ("slot", "conditions", "refuses_all"),
    [
        ("count", ["count <= 9"], True), ("count", ["count > 4", "count < 5"], True),
        ("code", ["size(code) == 4"], True), ("code", ["code == '0000'"], False),
        ("count", ["count <= 8"], False), ("count", ["count > 4", "count < 4"], False),
        ("count", ["count > amount", "count <= amount"], False),
    ],
)  # fmt: skip
def test_refusals_that_let_nobody_pass(slot: str, conditions: list[str], refuses_all: bool) -> None:
    refusals = ", ".join(f"{{if: {json.dumps(text)}, say: No.}}" for text in conditions)
    text = HEAD + nodes(f"a: {{type: ask, slot: {slot}, say: What?, validate: [{refusals}], next: end}}")
    found = [one for one in possible_branches(look(text)) if "is refused" in one.message]
    assert bool(found) is refuses_all
    if found:
        assert found[0].path == f"flows.main.nodes.a.validate.{len(conditions) - 1}.if"
        assert found[0].remedy == f"Write what is wrong with a value: `not ({conditions[-1]})`."
