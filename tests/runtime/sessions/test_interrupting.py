"""Who has the floor: barge-in, coughs, prompts that must be heard, speech while the bot thinks."""

from tests.runtime.sessions.stage import BOT, NOISE, prices, staged
from tests.runtime.virtual_time import run, until

GREETING = "Harbour here. How can I help?"
LAW = ("You must listen to all of this,", "it is the law.")


def test_speaking_over_the_bot_stops_it_and_the_engine_learns_what_was_heard() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.heard(GREETING)
            stage.silence(500)
            await stage.sent()
            began = stage.now_ms
            stage.sounds("rent a boat", 1500)
            await until(lambda: bool(stage.of("interrupted")))
            assert stage.call.playout.current is None  # empty at once
            assert stage.audible_ms < began + 64 + 32 + 40  # paused by the first two windows
            assert stage.of("interrupted")[0]["heard"] == "Harbour"
            assert stage.states()[-1] == "listening"
            await stage.heard("Which boat, Anna or Berta?")
            assert [event["heard"] for event in stage.log("user_interrupted")] == ["Harbour"]
            order = [m["line"]["event"]["event"] for m in stage.of("log") if "event" in m["line"]]
            assert order[:3] == ["call_started", "user_interrupted", "user_said"]

    run(work())


def test_a_cough_pauses_and_the_bot_goes_on_where_it_was() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.heard(GREETING)
            stage.silence(500)
            stage.sounds(NOISE, 120)
            await stage.listening()
            await until(lambda: stage.peer.played[-1][1] == "How can I help?" and stage.states()[-1] == "listening")
            whole = [text for _, text in stage.peer.played]
            assert len(whole) == (13 * 3 + 15 * 3)  # each packet once
            assert stage.of("interrupted") == []
            assert stage.said() == [GREETING]
            assert stage.log("user_interrupted") == []

    run(work())


def test_noise_that_cut_the_bot_off_has_it_said_again_from_where_it_was() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.heard(GREETING)
            stage.silence(1000)  # into the second clause
            stage.sounds(NOISE, 800)
            await until(lambda: bool(stage.of("interrupted")))
            await stage.heard("How can I help?")
            await stage.listening()
            assert stage.said() == [GREETING, "How can I help?"]
            assert stage.log("user_interrupted") == []  # nobody did
            stage.sounds("rent a boat", 600)
            await stage.heard("Which boat, Anna or Berta?")
            assert stage.log("user_interrupted") == []

    run(work())


def test_what_was_heard_before_and_after_noise_is_told_once() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.heard(GREETING)
            stage.silence(1200)
            stage.sounds(NOISE, 800)
            await stage.heard("How can I help?")
            stage.silence(600)
            stage.sounds("rent a boat", 800)
            await stage.heard("Which boat, Anna or Berta?")
            assert [event["heard"] for event in stage.log("user_interrupted")] == ["Harbour here. How can I"]

    run(work())


def test_a_short_word_interrupts_too() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            stage.silence(700)
            stage.sounds("anna", 140)  # never confirmed by its length
            await stage.heard("It is $30.")
            assert [m["heard"] for m in stage.of("interrupted")] == ["Which boat,"]

    run(work())


def test_a_prompt_that_must_be_heard_is_heard() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("what are the rules")
            await stage.heard("You must listen to all of this, it is the law.")
            stage.sounds("goodbye", 600)
            await stage.heard("You may swim here.")
            law = [text for _, text in stage.peer.played if text in LAW]
            assert len(law) == 31 * 3 + 14 * 3
            assert stage.of("interrupted") == []
            assert [m["text"] for m in stage.of("transcript")] == ["what are the rules"]
            await stage.listening()

    run(work())


def test_speech_that_outlasts_such_a_prompt_is_listened_to() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("what are the rules")
            await stage.heard("You must listen to all of this, it is the law.")
            stage.silence(2400)
            stage.sounds("goodbye", 1500)
            assert (await stage.ended())["reason"] == "goodbye"
            assert "You may svim here." not in [text for _, text in stage.peer.played[-30:]]

    run(work())


def test_typing_and_keys_do_not_cut_such_a_prompt() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("what are the rules")
            await stage.heard("You must listen to all of this, it is the law.")
            stage.call.say_text("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            law = [text for _, text in stage.peer.played if text in LAW]
            assert len(law) == 31 * 3 + 14 * 3
            assert stage.of("interrupted") == []

    run(work())


def test_the_bot_waits_with_its_answer_while_the_caller_speaks() -> None:
    async def work() -> None:
        async with staged() as stage:
            prices.after_s = 1.0
            await stage.says("rent a boat")
            await stage.says("anna")
            stage.sounds("goodbye", 3000)  # begins while the tool is awaited, and lasts longer
            await stage.sent()
            assert "It is $30." not in stage.said()
            assert stage.states()[-1] == "listening"
            assert (await stage.ended())["reason"] == "goodbye"
            assert [event["heard"] for event in stage.log("user_interrupted")] == [""]

    run(work())


def test_noise_while_the_bot_thinks_costs_nothing() -> None:
    async def work() -> None:
        async with staged() as stage:
            prices.after_s = 0.4
            await stage.says("rent a boat")
            await stage.says("anna")
            stage.sounds(NOISE, 1500)
            await stage.heard("It is $30.")
            assert stage.log("user_interrupted") == []
            await stage.listening()

    run(work())


def test_words_during_a_tool_wait_behind_it_and_lose_nothing() -> None:
    async def work() -> None:
        async with staged() as stage:
            prices.after_s = 3.0
            await stage.says("rent a boat")
            await stage.says("anna")
            await until(lambda: bool(stage.of("filler")))
            stage.sounds("gibberish", 600)
            await stage.heard("It is $30.")
            await stage.heard("Sorry, I didn't get that.")
            assert stage.said().index("It is $30.") < stage.said().index("Sorry, I didn't get that.")
            assert stage.log("user_interrupted") == []  # a filler is no prompt
            turn = stage.of("turn")[-1]
            await until(lambda: stage.of("turn")[-1]["turn"] == 3)
            turn = stage.of("turn")[-1]
            assert turn["parts"]["engine"] < 25
            assert turn["parts"]["first_token"] > 1000

    run(work())


def test_words_that_lead_elsewhere_break_off_what_is_looked_up() -> None:
    """Who wants to go need not wait for a price that takes half a minute."""

    async def work() -> None:
        async with staged(bot=BOT.replace("timeout: 4s", "timeout: 60s")) as stage:
            prices.after_s = 30.0
            await stage.says("rent a boat")
            await stage.says("anna")
            await until(lambda: bool(stage.of("filler")))
            said_s = stage.loop.time()
            stage.sounds("goodbye", 600)
            assert (await stage.ended())["reason"] == "goodbye"
            assert stage.loop.time() - said_s < 15  # by the clock of the test, which flies
            assert "It is $30." not in stage.said()

    run(work())


def test_a_filler_that_is_cut_off_is_told_but_not_said_again() -> None:
    async def work() -> None:
        async with staged() as stage:
            prices.after_s = 3.0
            await stage.says("rent a boat")
            await stage.says("anna")
            await until(lambda: bool(stage.of("filler")))
            stage.sounds(NOISE, 700)
            await stage.heard("It is $30.")
            assert len(stage.of("interrupted")) == 1
            assert len(stage.of("filler")) == 1

    run(work())


def test_the_farewell_is_not_interrupted() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("goodbye")
            await stage.heard("Thank you for calling. Goodbye.")
            stage.sounds("rent a boat", 3000)
            stage.call.say_text("rent a boat")
            stage.call.press("1")
            assert (await stage.ended())["reason"] == "goodbye"
            assert stage.of("interrupted") == []
            assert stage.peer.played[-1][1] == "Goodbye."
            assert [m["text"] for m in stage.of("transcript")] == ["goodbye"]

    run(work())


def test_a_caller_who_speaks_as_the_farewell_begins_does_not_hang_the_call() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("goodbye")
            stage.sounds("one more thing", 400)
            before = stage.now_ms
            assert (await stage.ended())["reason"] == "goodbye"
            assert stage.now_ms - before < 5000

    run(work())
