"""What tools change is noted by its key before it is sent, with what came of it; forgotten as its conversation is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from voxloom.conversations.effects import Wanted, begin, finish, known
from voxloom.conversations.log import Opening, end
from voxloom.conversations.log import begin as begin_conversation
from voxloom.conversations.models import Effect, VaultKey
from voxloom.conversations.retention import erase, forget

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]

OPENING = Opening("call-1", "shop", "hash", 3, "voice", "here:1")
WANTED = Wanted("call-1", "pay", "order of +15550001111", [{"amount": 12.5}, {}])
PAID = {"result": {"number": "4111111111111111"}, "error": None}


@pytest.fixture(autouse=True)
def conversation(main: None) -> None:
    begin_conversation(OPENING)


def test_what_came_of_it_is_known_again() -> None:
    begun = begin(WANTED)
    assert begun.outcome is None
    assert begin(WANTED).outcome is None  # whoever began it may have died
    finish(begun, PAID)
    assert begin(WANTED).outcome == PAID
    row = Effect.objects.get()
    assert (row.tool, row.tries, row.done is not None) == ("pay", 2, True)


def test_another_key_another_tool_and_another_conversation_are_others() -> None:
    finish(begin(WANTED), PAID)
    begin_conversation(Opening("call-2", "shop", "hash", 3, "voice", "here:1"))
    for other in (
        Wanted("call-1", "pay", "another", WANTED.asked),
        Wanted("call-1", "refund", WANTED.key, WANTED.asked),
        Wanted("call-2", "pay", WANTED.key, WANTED.asked),
    ):
        assert begin(other).outcome is None
    assert Effect.objects.count() == 4


def test_the_same_key_for_something_else_has_no_answer_yet() -> None:
    finish(begin(WANTED), PAID)
    assert begin(Wanted("call-1", "pay", WANTED.key, [{"amount": 99}, {}])).outcome is None
    assert begin(WANTED).outcome is None
    assert Effect.objects.count() == 1


def test_neither_key_nor_result_can_be_read() -> None:
    finish(begin(WANTED), PAID)
    row = Effect.objects.get()
    shown = f"{row.digest} {row.asked} {bytes(row.sealed or b'')!r} {row}"
    assert not any(value in shown for value in ("5550001111", "4111", "12.5"))


def test_it_is_forgotten_with_the_values_of_its_conversation() -> None:
    begun = begin(WANTED)
    finish(begun, PAID)
    assert erase(["call-1"]) == ["call-1"]
    assert bytes(Effect.objects.get().sealed or b"") == b""
    finish(begun, PAID)  # a result that comes too late does not come back
    assert Effect.objects.get().sealed is None
    assert (begin(WANTED).row, begin(WANTED).outcome) == (0, None)


def test_retention_drops_it_too() -> None:
    owned = begin_conversation(Opening("call-3", "shop", "hash", 3, "voice", "here:1"))
    finish(begin(Wanted("call-3", "pay", "k", [])), PAID)
    end(owned, "goodbye")
    forget(timezone.now() + timedelta(days=1))
    assert not VaultKey.objects.filter(conversation__call="call-3").exists()
    assert Effect.objects.get().sealed is None


def test_a_result_is_of_what_was_asked_for() -> None:
    """Somebody else began something else with the same key meanwhile."""
    first = begin(WANTED)
    other = Wanted("call-1", "pay", WANTED.key, [{"amount": 99}, {}])
    second = begin(other)
    assert (first.again, second.again) == (False, True)
    finish(first, PAID)
    assert begin(other).outcome is None
    finish(second, {"result": "of the other", "error": None})
    assert begin(other).outcome == {"result": "of the other", "error": None}


def test_what_is_known_of_a_key_begins_nothing() -> None:
    assert known("call-1", "pay", WANTED.key) is None
    assert known("nobody", "pay", WANTED.key) is None
    finish(begin(WANTED), PAID)
    found = known("call-1", "pay", WANTED.key)
    assert found is not None
    assert found.outcome == PAID
    assert Effect.objects.get().tries == 1
