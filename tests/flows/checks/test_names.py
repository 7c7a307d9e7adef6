"""Checks of `flows.checks.names` beyond the one-fault files of broken/: what must not be told of."""

import pytest

from flows.loader.load import load_text
from tests.flows.checks.small import nodes

HEAD = "voxloom: 1\nbot: small\nstart: main\ndefaults: {on_fail: handoff, on_error: handoff}\n"
MAIN = "flows:\n  main:\n    nodes:\n      a: {type: say, say: Hello., next: end}\n"


def codes(text: str) -> list[str]:
    """What is told of a bot."""
    return [finding.code for finding in load_text(HEAD + text).findings]


@pytest.mark.parametrize("name", ["a", "a1", "a_b", "a" * 64])
def test_good_names(name: str) -> None:
    assert codes(f"slots: {{{name}: {{type: text}}}}\n{MAIN}") == []


@pytest.mark.parametrize(
    "name", ["A", "1a", "a-b", "ä", "a" * 65, "_a", "a.b", "%00", "a\u200bb", "\u202ea", "constructor()"]
)
def test_bad_names(name: str) -> None:
    assert codes(f'slots: {{"{name}": {{type: text}}}}\n{MAIN}') in (["name.invalid"], ["yaml.encoding"])


def test_flows_may_lead_to_built_in_flows() -> None:
    assert codes(MAIN.replace("next: end", "next: on_goodbye")) == []


@pytest.mark.parametrize(
    ("target", "remedy"),
    [("hang_up", "of the type `end`"), ("Operator", "`handoff`"), ("nowhere", "`end` or `handoff`")],
)
def test_ways_out_have_other_names(target: str, remedy: str) -> None:
    (found,) = load_text(HEAD + nodes(f"a: {{type: say, say: Hello., next: {target}}}")).findings
    assert found.code == "flow.target"
    assert remedy in found.remedy


@pytest.mark.parametrize(
    ("node", "kind"),
    [
        ("type: ask, slot: '', say: What?, next: end", "slot"),
        ("type: call, tool: '', next: end", "tool"),
        ("type: flow, flow: '', next: end", "flow"),
        ("type: answer, knowledge: '', question: x, next: end", "knowledge base"),
    ],
)
def test_a_node_that_was_just_drawn_names_nothing_yet(node: str, kind: str) -> None:
    (found,) = load_text(HEAD + nodes(f"a: {{{node}}}")).findings
    assert (found.code, found.message) == ("name.unknown", f"No {kind} is chosen here yet.")
    assert found.remedy == f"Choose one, or make a new {kind}."
