"""A voice call from greeting to goodbye, in virtual time."""

from flows.driver.event_log import LOG_VERSION
from runtime.sessions.output import WAY_MS
from runtime.turns.hold import BROKEN_MS, OPEN_MS, WHOLE_MS
from tests.runtime.counted import Counted
from tests.runtime.sessions.stage import MS_PER_LETTER, VOICE_MS, prices, staged
from tests.runtime.virtual_time import run, until


def test_greeting_and_goodbye() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.listening()
            assert stage.said() == ["Harbour here. How can I help?"]
            await stage.says("goodbye")
            ended = await stage.ended()
            assert (ended["reason"], ended["detail"]) == ("goodbye", None)
            assert stage.said()[-1] == "Thank you for calling. Goodbye."
            farewell = [text for _, text in stage.peer.played if text == "Goodbye."]
            assert len(farewell) == len("Goodbye.") * MS_PER_LETTER // 20  # heard to its last packet
        assert stage.states() == ["connecting", "thinking", "speaking", "listening", "thinking", "speaking", "ended"]
        assert [line["log"] for line in (m["line"] for m in stage.of("log")) if "log" in line] == [LOG_VERSION]

    run(work())


def test_a_turn_is_told_with_parts_that_add_up() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            await stage.says("anna")
            await stage.heard("It is $30.")
            await stage.listening()
            greeting, first, second = stage.of("turn")
            assert (greeting["turn"], greeting["parts"], greeting["total_ms"]) == (0, {}, None)
            assert (first["turn"], first["flow"], first["node"]) == (1, "rent", "which")
            assert (second["turn"], second["flow"], second["slots"]) == (2, None, {"boat": "anna"})
            assert [call["tool"] for call in second["called"]] == ["get_price"]
            for turn in (first, second):
                assert abs(sum(turn["parts"].values()) - turn["total_ms"]) < 0.05
                assert turn["answer_ms"] == turn["total_ms"]
                assert turn["parts"]["uplink"] == 26.5
                assert turn["parts"]["recognition"] == 0  # done within the hold
            assert OPEN_MS <= first["parts"]["hold"] <= BROKEN_MS + 50  # a request may go on
            assert WHOLE_MS <= second["parts"]["hold"] <= WHOLE_MS + 60  # an option that was asked for does not
            assert first["parts"]["synthesis"] < VOICE_MS <= second["parts"]["synthesis"]  # made in the pause
            assert [m["turn"] for m in stage.of("transcript")] == [1, 2]
            assert [m["turn"] for m in stage.of("said")] == [0, 1, 2, 2]

    run(work())


def test_a_slow_tool_has_a_filler_and_its_time_is_not_the_engines() -> None:
    async def work() -> None:
        async with staged() as stage:
            prices.after_s = 2.0
            await stage.says("rent a boat")
            await stage.says("anna")
            await stage.heard("It is $30.")
            assert [m["text"] for m in stage.of("filler")] == ["Let me look."]
            assert "Let me look." not in stage.said()
            await until(lambda: len(stage.of("turn")) == 3)
            turn = stage.of("turn")[-1]
            kinds = [message["type"] for message in stage.messages]
            assert kinds.index("filler") < len(kinds) - 1 - kinds[::-1].index("turn")
            assert turn["filler"] is True
            assert abs(turn["parts"]["hold"] + turn["parts"]["first_token"] + WAY_MS - 500) < 25  # of silence
            assert turn["parts"]["engine"] < 25
            assert 2000 < turn["answer_ms"] - turn["parts"]["hold"] < 2200
            assert turn["total_ms"] < 1000

    run(work())


def test_a_tool_that_is_late_or_raises_takes_the_way_out() -> None:
    async def work(after_s: float, fault: Exception | None) -> None:
        async with staged() as stage:
            prices.after_s, prices.fault = after_s, fault
            await stage.says("rent a boat")
            await stage.says("berta")
            await stage.heard("The price list is closed.")
            await stage.says("goodbye")
            assert (await stage.ended())["reason"] == "goodbye"

    run(work(60.0, None))
    run(work(0.1, KeyError("price")))


def test_a_pronunciation_is_heard_and_not_read() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("what are the rules")
            await stage.heard("You may swim here.")
            await stage.listening()
            assert "You may swim here." in stage.said()
            assert "You may svim here." in [text for _, text in stage.peer.played]

    run(work())


def test_silence_is_asked_about_until_the_bot_gives_up() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            await stage.listening()
            since = stage.now_ms
            await stage.heard("Are you still there?")
            assert 5_900 <= stage.now_ms - since <= 6_100
            assert (await stage.ended())["reason"] == "handoff"
            assert [turn["turn"] for turn in stage.of("turn")] == [0, 1, 2, 3, 4]
            assert len(stage.log("user_silent")) == 3

    run(work())


def test_a_cough_neither_stops_the_count_nor_restarts_it() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.listening()
            since = stage.now_ms
            stage.silence(4000)
            stage.sounds("", 100)
            await stage.heard("Are you still there?")
            spent = stage.now_ms - since - 6000
            assert 300 <= spent <= 700  # the cough, the hold behind it, the recogniser

    run(work())


def test_nobody_is_asked_while_they_speak() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.listening()
            stage.silence(5500)
            stage.sounds("rent a boat", 9000)
            await stage.heard("Which boat, Anna or Berta?")
            assert stage.log("user_silent") == []

    run(work())


def test_a_handoff_ends_the_call_when_it_was_said() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("a person")
            assert (await stage.ended())["reason"] == "handoff"
            assert stage.peer.played[-1][1] == "One moment, please."

    run(work())


def test_keys_stop_the_bot_and_answer() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            stage.call.press("2")
            await stage.heard("It is $30.")
            assert stage.of("turn")[-1]["slots"] == {"boat": "berta"}
            assert len(stage.of("interrupted")) == 1
            await stage.says("open the gate")
            for key in "1234":
                stage.call.press(key)
            await stage.heard("The gate is open.")

    run(work())


def test_typed_text_in_a_voice_call() -> None:
    async def work() -> None:
        async with staged() as stage:
            stage.call.say_text("rent a boat")  # even before the line stands
            await stage.heard("Which boat, Anna or Berta?")
            assert stage.said()[0] == "Harbour here. How can I help?" or stage.of("interrupted") == []
            stage.call.say_text("anna")
            await stage.heard("It is $30.")
            assert [m["text"] for m in stage.of("transcript")] == ["rent a boat", "anna"]
            assert stage.of("turn")[-1]["parts"] == {}

    run(work())


def test_words_that_mean_nothing_are_asked_for_again() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("rent a boat")
            await stage.says("gibberish")
            await stage.heard("Please say Anna or Berta.")

    run(work())


def test_a_call_without_debug_tells_no_slots() -> None:
    async def work() -> None:
        async with staged(debug=False) as stage:
            await stage.says("rent a boat")
            await stage.says("anna")
            await stage.heard("It is $30.")
            assert {m["type"] for m in stage.messages} == {"state", "transcript", "said"}

    run(work())


def test_what_the_media_counted_is_added_up_when_the_call_is_over() -> None:
    async def work() -> None:
        counted = Counted()
        async with staged() as stage:
            await stage.listening()
            stage.peer.late, stage.peer.lost = 3, 2
            assert counted("voxloom_media_late_frames_total") == 0
        stats = stage.peer.stats
        assert counted("voxloom_media_late_frames_total") == 3
        assert counted("voxloom_media_lost_frames_total") == 2
        assert counted("voxloom_media_packets_total", direction="sent") == stats.sent_packets > 50
        assert counted("voxloom_media_packets_total", direction="received") == stats.packets > 50

    run(work())


def test_underruns_are_added_up_too() -> None:
    async def work() -> None:
        counted = Counted()
        async with staged() as stage:
            stage.voice.delay_ms = 2_000  # longer than a clause lasts
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            await stage.listening()
        assert counted("voxloom_media_underruns_total") == stage.peer.stats.underruns > 0

    run(work())


def test_a_chat_has_no_media_to_count() -> None:
    async def work() -> None:
        counted = Counted()
        async with staged("text") as stage:
            await stage.listening()
        assert counted("voxloom_media_packets_total", direction="sent") == 0

    run(work())
