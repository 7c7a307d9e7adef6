"""Calls without a voice."""

from tests.runtime.sessions.stage import prices, staged
from tests.runtime.virtual_time import run


def test_a_text_call() -> None:
    async def work() -> None:
        async with staged("text") as stage:
            prices.after_s = 2.0
            await stage.listening()
            stage.call.say_text("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            stage.call.press("1")
            await stage.heard("It is $30.")
            assert [m["text"] for m in stage.of("filler")] == ["Let me look."]
            stage.call.say_text("goodbye")
            assert (await stage.ended())["reason"] == "goodbye"
        assert stage.said()[-1] == "Thank you for calling. Goodbye."
        assert stage.peer is None
        assert set(stage.states()) == {"connecting", "thinking", "listening", "ended"}
        assert [turn["turn"] for turn in stage.of("turn")] == [0, 1, 2, 3]

    run(work())


def test_who_types_may_think_but_not_for_ever() -> None:
    async def work() -> None:
        async with staged("text") as stage:
            await stage.listening()
            before = stage.now_ms
            ended = await stage.ended(limit_s=700)
            assert (ended["reason"], ended["detail"]) == ("limit", "idle")
            assert 590_000 < stage.now_ms - before < 610_000

    run(work())
