"""Who leaves a name without a value is named."""

import pytest

from flows.checks.culprits import Culprits
from flows.checks.visits import Visits
from tests.flows.checks.small import look

HEAD = """
slots: {kind: {type: choice, choices: {a: null, b: null}}, n: {type: number}}
variables: {v: {type: number}, first: {type: text, from: caller}}
tools: {t: {returns: {x: number}, stub: [{x: 1}, {x: null}]}}
flows:
  sub: {outputs: {got: number}, nodes: {ask_n: {type: ask, slot: n, say: How many?, on_fail: end, next: end}}}
  anew: {nodes: {tell: {type: say, say: "{{ n }}"}, n: {type: ask, slot: n, say: How many?, next: end}}}
  main:
    nodes:
"""
K = "k: {type: ask, slot: kind, say: Which?, on_fail: z}"


def _why(name: str, *nodes: str) -> str:
    reads = f'z: {{type: say, say: "{{{{ {name} }}}}", next: end}}'
    found = look(HEAD + "".join(f"      {node}\n" for node in (*nodes, reads)))
    missing = next(one for one in Visits(found).found() if one.name == name)
    return Culprits(found).why(missing.item, name)


@pytest.mark.parametrize(
    ("name", "nodes", "why"),
    [
        ("v", ("g: {type: generate, prompt: x, extract: {v: number}, stub: x}",), "the model may find none at `g`"),
        ("v", ("g: {type: generate, prompt: x, extract: {v: number}, stub: x}", K), "the model may find none at `g`"),
        ("v", ("c: {type: call, tool: t, save: {v: result.x}}",), "the tool may give none at `c`"),
        ("v", ("c: {type: call, tool: t, save: {v: result.x}, on_error: k}", K),
         "by `c` → on_error → … → `z` nothing gave it one"),
        ("v", ("r: {type: flow, flow: sub, save: {v: result.got}}",), "`sub` may give none back to `r`"),
        ("n", ("r: {type: flow, flow: sub}",), "`sub`, which `r` runs, may give it none"),
        ("n", ("m: {type: ask, slot: n, say: x}", "s: {type: set, set: {n: null}}"), "`s` takes it away"),
        ("n", ("m: {type: ask, slot: n, say: x, on_fail: z}",), "by `m` → on_fail → `z` nobody was asked for it"),
        ("n", (K, "m: {type: ask, slot: n, say: x}"), "by `k` → on_fail → `z` nobody was asked for it"),
        ("n", ("m: {type: ask, slot: n, say: x, next: anew}",),
         "`anew` begins anew and forgets it, unless its slot has `keep: true`"),
        ("v", (), "nothing gave it one"),
        ("first", (), "it comes with the caller, and need not"),
    ],
)  # fmt: skip
def test_the_reason(name: str, nodes: tuple[str, ...], why: str) -> None:
    assert _why(name, *nodes) == why
