"""Names that are read where they may have no value: all that must be told of, and nothing else."""

import pytest

from flows.findings import Finding
from flows.loader.load import load_text
from tests.flows.checks.small import HEAD

BOT = """
slots: {kind: {type: choice, choices: {a: null, b: null}}, n: {type: number}, sure: {type: yes_no}}
variables:
  {v: {type: number}, words: {type: text}, vip: {type: yes_no, from: caller}, first: {type: text, from: caller}}
intents: {i: {description: x, examples: [x]}}
tools:
  t: {returns: {x: number}, stub: {x: 1}}
  w: {effect: write, idempotency_key: "{{ n }}", confirmed: true, stub: {}}
flows:
  main: {nodes: {hello: {type: say, say: Hello., next: end}}}
  work:
    triggers: [i]
    nodes:
"""
KIND = "q: {type: ask, slot: kind, say: Which?}"
N = "m: {type: ask, slot: n, say: How many?}"
CALL = "c: {type: call, tool: t, save: {v: result.x}, on_error: z}"
FORK = "f: {type: decide, next: [{if: kind == 'a', go: m}, {else: z}]}"


def _told(*nodes: str, more: str = "") -> list[Finding]:
    written = "".join(f"      {node}\n" for node in nodes)
    findings = load_text(HEAD + BOT + written + more).findings
    assert {found.code for found in findings} <= {"slot.unset", "flow.unreachable", "condition.never"}, findings
    return [found for found in findings if found.code == "slot.unset"]


def _asks(more: str) -> str:
    return f"q: {{type: ask, slot: n, say: What?, {more}}}"


def _decides(condition: str) -> str:
    return f'd: {{type: decide, next: [{{if: "{condition}", go: z}}, {{else: end}}]}}'


def _z(text: str) -> str:
    return f'z: {{type: say, say: "{text}", next: end}}'


EARLY = _asks("validate: [{if: n > 5, say: 'Not of {{ kind }}.'}]")


@pytest.mark.parametrize(
    "nodes",
    [
        (N, _z("{{ n }}")),
        (CALL.replace("on_error: z", "on_error: end"), _z("{{ v }}")),
        (CALL, _z("{{ v | default(0) }}")),
        (CALL, _z("{% if v %}{{ v }}{% endif %}")),
        ("s: {type: set, set: {v: 1}}", _z("{{ v }}")),
        ("s: {type: set, set: {v: 1, n: {expr: v + 1}}}", _z("{{ n }}")),
        (KIND, FORK.replace("else: z", "else: d"), N, _decides("kind == 'a'"), _z("{{ n }}")),
        (KIND, FORK, N, _z("{% if kind == 'a' %}{{ n }}{% endif %}")),
        (_decides("vip"), _z("Dear guest.")),
        (_decides("size(first) > 0"), _z("{{ first }}")),
        (_decides("size(words) > 0"), _z("{{ words }}")),
        (_decides("vip and first == 'Ann'"), _z("{{ first }}")),
        (CALL.replace("on_error: z", "on_error: d"), _decides("v == v"), _z("{{ v }}")),
        (CALL.replace("on_error: z", "on_error: d"), _decides("v == v and v > 3"), _z("{{ v }}")),
        (CALL.replace("on_error: z", "on_error: d"), _decides("!(v != v)"), _z("{{ v }}")),
        (_decides("size(words) > 0 and words != 'x'"), _z("{{ words }}")),
        (_asks("confirm: '{{ n }}?', validate: [{if: n > 5, say: '{{ n }}?'}]"), _z(".")),
        ("q: {type: ask, slot: n, say: 'What{% if n %} {{ n }}{% endif %}?', on_fail: z}", _z(".")),
        ("r: {type: flow, flow: sub, with: {given: 1}, save: {v: result.got}}", _z("{{ v }}")),
    ],
)  # fmt: skip
def test_nothing_where_there_is_a_value(nodes: tuple[str, ...]) -> None:
    sub = "  sub:\n    inputs: {given: number}\n    outputs: {got: number}\n"
    sub += "    nodes: {u: {type: set, set: {got: {expr: given + 1}}, next: end}}\n"
    assert _told(*nodes, more=sub if "sub" in nodes[0] else "") == []


@pytest.mark.parametrize(
    ("nodes", "path", "then"),
    [
        ((_z("{{ n }}"),), "z.say", "stops"),
        ((CALL, _z("{{ v }}")), "z.say", "stops"),
        ((KIND, FORK, N, _z("{{ n }}")), "z.say", "stops"),
        (("m: {type: ask, slot: n, say: How many?, on_fail: z}", _z("{{ n }}")), "z.say", "stops"),
        (("q: {type: ask, slot: n, say: 'Not {{ n }}?'}", _z(".")), "q.say", "stops"),
        ((_asks("help: 'Not {{ n }}.'"), _z(".")), "q.help", "stops"),
        ((_asks("reprompts: [Again?, '{{ v }}']"), _z(".")), "q.reprompts.1", "stops"),
        ((_asks("confirm: '{{ v }}'"), _z(".")), "q.confirm", "stops"),
        ((_asks("validate: [{if: v > n, say: No.}]"), _z(".")), "q.validate.0.if", "goes on"),
        ((KIND.replace("q:", "k:"), EARLY, _z(".")), "q.validate.0.say", "stops"),
        (("c: {type: call, tool: t, with: {y: '{{ n }}'}}", _z(".")), "c.with.y", "stops"),
        (("c: {type: call, tool: t, filler: {say: '{{ n }}'}}", _z(".")), "c.filler.say", "stops"),
        (("c: {type: call, tool: w}", _z(".")), "c.tool", "stops"),
        (("c: {type: call, tool: t, save: {v: result.x + n}}", _z(".")), "c.save.v", "goes on"),
        (("s: {type: set, set: {v: {expr: n + 1}}}", _z(".")), "s.set.v.expr", "stops"),
        (("s: {type: set, set: {v: '{{ n }}'}}", _z(".")), "s.set.v", "stops"),
        ((N, "s: {type: set, set: {n: null}}", _z("{{ n }}")), "z.say", "stops"),
        (("g: {type: generate, prompt: Sum up., extract: {v: number}, stub: x}", _z("{{ v }}")), "z.say", "stops"),
        (("g: {type: generate, prompt: 'Sum up {{ n }}.', stub: x}", _z(".")), "g.prompt", "stops"),
        (("h: {type: handoff, summary: '{{ n }}'}",), "h.summary", "stops"),
        (("e: {type: end, say: '{{ first }}'}",), "e.say", "stops"),
        ((_decides("n > 1"), _z("{{ n }}")), "d.next.0.if", "goes on"),
        ((CALL.replace("on_error: z", "on_error: d"), _decides("v > 0"), _z("{{ v }}")), "d.next.0.if", "goes on"),
        ((_decides("v == v or v > 0"), _z("{{ v }}")), "d.next.0.if", "goes on"),
        ((_decides("!vip"), _z(".")), "d.next.0.if", "goes on"),
        ((_decides("words == 'x'"), _z(".")), "d.next.0.if", "goes on"),
        ((_decides("size(first) > 3"), _z(".")), "d.next.0.if", "goes on"),
        (("s: {type: say, say: ., translations: {de: '{{ n }}'}}", _z(".")), "s.translations.de", "stops"),
    ],
)  # fmt: skip
def test_told_where_it_is_read(nodes: tuple[str, ...], path: str, then: str) -> None:
    (found,) = _told(*nodes)
    assert (found.path, found.severity) == (f"flows.work.nodes.{path}", "warning")
    goes_on = "does not hold" in found.remedy or "`on_error` is taken" in found.remedy
    assert then == ("goes on" if goes_on else "stops")
    assert ("default(" in found.remedy) is (then == "stops" and not path.endswith(".expr"))


def test_the_way_is_told() -> None:
    (found,) = _told(CALL, "b: {type: say, say: ., next: end}", "z: {type: say, say: Oh.}", "y: " + _z("{{ v }}")[3:])
    assert found.message == "`v` may have no value here: by `c` → on_error → … → `y` nothing gave it one."
    (found,) = _told(_asks("on_fail: z"), _z("{{ n }}"))
    assert found.message == "`n` may have no value here: by `q` → on_fail → `z` nobody was asked for it."
    (found,) = _told(_z("{{ first }}"))
    assert found.message == "`first` may have no value here: it comes with the caller, and need not."
    assert "default" in found.remedy


@pytest.mark.parametrize("condition", ["!(v == v)", "v != v", "k == ''"])
def test_who_asks_for_no_value_is_told_of_it_once(condition: str) -> None:
    text = (
        HEAD
        + BOT.replace("n: {type: number}", "n: {type: number}, k: {type: text}")
        + f"      {_decides(condition)}\n      {_z('.')}\n"
    )
    (found,) = load_text(text).findings
    assert found.code == "condition.never"
    assert "no condition holds" in found.message
    assert "`else` for none" in found.remedy


def test_the_else_of_who_asks_for_a_value_has_none() -> None:
    """So a `set` there gives the name what the other way gives it by the tool."""
    saved = CALL.replace("on_error: z", "on_error: o").replace("save: {v: result.x}", "save: {v: result.x}, next: d")
    nodes = (saved, "o: {type: set, set: {n: 1}, next: d}", _decides("v == v").replace("else: end", "else: y"))
    (found,) = _told(*nodes, "y: {type: say, say: '{{ n }}{{ v }}', next: end}", _z("{{ v }}"))
    assert (found.path.split(".")[3], found.message[:3]) == ("y", "`v`")


def test_a_tool_that_is_known_to_leave_a_field_empty() -> None:
    text = (
        HEAD
        + BOT.replace("stub: {x: 1}", "stub: [{x: 1}, {x: null}]")
        + f"      {CALL[:-1]}}}\n      {_z('{{ v }}')}\n"
    )
    text = text.replace("on_error: z", "on_error: end")
    assert [found.path for found in load_text(text).findings] == ["flows.work.nodes.z.say"]


def test_sub_flows_that_do_not_always_give_back() -> None:
    sub = (
        "  sub:\n    outputs: {got: number}\n    nodes:\n      k: {type: ask, slot: kind, say: Which?, on_fail: end}\n"
    )
    sub += "      u: {type: set, set: {got: 1}, next: end}\n"
    run = "r: {type: flow, flow: sub, save: {v: result.got}}"
    assert [found.path for found in _told(run, _z("{{ v }}"), more=sub)] == ["flows.work.nodes.z.say"]


def test_each_caller_of_a_sub_flow_is_looked_at_by_itself() -> None:
    sub = "  sub: {nodes: {u: {type: say, say: '{% if n %}{{ n }}{% endif %}', next: end}}}\n"
    other = "  other: {triggers: [i], nodes: {r: {type: flow, flow: sub, next: end}}}\n"
    assert _told(N, "r: {type: flow, flow: sub}", _z("{{ n }}"), more=sub + other) == []
    (found,) = _told(
        N, "r: {type: flow, flow: sub}", _z("."), more=sub.replace("{% if n %}", "{% if not vip %}") + other
    )
    assert found.path == "flows.sub.nodes.u.say"


def test_repair_flows_begin_at_any_time_and_are_given_their_values() -> None:
    repair = "  on_help: {nodes: {u: {type: say, say: '{{ help }} {{ n }}', next: end}}}\n"
    assert [found.path for found in _told(N, _z("."), more=repair)] == ["flows.on_help.nodes.u.say"]


def test_what_the_start_gives_is_there_later() -> None:
    begin = "hello: {type: say, say: Hello., next: end}"
    text = HEAD + BOT.replace(begin, "s: {type: set, set: {v: 1}, next: end}") + f"      {_z('{{ v }}')}\n"
    assert load_text(text).findings == ()


def test_what_cannot_be_read_gives_anything() -> None:
    broken = N.replace("slot: n", "slto: n")
    findings = load_text(HEAD + BOT + f"      {broken}\n      {_z('{{ n }}')}\n").findings
    assert [found.code for found in findings] == ["schema.unknown"]


def test_a_text_with_another_fault_is_not_told_of_twice() -> None:
    findings = load_text(HEAD + BOT + f"      {_z('{{ kind | money }}')}\n").findings
    assert [found.code for found in findings] == ["condition.template"]


ASKS = "a: {type: http, request: {url: 'https://x.example.com/{{ n }}', query: {k: '{{ kind }}'}}%s, stub: {}}"


def _asking(declared: str, *nodes: str) -> list[tuple[str, str]]:
    text = BOT.replace("tools:\n", f"tools:\n  {ASKS % declared}\n") + "".join(f"      {node}\n" for node in nodes)
    findings = load_text(HEAD + text).findings
    assert {found.code for found in findings} <= {"slot.unset"}, findings
    return [(found.path, found.message.split("`")[1]) for found in findings]


def test_the_request_of_a_tool_reads_where_it_is_called() -> None:
    call, place = "c: {type: call, tool: a, next: end}", "flows.work.nodes.c.tool"
    assert _asking("", call) == [(place, "n")]
    assert _asking("", N, call) == [(place, "kind")]
    assert _asking("", KIND, N, call) == []


def test_in_the_request_of_a_tool_its_arguments_are_what_it_is_given() -> None:
    given = "c: {type: call, tool: a, with: {n: 1, kind: a}, next: end}"
    assert _asking("", given) == []
    assert _asking(", arguments: {n: number, kind: text}", given) == []
    half = "c: {type: call, tool: a, with: {n: 1}, next: end}"
    assert _asking("", half) == [("flows.work.nodes.c.tool", "kind")]
    reads = "c: {type: call, tool: a, with: {n: '{{ n }}', kind: a}, next: end}"
    assert _asking("", reads) == [("flows.work.nodes.c.with.n", "n")]
