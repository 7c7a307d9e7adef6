"""A session over a line that answers what is written."""

import asyncio
from typing import Any

import pytest

from tests.platform.clock import Clock
from tests.tools.mcp.lines import DEADLINES, ScriptedLine
from tools.mcp.messages import META, STATELESS, VERSION
from tools.mcp.problems import HEADERS_DIFFER, METHOD_NOT_FOUND, Failed, Lost, NotReached, Slow, Unusable
from tools.mcp.session import MOST_SILENCES, PROVEN_S, Session

OF_TOOLS = {"name": "find", "inputSchema": {"properties": {"region": {"x-mcp-header": "Region"}}}}
DISCOVERED = {"supportedVersions": [STATELESS]}


def call(session: Session, writes: bool = False, **meta: Any) -> Any:
    return asyncio.run(session.call("find", {"region": "eu"}, meta, DEADLINES, writes=writes))


def opened(line: ScriptedLine, clock: Clock | None = None) -> Session:
    session = Session(line, clock or Clock())
    asyncio.run(session.open(DEADLINES))
    return session


def test_hands_are_shaken_before_a_call() -> None:
    line = ScriptedLine(tools_call=[{"a": 1}])
    assert call(opened(line), key="k") == {"a": 1}
    assert line.version == VERSION
    assert line.methods == ["initialize", "tools/call"]
    assert [message["method"] for message in line.told] == ["notifications/initialized"]
    assert line.asked[1]["params"] == {"name": "find", "arguments": {"region": "eu"}, "_meta": {"key": "k"}}
    assert len({message["id"] for message in line.asked}) == 2


@pytest.mark.parametrize("version", ["1999-01-01", None, [VERSION]])
def test_a_version_that_nobody_knows_is_not_spoken(version: Any) -> None:
    with pytest.raises(Unusable):
        opened(ScriptedLine(initialize=[{"protocolVersion": version}]))


def test_what_writes_asks_first_whether_it_is_still_known() -> None:
    line, clock = ScriptedLine(ping=[{}, Failed("x", code=METHOD_NOT_FOUND), Lost("x")]), Clock()
    session = opened(line, clock)
    line.may_be_forgotten = True
    call(session, writes=True)
    for _ in range(2):
        clock.now_s += PROVEN_S
        call(session, writes=True)
    assert line.methods[1:] == ["tools/call", "ping", "tools/call", "ping", "tools/call"]
    clock.now_s += PROVEN_S
    call(session)  # what reads may be asked again
    clock.now_s += PROVEN_S
    with pytest.raises(NotReached):
        call(session, writes=True)
    assert line.methods[-2:] == ["tools/call", "ping"]
    assert session.calls == 0


def test_after_several_silences_it_is_of_no_more_use() -> None:
    line = ScriptedLine(tools_call=[Slow("x"), {}, *[Slow("x")] * MOST_SILENCES])
    session = opened(line)
    with pytest.raises(Slow):
        call(session)
    call(session)
    for _ in range(MOST_SILENCES):
        assert not session.over
        with pytest.raises(Slow):
            call(session)
    assert session.over
    slow = [message["id"] for message in line.asked[1:]]
    assert line.given_up == [slow[0], *slow[2:]]


def test_without_a_handshake_each_request_says_everything() -> None:
    line = ScriptedLine(
        initialize=[Failed("x", code=METHOD_NOT_FOUND)],
        server_discover=[DISCOVERED],
        tools_call=[Failed("x", code=HEADERS_DIFFER), {"a": 1}],
        tools_list=[{"tools": [{"name": "other"}], "nextCursor": "2"}, {"tools": [OF_TOOLS]}],
    )
    session = opened(line)
    assert call(session, key="k") == call(session, key="k") == {"a": 1}
    first = ["initialize", "server/discover", "tools/call", "tools/list", "tools/list", "tools/call"]
    assert line.methods == [*first, "tools/call"]
    assert line.asked[4]["params"]["cursor"] == "2"
    assert all(message["params"]["_meta"][f"{META}protocolVersion"] == STATELESS for message in line.asked[1:])
    assert line.asked[-1]["params"]["_meta"]["key"] == "k"
    assert [list(headers) for headers in line.headers[-2:]] == [[("Mcp-Param-Region", "eu")]] * 2


def test_an_error_of_a_handshake_is_that_of_the_handshake() -> None:
    ill = Failed("the handshake", status=503)
    line = ScriptedLine(initialize=[ill])
    with pytest.raises(Failed, match="the handshake"):
        opened(line)
    assert line.methods == ["initialize"]
    refused = Failed("the handshake", code=METHOD_NOT_FOUND)
    with pytest.raises(Failed, match="the handshake"):
        opened(ScriptedLine(initialize=[refused], server_discover=[Failed("another")]))
