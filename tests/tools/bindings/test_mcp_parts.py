"""Parts of MCP together: whatever a server says."""

import json
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tools.mcp.messages import is_answer, is_request, messages_in, reply, result_of
from tools.mcp.mirrored import headers_for, wanted
from tools.mcp.problems import Problem, failure
from tools.mcp.results import outcome_of

NAMES = (
    "jsonrpc", "id", "method", "params", "result", "error", "code", "data", "supported", "content", "type", "text",
    "structuredContent", "isError", "resultType", "properties", "x-mcp-header",
)  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=20,
)


@given(ANYTHING)
def test_whatever_a_server_says_is_a_result_or_a_problem(said: Any) -> None:
    with suppress(Problem):
        for message in messages_in(json.dumps(said)):
            is_answer(message, 1)
            if is_request(message):
                reply(message)
            outcome_of(result_of(message))
    with suppress(Problem):
        headers_for(wanted(said), said if isinstance(said, dict) else {})
    failure(said)
