"""An attempt is counted before a tool is asked who callers are, and without one it is not asked."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool, Verifying
from tests.flows.small_bots import bot
from tests.platform.clock import Clock
from tools.box import ToolBox
from tools.services import BoundServices
from tools.verifying import CountsAttempts, KeptAttempts, MemoryAttempts, counted
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN, Workspace
from voxloom.verifying import attempts
from voxloom.verifying.attempts import Taken
from voxloom.verifying.models import Attempts

CHECK = CallTool("tool-1", "check_pin", {"pin": "1234"}, 5_000, verifies=Verifying("407112", "verified", 3, 1_800))
YES, NO = ToolOutcome({"verified": True, "name": "Ann"}), ToolOutcome({"verified": False})
LOCKED = ToolOutcome({"verified": False, "locked": True, "left": 0})
DEADLINE_S = 10
"""Of a test that waits for a thread."""


def no(left: int) -> ToolOutcome:
    return ToolOutcome({"verified": False, "locked": left == 0, "left": left})


class Service:
    """Gives outcomes one after the other, the last for ever."""

    def __init__(self, *outcomes: ToolOutcome) -> None:
        self.asked = 0
        self._outcomes = outcomes

    async def __call__(self) -> ToolOutcome:
        self.asked += 1
        await asyncio.sleep(0)
        return self._outcomes[min(self.asked, len(self._outcomes)) - 1]


async def asked(
    attempts: CountsAttempts, work: Callable[[], Awaitable[ToolOutcome]], times: int, command: CallTool = CHECK
) -> list[ToolOutcome]:
    return [await counted(attempts, "club", command, work) for _ in range(times)]


# -- in memory ---------------------------------------------------------------------------------------------------------


def test_it_is_locked_after_the_last_attempt_until_the_lock_ends_by_itself() -> None:
    clock, service = Clock(), Service(NO)
    attempts = MemoryAttempts(clock)
    assert asyncio.run(asked(attempts, service, 5)) == [no(2), no(1), no(0), LOCKED, LOCKED]
    assert service.asked == 3
    clock.now_s += 1_799
    assert asyncio.run(asked(attempts, service, 1)) == [LOCKED]
    clock.now_s += 1
    assert asyncio.run(asked(attempts, service, 1)) == [no(2)]


def test_a_yes_forgets_what_was_tried_before() -> None:
    told = asyncio.run(asked(MemoryAttempts(), Service(NO, NO, YES, NO), 4))
    yes = ToolOutcome({"verified": True, "name": "Ann", "locked": False, "left": 3})
    assert told == [no(2), no(1), yes, no(2)]


def test_who_is_refused_has_tried() -> None:
    """Many services answer a wrong PIN with 401 or 403."""
    refused = ToolOutcome(error="refused")
    assert asyncio.run(asked(MemoryAttempts(), Service(refused), 4)) == [refused] * 3 + [LOCKED]


@pytest.mark.parametrize("error", ["timeout", "unavailable"])
def test_a_tool_that_fails_costs_no_attempt(error: str) -> None:
    service = Service(ToolOutcome(error=error), ToolOutcome(error=error), NO)
    assert asyncio.run(asked(MemoryAttempts(), service, 3)) == [ToolOutcome(error=error)] * 2 + [no(2)]


def test_a_tool_that_is_broken_off_costs_no_attempt() -> None:
    async def main() -> list[ToolOutcome]:
        attempts, never = MemoryAttempts(), asyncio.Event()

        async def hangs() -> ToolOutcome:
            await never.wait()
            return YES

        task = asyncio.create_task(counted(attempts, "club", CHECK, hangs))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return await asked(attempts, Service(NO), 1)

    assert asyncio.run(main()) == [no(2)]


def test_two_at_once_do_not_both_have_the_last_attempt() -> None:
    async def main() -> list[ToolOutcome]:
        attempts, service = MemoryAttempts(), Service(NO)
        return await asyncio.gather(*(counted(attempts, "club", CHECK, service) for _ in range(4)))

    told = asyncio.run(main())
    assert [outcome.result["left"] for outcome in told if outcome is not None] == [2, 1, 0, 0]
    assert told.count(LOCKED) == 2  # that which had the last one, and that which had none


@pytest.mark.parametrize("result", [None, [], "yes", {}, {"verified": "yes"}, {"verified": 1}, {"locked": False}])
def test_only_a_yes_is_one(result: Any) -> None:
    told = asyncio.run(asked(MemoryAttempts(), Service(ToolOutcome(result)), 1))[0].result
    assert (told["verified"], told["locked"], told["left"]) == (False, False, 2)


def test_attempts_are_counted_for_each_somebody_at_each_tool() -> None:
    async def main() -> list[int]:
        attempts, left = MemoryAttempts(), []
        others = [
            CHECK, replace(CHECK, tool="check_code"), replace(CHECK, verifies=Verifying("407113")),
            replace(CHECK, verifies=Verifying(" 4071 12")), CHECK,
        ]  # fmt: skip
        for command in others:
            left.append((await counted(attempts, "club", command, Service(NO))).result["left"])
        return left

    assert asyncio.run(main()) == [2, 2, 2, 1, 0]


@pytest.mark.parametrize("who", ["", "  "])
def test_nobody_is_not_verified(who: str) -> None:
    service = Service(YES)
    command = replace(CHECK, verifies=Verifying(who))
    assert asyncio.run(asked(MemoryAttempts(), service, 1, command)) == [ToolOutcome(error="refused")]
    assert service.asked == 0


def test_other_tools_are_asked_as_ever() -> None:
    assert asyncio.run(asked(MemoryAttempts(), Service(NO), 5, replace(CHECK, verifies=None))) == [NO] * 5


BOT = bot(
    "slots: {member: {type: digits, length: 6}}\n"
    "tools: {check_pin: {verifies: {who: '{{ member }}', attempts: 2}, stub: {verified: false}}}\n"
    "flows: {main: {nodes: {a: {type: say, say: Hi., next: end}}}}\n"
)


@pytest.mark.parametrize("stubs", [{}, {"check_pin": {"verified": False}}])
def test_a_stub_shows_the_lock_within_a_conversation(stubs: dict[str, Any]) -> None:
    box, command = ToolBox(BOT, stubs, bound=False), replace(CHECK, verifies=Verifying("407112", attempts=2))
    told = [asyncio.run(box.call(command)).result for _ in range(3)]
    assert [(result["locked"], result["left"]) for result in told] == [(False, 1), (True, 0), (True, 0)]
    assert asyncio.run(ToolBox(BOT, stubs).call(command)).result["left"] == 1  # another conversation


# -- in the database ---------------------------------------------------------------------------------------------------

kept = pytest.mark.django_db(transaction=True)


def _workspace(slug: str = MAIN) -> int:
    return int(Workspace.objects.get_or_create(slug=slug, defaults={"name": slug})[0].pk)


class Moments:
    def __init__(self) -> None:
        self.now = timezone.now()

    def __call__(self) -> datetime:
        return self.now


@kept
def test_attempts_are_counted_across_calls_until_the_lock_ends() -> None:
    workspace, moments, service = _workspace(), Moments(), Service(NO)

    def call(times: int) -> list[ToolOutcome]:
        return asyncio.run(asked(KeptAttempts(workspace, moments), service, times))

    assert call(2) + call(2) == [no(2), no(1), no(0), LOCKED]
    assert service.asked == 3
    moments.now += timedelta(seconds=1_799)
    assert call(1) == [LOCKED]
    moments.now += timedelta(seconds=1)
    assert call(1) == [no(2)]


@kept
def test_another_workspace_counts_by_itself() -> None:
    first, second = _workspace(), _workspace("other")
    assert asyncio.run(asked(KeptAttempts(first), Service(NO), 3))[-1] == no(0)
    assert asyncio.run(asked(KeptAttempts(second), Service(NO), 1)) == [no(2)]


@kept
def test_what_is_given_back_and_forgotten_is_so_in_the_database() -> None:
    workspace = _workspace()
    asyncio.run(asked(KeptAttempts(workspace), Service(NO, ToolOutcome(error="timeout")), 2))
    with within(workspace):
        assert Attempts.objects.get().count == 1
    asyncio.run(asked(KeptAttempts(workspace), Service(YES), 1))
    with within(workspace):
        assert not Attempts.objects.exists()


@kept
def test_it_is_counted_before_the_tool_is_asked() -> None:
    workspace = _workspace()

    def count() -> int:
        with within(workspace):
            return Attempts.objects.get().count

    async def work() -> ToolOutcome:
        return ToolOutcome({"count": await asyncio.get_running_loop().run_in_executor(None, count)})

    assert asyncio.run(asked(KeptAttempts(workspace), work, 1))[0].result["count"] == 1


@kept
def test_where_attempts_cannot_be_counted_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> None:
        raise OperationalError("the database is away")

    service = Service(YES)
    monkeypatch.setattr("tools.verifying.kept.take", broken)
    told = asyncio.run(asked(KeptAttempts(_workspace()), service, 1))
    assert (told, service.asked) == ([ToolOutcome(error="unavailable")], 0)


@kept
@pytest.mark.parametrize("outcome", [YES, ToolOutcome(error="timeout")])
def test_that_nobody_can_note_what_came_of_it_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, outcome: ToolOutcome
) -> None:
    def broken(*_given: object) -> None:
        raise OperationalError("the database is away")

    for name in ("forget", "give_back"):
        monkeypatch.setattr(f"tools.verifying.kept.{name}", broken)
    told = asyncio.run(asked(KeptAttempts(_workspace()), Service(outcome), 1))[0]
    assert (told.error, (told.result or {}).get("verified")) == (outcome.error, True if outcome is YES else None)


@kept
@pytest.mark.parametrize("too_late", [False, True])
def test_an_attempt_that_is_counted_when_nobody_waits_any_more_is_given_back(
    monkeypatch: pytest.MonkeyPatch, too_late: bool
) -> None:
    """The thread that counts goes on when the caller hangs up, or says something else, or the time is over."""
    counted_it, go_on, given_back = threading.Event(), threading.Event(), threading.Event()
    take, give_back = attempts.take, attempts.give_back

    def slow(*given: Any) -> Taken | None:
        taken = take(*given)
        counted_it.set()
        assert go_on.wait(DEADLINE_S)
        return taken

    def noted(taken: Taken) -> None:
        give_back(taken)
        given_back.set()

    monkeypatch.setattr("tools.verifying.kept.take", slow)
    monkeypatch.setattr("tools.verifying.kept.give_back", noted)
    workspace, service = _workspace(), Service(YES)

    async def main() -> None:
        loop, later_s = asyncio.get_running_loop(), 2 * CHECK.timeout_ms / 1000
        now_s = loop.time
        asking = asyncio.create_task(counted(KeptAttempts(workspace), "club", CHECK, service))
        assert await asyncio.to_thread(counted_it.wait, DEADLINE_S)
        if too_late:
            monkeypatch.setattr(loop, "time", lambda: now_s() + later_s)
            assert await asking == ToolOutcome(error="unavailable")
        else:
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
        go_on.set()
        assert await asyncio.to_thread(given_back.wait, DEADLINE_S)

    asyncio.run(main())
    with within(workspace):
        assert Attempts.objects.get().count == 0
    assert service.asked == 0


@pytest.mark.parametrize("counting", [None, OperationalError("the database is away"), "cancelled"])
def test_what_was_not_counted_is_not_given_back(monkeypatch: pytest.MonkeyPatch, counting: Any) -> None:
    begun: list[object] = []
    monkeypatch.setattr("tools.verifying.begun_in", lambda *given: begun.append(given))
    future: Future[Taken | None] = Future()
    if counting == "cancelled":
        future.cancel()
    elif counting is None:
        future.set_result(None)
    else:
        future.set_exception(counting)
    future.add_done_callback(KeptAttempts(1)._nobody_waited)
    assert begun == []


@kept
def test_a_box_counts_where_its_services_say() -> None:
    workspace = _workspace()
    services = BoundServices((), None, KeptAttempts(workspace))
    command = replace(CHECK, verifies=Verifying("407112", attempts=2))
    left = [asyncio.run(ToolBox(BOT, services=services).call(command)).result["left"] for _ in range(3)]
    assert left == [1, 0, 0]
