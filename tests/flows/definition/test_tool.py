"""Tools as they are declared."""

from tests.flows.small_bots import bot


def test_what_is_left_out() -> None:
    tool = bot("tools: {t: {stub: {}}}\nflows: {main: {nodes: {a: {type: say, say: A., next: end}}}}\n").tools["t"]
    assert (tool.timeout, tool.effect, tool.type, tool.returns) == (4000, "read", None, {})
