"""What takes long is done by a job: the call waits for it and tells how far it is, and whoever goes on finds it."""

import asyncio
import json
from collections.abc import Iterator

import pytest

from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool
from tests.running_jobs import running_jobs
from tests.tools.prepared import bound, calling
from tests.tools.scripted import Act, answers, scripted
from tools.background import Background
from voxloom.accounts.isolation import everywhere, within
from voxloom.accounts.workspaces import MAIN
from voxloom.conversations import works
from voxloom.conversations.models import Work
from voxloom.conversations.retention import erase
from voxloom.jobs.models import Job

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
    timeout: 60s
    request: {method: POST, url: "{{ env.shop_api }}/reports", body: {of: "{{ of }}"}}
    response: {progress: body.percent, fields: {pages: body.pages}}
    arguments: {of: text}
    returns: {pages: number}
flows: {main: {nodes: {a: {type: call, tool: report, with: {of: "x"}, next: end}}}}
"""
COMMAND = CallTool("tool-3", "report", {"of": "+15550001111"}, 60_000, background=True)


def working(percent: int) -> Act:
    body = json.dumps({"percent": percent}).encode()
    return answers(202, body, location="/reports/7", retry_after="0")


DONE = answers(body=b'{"pages": 12}')


@pytest.fixture
def workspace(outgoing_loopback: None) -> int:
    return calling(BOT, "shop")


@pytest.fixture
def runner() -> Iterator[None]:
    """What runs jobs as they come."""
    with running_jobs(works.JOB):
        yield


def test_a_job_does_it_and_the_call_is_told_how_far_it_is(workspace: int, runner: None) -> None:
    told: list[float] = []

    async def main() -> ToolOutcome:
        background = Background(workspace, "call-1")
        background.on_progress = lambda _command, percent: told.append(percent)
        async with asyncio.timeout(60):
            return await background.done(COMMAND)

    with scripted(working(10), working(30), working(30), working(80), DONE) as service:
        bound(shop_api=service.address)
        assert asyncio.run(main()) == ToolOutcome({"pages": 12})
    first, *asked = service.seen
    assert (first.method, first.path, json.loads(first.body)) == ("POST", "/reports", {"of": "+15550001111"})
    assert {(seen.method, seen.path, seen.body) for seen in asked} == {("GET", "/reports/7", b"")}
    assert told == sorted(told)
    assert told[-1] in (80.0, 100.0)


def test_whoever_goes_on_finds_it(workspace: int, runner: None) -> None:
    async def waits(seconds: float | None) -> ToolOutcome:
        async with asyncio.timeout(seconds):
            return await Background(workspace, "call-1").done(COMMAND)

    with scripted(DONE) as service:
        bound(shop_api=service.address)
        with pytest.raises(TimeoutError):
            asyncio.run(waits(0))  # the process that asked for it died
        assert asyncio.run(waits(60)) == ToolOutcome({"pages": 12})
        assert asyncio.run(waits(60)) == ToolOutcome({"pages": 12})
        assert len(service.seen) == 1
    with everywhere("a test"):
        assert Job.objects.filter(name=works.JOB).count() == 1


def test_what_is_asked_and_what_came_of_it_can_be_read_nowhere(workspace: int, runner: None) -> None:
    async def main() -> None:
        async with asyncio.timeout(60):
            await Background(workspace, "call-1").done(COMMAND)

    with scripted(answers(body=b'{"pages": 4111111111111111}')) as service:
        bound(shop_api=service.address)
        asyncio.run(main())
    with within(MAIN):
        row = Work.objects.get()
        kept = f"{bytes(row.sealed or b'')!r} {bytes(row.sealed_command or b'')!r} {Job.objects.latest('pk').arguments}"
        assert not any(value in kept for value in ("5550001111", "4111111111111111"))
        erase(["call-1"])
        row.refresh_from_db()
        assert (row.sealed, row.sealed_command) == (None, None)
    assert asyncio.run(Background(workspace, "call-1").done(COMMAND)) == ToolOutcome(error="unavailable")


@pytest.mark.parametrize(
    ("acts", "outcome"),
    [
        ((answers(500),), ToolOutcome(error="unavailable")),
        ((answers(404),), ToolOutcome(error="refused")),
        ((working(10), answers(404)), ToolOutcome(error="refused")),
        ((working(10), answers(503), DONE), ToolOutcome({"pages": 12})),
        ((answers(202, b"{}", location="http://10.0.0.8/x", retry_after="0"),), ToolOutcome(error="unavailable")),
    ],
)
def test_a_service_that_fails_while_it_works(
    workspace: int, runner: None, acts: tuple[Act, ...], outcome: ToolOutcome
) -> None:
    async def main() -> ToolOutcome:
        async with asyncio.timeout(60):
            return await Background(workspace, "call-1").done(COMMAND)

    with scripted(*acts) as service:
        bound(shop_api=service.address)
        assert asyncio.run(main()) == outcome


def test_a_job_that_comes_too_late_changes_nothing(workspace: int) -> None:
    with within(MAIN):
        standing = works.begin("call-1", {"id": "tool-9"})
        works.finish(standing.row, {"result": 1, "error": None})
        works.finish(standing.row, {"result": 2, "error": None})
        assert works.look(standing.row).outcome == {"result": 1, "error": None}
        assert works.asked(standing.row) is None
        works.tell(standing.row, 5.0)
        assert works.look(standing.row).progress == 100.0
