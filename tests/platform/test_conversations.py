"""The event log of conversations in the database, its vault, and how it is forgotten."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone

from voxloom import jobs
from voxloom.accounts.isolation import everywhere, within
from voxloom.accounts.workspaces import Workspace
from voxloom.conversations.going_on import (
    RESUMABLE_S,
    SEEN_EVERY_S,
    CannotGoOn,
    Resumable,
    find,
    seen,
    take_over,
)
from voxloom.conversations.log import Lines, Opening, Owned, StaleOwner, Value, append, begin, end, mark, note_times
from voxloom.conversations.models import Conversation, ConversationEvent, VaultKey, VaultValue
from voxloom.conversations.reading import GONE, written
from voxloom.conversations.retention import LOST_AFTER_S, erase, forget
from voxloom.conversations.vault import VaultClosed, new_key, open_key, seal, seal_key, unseal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("main")]

OPENING = Opening("call-1", "shop", "hash", 3, "voice", "here:1", "secret's digest", ("debug",))
SESSION = "secret's digest"
CARD = Value("⟨card:1⟩", "card", {"kind": "text", "form": "9999"}, "4111")


def line(seq: int, **changes: Any) -> dict[str, Any]:
    return {"seq": seq, "event": {}, "changes": changes}


def conversation() -> Owned:
    owned = begin(OPENING)
    append(owned, Lines(0, [line(1, turn=0), line(2, turn=1)], [CARD]))
    return owned


def test_lines_follow_without_a_gap() -> None:
    owned = conversation()
    append(owned, Lines(2, [line(3, turn=2)]))
    row = Conversation.objects.get()
    assert (row.last_seq, row.epoch, row.bot_version) == (3, 1, 3)
    assert list(ConversationEvent.objects.values_list("seq", "epoch")) == [(1, 1), (2, 1), (3, 1)]
    with pytest.raises(StaleOwner):
        append(owned, Lines(4, [line(5)]))
    assert ConversationEvent.objects.count() == 3


def test_the_same_lines_again_change_nothing() -> None:
    owned = conversation()
    append(owned, Lines(0, [line(1, turn=0), line(2, turn=1)], [CARD]))
    assert ConversationEvent.objects.count() == 2
    assert VaultValue.objects.count() == 1


def test_a_beginning_whose_answer_was_lost_is_begun_once() -> None:
    first = begin(OPENING)
    assert begin(OPENING) == first
    assert Conversation.objects.count() == 1


def test_times_stand_beside_lines_of_their_owner_and_go_with_them() -> None:
    owned = conversation()
    note_times(owned, 2, {"total_ms": 250.5})
    note_times(owned, 9, {"total_ms": 1.0})  # no such line
    rows = list(ConversationEvent.objects.values_list("seq", "line", "times"))
    assert rows == [(1, line(1, turn=0), None), (2, line(2, turn=1), {"total_ms": 250.5})]
    take_over(SESSION, "there:2")
    note_times(Owned(owned.key, owned.epoch + 1, owned.vault), 1, {"total_ms": 3.0})  # a line of the one before
    assert ConversationEvent.objects.get(seq=1).times is None
    Conversation.objects.update(ended=timezone.now() - timedelta(days=31))
    forget()
    assert not ConversationEvent.objects.exists()


def test_who_was_taken_over_is_refused() -> None:
    old = conversation()
    taken = take_over(SESSION, "there:2")
    new = taken.owned
    assert (new.key, new.epoch, new.vault) == (old.key, 2, old.vault)
    late = (
        lambda: append(old, Lines(2, [line(3)])),
        lambda: mark(old, {"line": 1, "text": 0, "clauses": None}),
        lambda: end(old, "goodbye"),
    )
    for attempt in late:
        with pytest.raises(StaleOwner):
            attempt()
    append(new, Lines(2, [line(3)]))
    assert Conversation.objects.get().owner == "there:2"
    assert Conversation.objects.get().ended is None


def test_who_takes_over_has_all_that_was_kept() -> None:
    mark(conversation(), {"line": 2, "text": 1, "clauses": 3})
    taken = take_over(SESSION, "there:2")
    assert taken.last_seq == 2
    assert taken.heard == {"line": 2, "text": 1, "clauses": 3}
    assert [entry["seq"] for entry in taken.written.lines] == [1, 2]
    assert taken.written.values == (CARD,)
    assert taken.written.state == {"turn": 1}


def test_a_session_names_its_conversation() -> None:
    conversation()
    with everywhere("a test"):
        home = Conversation.objects.get().workspace_id
    assert find(SESSION) == Resumable("call-1", "shop", "hash", home, "voice", frozenset({"debug"}))
    with pytest.raises(CannotGoOn):
        find("another")


def test_what_is_over_or_erased_cannot_be_taken_over() -> None:
    end(conversation(), "goodbye")
    begin(Opening("call-2", "shop", "hash", 3, "voice", "here:1"))
    for session in (SESSION, "another", ""):
        with pytest.raises(CannotGoOn):
            take_over(session, "there:2")
        with pytest.raises(CannotGoOn):
            find(session)


def test_what_was_left_too_long_ago_cannot_be_gone_on_with() -> None:
    owned = conversation()
    long_ago = timezone.now() - timedelta(seconds=RESUMABLE_S + SEEN_EVERY_S + 1)
    Conversation.objects.update(seen=long_ago)
    with pytest.raises(CannotGoOn):
        take_over(SESSION, "there:2")
    seen([owned])
    seen([])
    assert take_over(SESSION, "there:2").owned.epoch == 2


def test_an_end_counts_once() -> None:
    owned = conversation()
    end(owned, "goodbye")
    end(owned, "hangup")
    assert Conversation.objects.get().end_reason == "goodbye"


def test_lines_and_values_are_there_together_or_not_at_all() -> None:
    owned = conversation()
    with pytest.raises(IntegrityError):
        append(owned, Lines(2, [line(3)], [CARD]))
    assert Conversation.objects.get().last_seq == 2
    assert ConversationEvent.objects.count() == 2


def test_reading_gives_lines_values_and_the_state() -> None:
    owned = conversation()
    append(owned, Lines(2, [line(3, turn=2, slots={})], snapshot={"turn": 2, "slots": {}, "bot": "shop"}))
    append(owned, Lines(3, [line(4, turn=3)]))
    found = written("call-1")
    assert found is not None
    assert [entry["seq"] for entry in found.lines] == [1, 2, 3, 4]
    assert found.values == (CARD,)
    assert found.state == {"turn": 3, "slots": {}, "bot": "shop"}
    assert found.open
    assert written("call-2") is None


def test_nothing_of_the_vault_lies_in_the_open() -> None:
    conversation()
    key, value = VaultKey.objects.get(), VaultValue.objects.get()
    assert b"4111" not in bytes(value.sealed)
    assert unseal(open_key(key.sealed), value.sealed) == "4111"
    with pytest.raises(VaultClosed):
        unseal(new_key(), seal(new_key(), 1))


def test_another_field_key_opens_nothing(settings: Any) -> None:
    conversation()
    settings.FIELD_KEY = Fernet.generate_key().decode()
    with pytest.raises(VaultClosed, match="field key"):
        written("call-1")
    assert open_key(seal_key(b"k")) == b"k"


def test_values_go_first_and_conversations_later(settings: Any) -> None:
    settings.KEEP_VALUES_MINUTES, settings.KEEP_CONVERSATIONS_DAYS = 10, 30
    end(conversation(), "goodbye")
    now = timezone.now()
    assert forget(now + timedelta(minutes=9)) == (0, 0)
    assert forget(now + timedelta(minutes=11)) == (1, 0)
    found = written("call-1")
    assert found is not None
    assert (found.open, found.values[0].value, found.values[0].shape) == (False, GONE, CARD.shape)
    assert bytes(VaultValue.objects.get().sealed or b"") == b""
    assert forget(now + timedelta(days=31)) == (0, 1)
    assert not ConversationEvent.objects.exists()
    assert not VaultValue.objects.exists()


def test_a_conversation_that_nobody_came_back_to_is_over(settings: Any) -> None:
    settings.KEEP_VALUES_MINUTES = 10
    conversation()
    now = timezone.now()
    forget(now + timedelta(seconds=LOST_AFTER_S - 10))
    assert Conversation.objects.get().ended is None
    forget(now + timedelta(seconds=LOST_AFTER_S + 10))
    assert Conversation.objects.get().end_reason == "lost"


def test_one_that_was_given_up_too_early_ends_as_it_ends() -> None:
    owned = conversation()
    forget(timezone.now() + timedelta(seconds=LOST_AFTER_S + 10))
    append(owned, Lines(2, [line(3)]))
    end(owned, "goodbye")
    assert Conversation.objects.get().end_reason == "goodbye"


def test_the_job_forgets(settings: Any) -> None:
    settings.KEEP_VALUES_MINUTES = 0
    end(conversation(), "goodbye")
    from voxloom.jobs.registry import find

    find("conversations.forget").function()
    assert not VaultKey.objects.exists()
    with pytest.raises(jobs.UnknownJob):
        find("conversations.nothing")


def test_erasing_leaves_no_value_and_no_key() -> None:
    conversation()
    assert erase(["call-1", "call-2"]) == ["call-1"]
    assert not VaultKey.objects.exists()
    value = VaultValue.objects.get()
    assert (value.sealed, value.shape) == (None, CARD.shape)
    with pytest.raises(CannotGoOn):
        take_over(SESSION, "there:2")


def test_what_comes_after_an_erasure_is_not_kept_either() -> None:
    owned = conversation()
    erase(["call-1"])
    append(owned, Lines(2, [line(3, turn=2)], [Value("⟨card:2⟩", "card", {"kind": "text", "form": "9999"}, "4222")]))
    assert list(VaultValue.objects.values_list("token", "sealed")) == [("⟨card:1⟩", None), ("⟨card:2⟩", None)]
    assert Conversation.objects.get().last_seq == 3


def test_nobody_reads_or_erases_those_of_another_workspace() -> None:
    conversation()
    with everywhere("a test"):
        blue = Workspace.objects.create(slug="blue", name="Blue")
    with within(blue):
        assert written("call-1") is None
        assert erase(["call-1"]) == []
        with pytest.raises(CannotGoOn):
            take_over(SESSION, "there:2")


def run(*words: str) -> str:
    out = StringIO()
    call_command("conversations", *words, stdout=out)
    return out.getvalue()


def test_the_command_shows_and_erases() -> None:
    end(conversation(), "goodbye")
    begin(Opening("call-2", "bank", "hash", 1, "text", "here:1"))
    assert "call-1" in run("--bot", "shop")
    assert "call-2" not in run("--bot", "shop")
    shown = run()
    assert "shop 3  voice  2 events  goodbye" in shown
    assert "goes on" in shown
    assert run("--erase", "call-1") == "call-1: erased\n"
    assert "erased" in run("--bot", "shop")
    with pytest.raises(CommandError, match="call-9"):
        run("--erase", "call-9")
    with pytest.raises(CommandError, match="nowhere"):
        run("--workspace", "nowhere")
    assert "0 whole ones" in run("--forget")
