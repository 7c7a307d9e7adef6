"""What changes something is sent once: what is known of it is used again, and what cannot be noted is not sent."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest
from django.db import InterfaceError, OperationalError

from flows.driver.ports import ToolOutcome
from flows.engine.commands import CallTool, Undone
from tools.effects import KeptEffects
from voxloom.accounts.isolation import within
from voxloom.accounts.workspaces import MAIN, Workspace
from voxloom.conversations.log import Opening, begin
from voxloom.conversations.models import Effect

pytestmark = pytest.mark.django_db(transaction=True)

PAY = CallTool("tool-3", "pay", {"amount": 12.5}, 5_000, "write", "k-1", values={"account": "savings"})


def _workspace() -> int:
    with within(MAIN):
        begin(Opening("call-1", "shop", "hash", 3, "voice", "here:1"))
        return int(Workspace.objects.get(slug=MAIN).pk)


async def nobody(_command: CallTool) -> ToolOutcome:
    """Performs other commands, of which there are none."""
    raise AssertionError


def _worked(outcome: ToolOutcome, sent: list[str]) -> Callable[[CallTool], Awaitable[ToolOutcome]]:
    async def work(_command: CallTool) -> ToolOutcome:
        sent.append("sent")
        return outcome

    return work


@pytest.mark.parametrize(
    ("outcome", "times"),
    [
        (ToolOutcome({"paid": True}), 1),
        (ToolOutcome(error="refused"), 1),
        (ToolOutcome(error="timeout"), 3),  # nobody knows whether it was done: its key says that it is the same
        (ToolOutcome(error="unavailable"), 3),
    ],
)
def test_what_is_certain_is_not_sent_again(outcome: ToolOutcome, times: int) -> None:
    sent: list[str] = []
    effects = KeptEffects(_workspace(), "call-1")

    async def main() -> list[ToolOutcome]:
        return [await effects.once(PAY, _worked(outcome, sent), nobody) for _ in range(3)]

    assert asyncio.run(main()) == [outcome] * 3
    assert len(sent) == times


def test_what_is_refused_when_it_is_sent_again_may_be_under_way_since_the_first_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A service answers 409 while it is at the first request of a key; one that knows no keys refuses what is done."""
    monkeypatch.setattr("tools.effects.MORE_PAUSES_S", (0.0, 0.0))
    effects = KeptEffects(_workspace(), "call-1")
    timeout, refused, paid = ToolOutcome(error="timeout"), ToolOutcome(error="refused"), ToolOutcome({"paid": True})
    answers = [timeout, *[refused] * 3, refused, paid]

    async def work(_command: CallTool) -> ToolOutcome:
        return answers.pop(0)

    async def main() -> list[ToolOutcome]:
        return [await effects.once(PAY, work, nobody) for _ in range(4)]

    assert asyncio.run(main()) == [timeout, ToolOutcome(error="unavailable"), paid, paid]
    assert not answers


def test_it_is_sent_once_more_only_while_there_is_time() -> None:
    effects, sent = KeptEffects(_workspace(), "call-1"), list[str]()
    hasty = replace(PAY, timeout_ms=200)

    async def main() -> list[ToolOutcome]:
        first = await effects.once(hasty, _worked(ToolOutcome(error="timeout"), sent), nobody)
        return [first, await effects.once(hasty, _worked(ToolOutcome(error="refused"), sent), nobody)]

    assert asyncio.run(main()) == [ToolOutcome(error="timeout")] * 2
    assert len(sent) == 2


def test_it_is_noted_before_it_is_sent() -> None:
    workspace = _workspace()

    async def work(_command: CallTool) -> ToolOutcome:
        noted = await asyncio.get_running_loop().run_in_executor(None, _noted)
        return ToolOutcome({"noted": noted})

    def _noted() -> int:
        with within(MAIN):
            return Effect.objects.filter(sealed=None).count()

    outcome = asyncio.run(KeptEffects(workspace, "call-1").once(PAY, work, nobody))
    assert outcome == ToolOutcome({"noted": 1})


def test_what_cannot_be_noted_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    def broken(_wanted: object) -> None:
        raise OperationalError("the database is away")

    monkeypatch.setattr("tools.effects.kept.begin", broken)
    outcome = asyncio.run(KeptEffects(_workspace(), "call-1").once(PAY, _worked(ToolOutcome({}), sent), nobody))
    assert (outcome, sent) == (ToolOutcome(error="unavailable"), [])


def test_that_nobody_can_note_what_came_of_it_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []

    def broken(_begun: object, _outcome: object) -> None:
        raise InterfaceError("the database is away")

    monkeypatch.setattr("tools.effects.kept.finish", broken)
    outcome = asyncio.run(KeptEffects(_workspace(), "call-1").once(PAY, _worked(ToolOutcome({"a": 1}), sent), nobody))
    assert (outcome, sent) == (ToolOutcome({"a": 1}), ["sent"])


def test_values_that_were_erased_keep_nobody_from_being_served() -> None:
    sent: list[str] = []
    outcome = asyncio.run(KeptEffects(_workspace(), "gone").once(PAY, _worked(ToolOutcome({"a": 1}), sent), nobody))
    assert (outcome, sent) == (ToolOutcome({"a": 1}), ["sent"])


BOOK = CallTool("tool-3", "book", {"boat": "anna"}, 5_000, "write", "anna", on_interrupt="compensate")
UNBOOK = CallTool(
    "tool-3-undo", "unbook", {"number": "b-7"}, 5_000, "write", "anna:undo", undoes=Undone("book", "anna")
)  # fmt: skip


class Harbour:
    """Books once a key, and takes back once a key; may die, or not know."""

    def __init__(self) -> None:
        self.booked: list[str] = []
        self.unbooked: list[str] = []
        self.answers = ToolOutcome({})

    async def book(self, command: CallTool) -> ToolOutcome:
        assert command.idempotency_key is not None
        self.booked.append(command.idempotency_key)
        return ToolOutcome({"number": "b-7"})

    async def unbook(self, command: CallTool) -> ToolOutcome:
        assert command.idempotency_key is not None
        self.unbooked.append(command.idempotency_key)
        return self.answers


def test_what_was_taken_back_is_not_reported_done_and_may_be_done_anew_with_another_key() -> None:
    effects, harbour = KeptEffects(_workspace(), "call-1"), Harbour()

    async def main() -> None:
        for round_number in range(3):
            book, unbook = replace(BOOK, id=f"tool-{round_number}"), replace(UNBOOK, id=f"tool-{round_number}-undo")
            assert await effects.once(book, harbour.book, nobody) == ToolOutcome({"number": "b-7"})
            assert await effects.once(book, harbour.book, nobody) == ToolOutcome({"number": "b-7"})
            assert len(harbour.booked) == round_number + 1
            assert (await effects.once(unbook, harbour.unbook, nobody)).error is None
            assert len(harbour.unbooked) == round_number + 1

    asyncio.run(main())
    assert harbour.booked == ["anna", "anna~", "anna~~"]
    assert harbour.unbooked == ["anna:undo", "anna~:undo", "anna~~:undo"]


def test_who_goes_on_takes_back_what_was_being_taken_back() -> None:
    """The process died between the undo and its answer."""
    effects, harbour = KeptEffects(_workspace(), "call-1"), Harbour()

    async def main() -> None:
        await effects.once(BOOK, harbour.book, nobody)
        harbour.answers = ToolOutcome(error="timeout")
        await effects.once(UNBOOK, harbour.unbook, nobody)
        harbour.answers = ToolOutcome({})

        async def perform(command: CallTool) -> ToolOutcome:
            assert command.undoes is not None
            return await effects.once(command, harbour.unbook, nobody)

        again = await effects.once(BOOK, harbour.book, perform)
        assert again == ToolOutcome({"undone": "unbook"}, "interrupted")

    asyncio.run(main())
    assert (harbour.booked, harbour.unbooked) == (["anna"], ["anna:undo"] * 2)


def test_who_goes_on_does_not_do_again_what_was_taken_back() -> None:
    """The process died between the end of the undo and the line that says so."""
    effects, harbour = KeptEffects(_workspace(), "call-1"), Harbour()

    async def main() -> None:
        await effects.once(BOOK, harbour.book, nobody)
        await effects.once(UNBOOK, harbour.unbook, nobody)
        assert (await effects.once(BOOK, harbour.book, nobody)).error == "interrupted"
        await effects.once(replace(BOOK, id="tool-4"), harbour.book, nobody)  # wanted anew

    asyncio.run(main())
    assert harbour.booked == ["anna", "anna~"]


def test_what_cannot_be_taken_back_stays_done() -> None:
    effects, harbour = KeptEffects(_workspace(), "call-1"), Harbour()
    harbour.answers = ToolOutcome(error="refused")

    async def main() -> None:
        await effects.once(BOOK, harbour.book, nobody)
        assert (await effects.once(UNBOOK, harbour.unbook, nobody)).error == "refused"
        assert await effects.once(BOOK, harbour.book, nobody) == ToolOutcome({"number": "b-7"})

    asyncio.run(main())
    assert harbour.booked == ["anna"]
