"""What is worked out in a pause: it counts when the silence lasts, and was never there when the caller goes on."""

from runtime.turns.hold import WHOLE_MS
from tests.runtime.counted import Counted
from tests.runtime.sessions.stage import BOT, prices, staged
from tests.runtime.virtual_time import run, until

EAGER = BOT.replace("        tool: get_price\n", "        tool: get_price\n        speculate: true\n")
WARY = BOT.replace("variables:", "defaults: {speculate: false}\nvariables:")


def test_the_answer_is_worked_out_while_the_silence_lasts() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            counts = stage.call._trials.counts
            assert (counts.started, counts.kept, counts.discarded) == (1, 1, 0)
            await stage.listening()
            turn = stage.of("turn")[-1]
            assert turn["parts"]["understanding"] == turn["parts"]["engine"] == 0
            assert [m["text"] for m in stage.of("transcript")] == ["rent a boat"]

    run(work())


def test_a_caller_who_goes_on_has_said_one_sentence() -> None:
    async def work() -> None:
        counted = Counted()
        async with staged() as stage:
            await stage.listening()
            stage.sounds("what are the rules", 600)
            stage.silence(200)
            stage.sounds("rent a boat", 600)  # the louder one is what the recogniser makes of it all
            await stage.heard("Which boat, Anna or Berta?")
            counts = stage.call._trials.counts
            assert (counts.started, counts.kept, counts.discarded) == (2, 1, 1)
            assert counted("voxloom_speculations_total", outcome="kept") == 1
            assert counted("voxloom_speculations_total", outcome="discarded") == 1
            assert "You may swim here." not in stage.said()
            assert [event["understanding"]["text"] for event in stage.log("user_said")] == ["rent a boat"]
            assert stage.hearing() == ["what are the rules", "rent a boat"]
            assert not any("law" in clause for clause in {text for _, text in stage.peer.played})

    run(work())


def test_a_tool_that_may_be_tried_is_called_in_the_pause_and_once() -> None:
    async def work() -> None:
        async with staged(bot=EAGER) as stage:
            prices.after_s = 0.05
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            await stage.says("anna")
            await stage.heard("It is $30.")
            assert prices.calls == 1
            await stage.listening()
            turn = stage.of("turn")[-1]
            assert [call["tool"] for call in turn["called"]] == ["get_price"]
            assert turn["total_ms"] < 26.5 + WHOLE_MS + 60 + 50 + 20  # it did not wait for tool and voice as well

    run(work())


def test_a_tool_that_may_not_be_tried_waits_until_it_is_certain() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            await stage.listening()
            stage.sounds("berta", 400)
            stage.silence(80)
            stage.sounds("anna", 400)
            await stage.heard("It is $30.")
            assert prices.calls == 1
            assert [event["understanding"]["text"] for event in stage.log("user_said")] == ["rent a boat", "anna"]

    run(work())


def test_a_bot_may_forbid_it() -> None:
    async def work() -> None:
        async with staged(bot=WARY) as stage:
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            assert stage.call._trials.counts.started == 0
            assert stage.words.read == ["rent a boat"]  # what it means is worked out all the same, once

    run(work())


def test_who_was_cut_off_is_waited_for_longer() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            await stage.listening()
            assert stage.call._trials.pace.cut_offs == 0
            stage.sounds("anna", 400)
            stage.silence(280)
            stage.sounds("what are the rules", 600)
            await stage.heard("You must listen to all of this, it is the law.")
            assert stage.call._trials.pace.cut_offs == 1

    run(work())


def test_nothing_of_a_trial_is_left_when_the_caller_hangs_up() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.listening()
            stage.sounds("rent a boat", 600)
            await until(lambda: stage.call._trials.counts.started == 1)
            stage.call.hang_up()
            assert (await stage.ended())["reason"] == "hangup"
            assert stage.log("user_said") == []
            assert stage.said() == ["Harbour here. How can I help?"]

    run(work())


def test_a_fault_of_understanding_in_a_pause_is_the_turns_own() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.listening()
            stage.words.fault = KeyError("broken")
            stage.sounds("rent a boat", 600)
            assert (await stage.ended())["reason"] == "error"
            assert stage.call._trials.counts.started == 0

    run(work())
