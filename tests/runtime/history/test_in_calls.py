"""What calls do with their history: they keep all of it, wait for it where they must, and end when it fails."""

import logging

import pytest
from django.db import DataError

from runtime.history.call_log import History
from runtime.history.writer import Entry, Writer
from runtime.sessions import last_words
from tests.runtime.history.test_writer import Tables
from tests.runtime.sessions.stage import BOT, prices, staged
from tests.runtime.virtual_time import run, until

WRITES = BOT.replace("timeout: 4s", "timeout: 4s\n    effect: write\n    idempotency_key: auto")


class AtOnce(Writer):
    """Writes what it is given before anything else happens; nothing while `paused`."""

    paused = False

    def __init__(self, tables: Tables) -> None:
        super().__init__(tables)
        self.waiting: list[Entry] = []

    def put(self, entry: Entry) -> None:
        self.waiting.append(entry)
        if not self.paused:
            self.go_on()

    def go_on(self) -> None:
        self.paused, entries = False, self.waiting
        self.waiting = []
        self.write(entries)


def test_all_of_a_call_is_kept_and_its_end() -> None:
    tables = Tables()

    async def work() -> None:
        async with staged(history=History(AtOnce(tables), "here"), debug=False) as stage:
            await stage.says("rent a boat")
            await stage.says("anna")
            await stage.heard("It is $30.")
            await stage.listening()
            stage.call.hang_up()
            assert (await stage.ended())["reason"] == "hangup"

    run(work())
    events = [line["event"]["event"] for added in tables.appends for line in added.lines]
    assert events[0] == "call_started"
    assert events[-1] == "call_ended"
    assert events.count("user_said") == 2
    assert tables.seqs == list(range(1, len(events) + 1))
    assert tables.ended == ["hangup"]


def test_a_chat_is_kept_too() -> None:
    tables = Tables()

    async def work() -> None:
        async with staged("text", history=History(AtOnce(tables), "here")) as stage:
            await stage.listening()
            stage.call.say_text("goodbye")
            await stage.ended()

    run(work())
    assert tables.ended == ["goodbye"]


def test_a_tool_that_writes_waits_until_the_call_so_far_is_kept() -> None:
    async def work() -> None:
        writer = AtOnce(Tables())
        async with staged(bot=WRITES, history=History(writer, "here")) as stage:
            await stage.says("rent a boat")
            await stage.listening()
            writer.paused = True
            await stage.says("anna")
            await stage.waits(300)
            assert prices.calls == 0
            writer.go_on()
            await until(lambda: prices.calls == 1)
            await stage.heard("It is $30.")

    run(work())


def test_a_tool_that_reads_does_not_wait() -> None:
    async def work() -> None:
        writer = AtOnce(Tables())
        async with staged(history=History(writer, "here")) as stage:
            await stage.says("rent a boat")
            writer.paused = True
            await stage.says("anna")
            await stage.heard("It is $30.")
            writer.go_on()

    run(work())


def test_a_call_that_cannot_be_kept_any_more_ends_with_a_word(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    tables = Tables()

    async def work() -> None:
        async with staged(history=History(AtOnce(tables), "here")) as stage:
            await stage.listening()
            tables.problems.append(DataError("too long"))
            await stage.says("rent a boat")
            ended = await stage.ended()
            assert (ended["reason"], ended["detail"]) == ("error", last_words.FAILED)
            assert stage.said()[-1] == last_words.FAILED

    run(work())
