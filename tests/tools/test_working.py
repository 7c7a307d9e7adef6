"""The job that does what takes long: once, as a call would, and whatever goes wrong is noted."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from flows.engine.commands import CallTool, command_to_json
from tests.tools.prepared import bound, calling
from tests.tools.scripted import Act, answers, hangs, scripted
from tools.working import ALIVE_EVERY_S, work
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN
from voxloom.conversations import works
from voxloom.conversations.log import Opening, begin
from voxloom.conversations.models import Work
from voxloom.jobs.models import Job
from voxloom.jobs.registry import find

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


def test_nobody_waits_for_it_longer_than_its_time_whenever_it_is_begun(workspace: int) -> None:
    row = _row()
    with within(MAIN):
        Work.objects.filter(pk=row).update(begun=timezone.now() - timedelta(seconds=21))
    with scripted(answers(body=b'{"pages": 12}')) as service:
        bound(shop_api=service.address)
        work(row, workspace)
    assert (_outcome(row), service.seen) == ({"result": None, "error": "timeout"}, [])


def test_what_fails_in_its_code_leaves_nobody_waiting(workspace: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: Any, **_more: Any) -> None:
        raise ValueError("a slip")

    row = _row()
    monkeypatch.setattr("tools.working.ToolBox", broken)
    work(row, workspace)
    assert _outcome(row) == UNAVAILABLE


def test_two_works_of_one_command_are_told_apart_by_what_they_ask_for(workspace: int) -> None:
    """A conversation that is gone on with may count its commands anew."""
    other = CallTool("tool-3", "report", {"year": 2025}, 20_000, background=True)
    assert _row() == _row() != _row(other)


def test_it_is_taken_up_soon_when_its_process_died(workspace: int) -> None:
    _row()
    job = Job.objects.get(name=works.JOB)
    assert find(job.name).claim_s <= 30
    assert find(job.name).claim_s >= 3 * ALIVE_EVERY_S


def test_while_a_service_works_the_database_is_left_to_others(workspace: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process has twenty connections to PostgreSQL, and sixteen tools may wait in it."""
    order: list[str] = []
    monkeypatch.setattr("tools.working.close_old_connections", lambda: order.append("given back"))

    async def asked(line: asyncio.StreamWriter) -> None:
        order.append("asked")
        await answers(body=b'{"pages": 12}')(line)

    row = _row()
    with scripted(asked) as service:
        bound(shop_api=service.address)
        work(row, workspace)
    assert order == ["given back", "asked"]
