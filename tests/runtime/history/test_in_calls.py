"""What calls do with their history: they keep all of it, wait for it where they must, and end when it fails."""

import logging
from typing import Any

import pytest
from django.db import DataError

from runtime.history.call_log import History
from runtime.history.writer import Entry, Over, Timed, Writer
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


PARTS = {"uplink", "hold", "recognition", "understanding", "engine", "first_token", "clause", "synthesis", "egress"}


def test_where_the_time_of_each_turn_went_is_kept_beside_its_last_line() -> None:
    tables = Tables()

    async def work() -> None:
        async with staged(history=History(AtOnce(tables), "here")) as stage:
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            await stage.says("anna")
            await stage.heard("It is $30.")
            await stage.listening()
            told[:] = stage.of("turn")

    told: list[dict[str, Any]] = []
    run(work())
    lines = [line for added in tables.appends for line in added.lines]
    ends = [line["seq"] for line in lines if [each["command"] for each in line["commands"]][-1:] == ["listen"]]
    assert [seq for seq, _ in tables.times] == ends
    greeting, *turns = [times for _, times in tables.times]
    assert (greeting["turn"], greeting["spoken"], greeting["hold"]) == (0, False, None)
    assert set(greeting["parts"]) <= PARTS
    assert greeting["total_ms"] == pytest.approx(sum(greeting["parts"].values()))
    figures = ("turn", "parts", "total_ms", "answer_ms", "filler", "speculated", "hold")
    assert [{name: times[name] for name in figures} for times in turns] == [
        {name: turn[name] for name in figures} for turn in told[1:]
    ]
    for times in turns:
        assert times["spoken"] is True
        assert set(times["parts"]) == PARTS
        assert times["parts"]["hold"] > 0
        assert times["total_ms"] == pytest.approx(sum(times["parts"].values()), abs=0.5)


def test_a_turn_that_was_cut_off_is_kept_without_a_total_and_the_end_comes_last() -> None:
    writer = AtOnce(Tables())
    entries: list[Entry] = []
    put = writer.put

    def noted(entry: Entry) -> None:
        entries.append(entry)
        put(entry)

    writer.put = noted  # type: ignore[method-assign]

    async def work() -> None:
        async with staged(history=History(writer, "here"), debug=False) as stage:
            await stage.listening()
            stage.voice.delay_ms = 3_000
            await stage.says("rent a boat")
            await stage.waits(100)
            stage.call.hang_up()
            await stage.ended()

    run(work())
    kinds = [type(entry) for entry in entries]
    assert kinds.index(Over) > max(at for at, kind in enumerate(kinds) if kind is Timed)
    [cut] = [entry.times for entry in entries if isinstance(entry, Timed) and entry.times["turn"] == 1]
    assert (cut["spoken"], cut["total_ms"]) == (True, None)


def test_the_turns_of_a_chat_are_timed_in_the_server() -> None:
    tables = Tables()

    async def work() -> None:
        async with staged("text", history=History(AtOnce(tables), "here"), debug=False) as stage:
            await stage.listening()
            prices.after_s = 0.3
            stage.call.say_text("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            stage.call.say_text("anna")
            await stage.heard("It is $30.")
            await stage.listening()

    run(work())
    [(_, greeting), (_, asked), (_, priced)] = tables.times
    assert [times["spoken"] for times in (greeting, asked, priced)] == [False] * 3
    assert priced["parts"]["first_token"] == pytest.approx(300, abs=5)
    assert priced["total_ms"] == pytest.approx(sum(priced["parts"].values()), abs=0.2)
    assert asked["parts"].get("first_token", 0) < 5
