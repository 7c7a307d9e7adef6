"""The job that does what takes long: once, as a call would, and whatever goes wrong is noted."""

from typing import Any

import pytest

from flows.engine.commands import CallTool, command_to_json
from tests.tools.prepared import bound, calling
from tests.tools.scripted import Act, answers, hangs, scripted
from tools.working import work
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN
from voxloom.conversations import works
from voxloom.conversations.log import Opening, begin

pytestmark = pytest.mark.django_db(transaction=True)

BOT = """
voxloom: 1
bot: shop
start: main
defaults: {on_error: handoff}
tools:
  report:
    type: http
    background: true
    request: {url: "{{ env.shop_api }}/reports"}
    returns: {pages: number}
flows: {main: {nodes: {a: {type: call, tool: report, next: end}}}}
"""
COMMAND = CallTool("tool-3", "report", {}, 20_000, background=True)
UNAVAILABLE = {"result": None, "error": "unavailable"}


@pytest.fixture
def workspace(outgoing_loopback: None) -> int:
    return calling(BOT, "shop")


def _row(command: CallTool = COMMAND, call: str = "call-1") -> int:
    with within(MAIN):
        return works.begin(call, command_to_json(command)).row


def _outcome(row: int) -> dict[str, Any] | None:
    with within(MAIN):
        return works.look(row).outcome


def test_it_is_done_once(workspace: int) -> None:
    row = _row()
    with scripted(answers(body=b'{"pages": 12}')) as service:
        bound(shop_api=service.address)
        work(row, workspace)
        work(row, workspace)
    assert _outcome(row) == {"result": {"pages": 12}, "error": None}
    assert [seen.path for seen in service.seen] == ["/reports"]


@pytest.mark.parametrize(("act", "timeout_ms", "error"), [(answers(404), 20_000, "refused"), (hangs, 300, "timeout")])
def test_what_goes_wrong_is_noted(workspace: int, act: Act, timeout_ms: int, error: str) -> None:
    row = _row(CallTool("tool-4", "report", {}, timeout_ms, background=True))
    with scripted(act) as service:
        bound(shop_api=service.address)
        work(row, workspace)
    assert _outcome(row) == {"result": None, "error": error}


def test_a_bot_that_is_gone_and_a_tool_that_is_none_leave_nobody_waiting(workspace: int) -> None:
    with within(MAIN):
        begin(Opening("call-2", "shop", "of another text", 1, "voice", "here:1"))
    gone, unknown = _row(call="call-2"), _row(CallTool("tool-5", "nothing", {}, 20_000, background=True))
    work(gone, workspace)
    work(unknown, workspace)
    assert (_outcome(gone), _outcome(unknown)) == (UNAVAILABLE, UNAVAILABLE)
