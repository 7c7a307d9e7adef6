"""Ways around something that callers must have passed."""

from flows.checks.unpassed import Unpassed, called
from flows.definition.nodes.call import Call
from flows.definition.nodes.generate import Generate
from flows.definition.nodes.say import Say
from flows.expressions.tree import Name, Tree
from tests.flows.checks.small import look, nodes

SURE = "slots: {sure: {type: yes_no}}\n"
IS_IT = "is_it: {type: decide, next: [{if: sure, go: write}, {else: end}]}"
WRITE = "write: {type: say, say: Done., next: end}"


class _Unsure(Unpassed):
    """Without a yes in `sure`."""

    def _is_yes(self, flow: str, part: Tree) -> bool:
        return part == Name("sure")


def _reached(text: str) -> set[str]:
    return {f"{flow}.{node}" for flow, node in _Unsure(look(SURE + text)).reached()}


def test_the_branch_of_the_yes_is_no_way_around_it() -> None:
    assert _reached(nodes(IS_IT, WRITE)) == {"main.is_it"}
    assert _reached(nodes(IS_IT.replace("if: sure", "if: not sure"), WRITE)) == {"main.is_it", "main.write"}
    otherwise = IS_IT.replace("{if: sure, go: write}, {else: end}", "{if: not sure, go: end}, {else: write}")
    assert _reached(nodes(otherwise, WRITE)) == {"main.is_it"}


def test_a_second_way_is_found() -> None:
    hello = "hello: {type: decide, next: [{if: 'sure == sure', go: write}, {else: is_it}]}"
    assert _reached(nodes(hello, IS_IT, WRITE)) == {"main.hello", "main.is_it", "main.write"}


def test_a_flow_from_which_only_the_sure_come_back_lets_nobody_around() -> None:
    asks = "  asks:\n    nodes:\n      is_it: {type: decide, next: [{if: sure, go: end}, {else: handoff}]}\n"
    runs = nodes("ask: {type: flow, flow: asks}", WRITE)
    assert _reached(runs + asks) == {"main.ask", "asks.is_it"}
    assert _reached(runs + asks.replace("else: handoff", "else: end")) == {"main.ask", "asks.is_it", "main.write"}


def test_a_flow_that_nothing_leads_to_is_not_reached() -> None:
    idle = "  idle:\n    nodes:\n      b: {type: say, say: Hi., next: end}\n"
    assert _reached(nodes(WRITE) + idle) == {"main.write"}
    assert _reached(nodes(WRITE.replace("next: end", "next: idle")) + idle) == {"main.write", "idle.b"}


def test_the_tools_that_a_node_calls() -> None:
    bot = look(
        "tools: {t: {stub: {}}, u: {stub: {}}}\n"
        + nodes(
            "a: {type: call, tool: t}",
            "b: {type: generate, prompt: Do it., tools: [u, t], stub: x}",
            "c: {type: say, say: Hi., next: end}",
        )
    ).bot
    made = bot.flows["main"].nodes
    assert (type(made["a"]), type(made["b"]), type(made["c"])) == (Call, Generate, Say)
    assert list(called(("a",), made["a"])) == [(("a",), "t")]
    assert list(called(("b",), made["b"])) == [(("b", "tools", 0), "u"), (("b", "tools", 1), "t")]
    assert list(called(("c",), made["c"])) == []
