"""Signs of listening: the bot is silent for a moment and goes on where it was."""

from tests.runtime.sessions.stage import ACTS, BOT, Stage, staged
from tests.runtime.virtual_time import run, until

GREETING = "Harbour here. How can I help?"
QUESTION = "Do you want to hear each and every rule of this harbour?"
SURE = BOT.replace(
    "      must: {type: say", f"      sure: {{type: ask, slot: sure, say: {QUESTION}}}\n      must: {{type: say"
).replace("  code: {type: digits", "  sure: {type: yes_no, description: whether to go on}\n  code: {type: digits")


def silences(stage: Stage) -> list[float]:
    """The gaps in the bot's words, in ms."""
    assert stage.peer is not None
    played = [at for at, _ in stage.peer.played]
    return [later - at for at, later in zip(played, played[1:], strict=False) if later - at > 40]


async def said_whole(stage: Stage) -> None:
    """The greeting was said to its end, each packet once."""
    peer, whole = stage.peer, 13 * 3 + 15 * 3
    assert peer is not None
    await until(lambda: len(peer.played) >= whole)
    await stage.waits(3_000)
    assert len(peer.played) == whole


def test_mhm_does_not_stop_the_bot() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.heard(GREETING)
            stage.silence(500)
            stage.sounds("mhm", 300)
            await said_whole(stage)
            (gap,) = silences(stage)
            assert gap <= 400
            assert stage.of("interrupted") == []
            assert stage.of("transcript") == stage.hearing() == []
            assert stage.log("user_said") == []

    run(work())


def test_a_longer_one_is_known_before_it_is_over() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.heard(GREETING)
            stage.silence(400)
            stage.sounds("yeah yeah okay", 900)
            await said_whole(stage)
            assert stage.of("interrupted") == []
            (gap,) = silences(stage)
            assert gap <= 450
            assert stage.log("user_said") == []

    run(work())


def test_stop_does_stop_it() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.heard(GREETING)
            stage.silence(500)
            stage.sounds("stop", 300)
            await until(lambda: bool(stage.of("interrupted")))
            await until(lambda: bool(stage.log("user_said")))
            assert [event["understanding"]["text"] for event in stage.log("user_said")] == ["stop"]

    run(work())


def test_yes_to_a_question_that_was_heard_is_an_answer() -> None:
    ACTS["yeah"] = ACTS.get("yeah") or type(ACTS["no"])("fill", slot="sure", value=True)

    async def work() -> None:
        async with staged(bot=SURE) as stage:
            await stage.says("what are the rules")
            await stage.heard(QUESTION)
            stage.silence(int(len(QUESTION) * 60 * 0.75) // 20 * 20)
            stage.sounds("yeah", 300)
            await stage.heard("You must listen to all of this, it is the law.")
            assert [m["text"] for m in stage.of("transcript")] == ["what are the rules", "yeah"]

    run(work())
    del ACTS["yeah"]


def test_yes_to_a_question_that_was_not_heard_yet_is_none() -> None:
    async def work() -> None:
        async with staged(bot=SURE) as stage:
            await stage.says("what are the rules")
            await stage.heard(QUESTION)
            stage.silence(300)
            stage.sounds("yeah", 300)
            await stage.listening()
            assert [m["text"] for m in stage.of("transcript")] == ["what are the rules"]
            assert stage.of("interrupted") == []

    run(work())


def test_the_please_behind_a_comma_belongs_to_the_answer_before_it() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            await stage.listening()
            stage.sounds("anna", 400)
            stage.silence(280)  # longer than an expected answer is waited for
            stage.sounds("please", 300)
            await stage.heard("It is $30.")
            await stage.waits(3_000)
            assert [m["text"] for m in stage.of("transcript")] == ["rent a boat", "anna"]
            assert stage.call._trials.pace.cut_offs == 0
            assert stage.of("interrupted") == []
            assert [text for _, text in stage.peer.played if text == "It is $30."] == ["It is $30."] * (10 * 3)

    run(work())


def test_a_please_that_comes_later_is_an_answer() -> None:
    async def work() -> None:
        async with staged() as stage:
            await stage.says("rent a boat")
            await stage.heard("Which boat, Anna or Berta?")
            await stage.listening()
            stage.sounds("please", 400)
            await until(lambda: len(stage.of("transcript")) == 2)
            assert stage.of("transcript")[-1]["text"] == "please"

    run(work())
