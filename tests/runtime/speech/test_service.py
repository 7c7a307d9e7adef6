import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import numpy as np
import pytest

from flows.driver.ballot import Ballot
from runtime.speech import service
from runtime.speech.cache import ClauseCache
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.process import WorkerProcess
from runtime.speech.results import SpokenClause, Transcript
from runtime.speech.service import SpeechWorkers
from runtime.speech.store import ClauseStore
from tests.runtime.virtual_time import run
from voxloom.telemetry.gauges import Gauges

FAKE = Path(__file__).with_name("fake_worker.py")
TOY = Path(__file__).with_name("toy_worker.py")
TEXT = "Let me see, your savings hold ten dollars. Anything else?"
CLAUSES = ["Let me see,", "your savings hold ten dollars.", "Anything else?"]


def fake(name: str) -> WorkerProcess:
    return WorkerProcess(name, argv=(sys.executable, "-P", str(FAKE)))


def with_workers(body: Callable[[SpeechWorkers], Awaitable[None]]) -> None:
    async def main() -> None:
        workers = SpeechWorkers(recogniser=fake("recogniser"), voice=fake("voice"), vectors=fake("vectors"))
        assert not workers.ready
        try:
            await workers.start()
            assert workers.ready
            await body(workers)
        finally:
            await workers.aclose()
            await workers.aclose()
        assert not workers.ready
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


def gauges_of_speech() -> dict[str, dict[str, float]]:
    return {
        family.name: {sample.labels["worker"]: sample.value for sample in family.samples}
        for family in Gauges().collect()
        if family.name.startswith("voxloom_speech")
    }


def test_what_waits_for_each_worker_is_measured_while_they_live() -> None:
    async def body(workers: SpeechWorkers) -> None:
        names = ("recogniser", "vectors", "voice")
        assert gauges_of_speech() == {
            "voxloom_speech_waiting": dict.fromkeys(names, 0.0), "voxloom_speech_ready": dict.fromkeys(names, 1.0),
        }  # fmt: skip
        asking = asyncio.create_task(workers.embed(["hello"]))
        while not workers.vectors.waiting:
            await asyncio.sleep(0)
        assert gauges_of_speech()["voxloom_speech_waiting"]["vectors"] == 1
        await asking

    with_workers(body)
    assert gauges_of_speech() == {}


async def spoken(workers: SpeechWorkers, text: str, voice: str = "joe") -> list[SpokenClause]:
    return [clause async for clause in workers.speak(text, voice=voice)]


async def made(workers: SpeechWorkers) -> list[str]:
    reply = await workers.voice.request("made", {}, deadline_ms=10_000)
    return list(reply.fields["made"])


def test_a_clip_becomes_a_transcript() -> None:
    async def body(workers: SpeechWorkers) -> None:
        heard = await workers.transcribe(np.zeros(32_000, np.int16)[::2], hints=("savings", "checking"))
        shares = (("savings checking", 1.0),)
        assert heard == Transcript("savings checking", 0.5, 0.25, 1000, 7, ("savings", "checking"), shares)

    with_workers(body)


def test_an_answer_is_heard_with_a_second_opinion() -> None:
    async def main() -> None:
        workers = SpeechWorkers(
            recogniser=fake("recogniser"), voice=fake("voice"), vectors=fake("vectors"), second=fake("second")
        )
        try:
            await workers.start()
            await asyncio.gather(workers.second._starting or asyncio.sleep(0))
            clip = np.zeros(16_000, np.int16)
            asked = await workers.transcribe(clip, hints=("half", "past"), asks="time")
            assert isinstance(asked.others, Ballot)
            assert asked.others.votes[:2] == (("half past", 1.0), ("half", 0.75))
            assert not isinstance((await workers.transcribe(clip, hints=("half", "past"))).others, Ballot)
        finally:
            await workers.aclose()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


def test_a_text_is_spoken_clause_by_clause_and_only_once_made() -> None:
    async def body(workers: SpeechWorkers) -> None:
        first = await spoken(workers, TEXT)
        assert [clause.text for clause in first] == CLAUSES
        assert first[0] == SpokenClause(CLAUSES[0], (CLAUSES[0].encode(), b"\xf8\xff\xfe"), 40, 9)
        again = await spoken(workers, f"Anything else? {TEXT} Really?")
        assert [clause.text for clause in again] == ["Anything else?", *_whole(TEXT), "Really?"]
        assert [clause.took_ms for clause in again] == [0, 9, 0, 9]
        assert await made(workers) == [*CLAUSES, "Let me see, your savings hold ten dollars.", "Really?"]

    with_workers(body)


def _whole(text: str) -> list[str]:
    return text.replace("? ", "?|").replace(". ", ".|").split("|")


def test_nothing_to_say_is_nothing() -> None:
    async def body(workers: SpeechWorkers) -> None:
        assert await spoken(workers, " ... ") == []

    with_workers(body)


def test_closing_a_text_early_keeps_what_was_made() -> None:
    async def body(workers: SpeechWorkers) -> None:
        stream = workers.speak(TEXT, voice="joe")
        assert (await anext(stream)).text == CLAUSES[0]
        await stream.aclose()
        assert workers.cache.get("joe", 1.0, CLAUSES[0])
        assert [clause.text for clause in await spoken(workers, TEXT)] == CLAUSES

    with_workers(body)


def test_prompts_are_made_beforehand() -> None:
    async def body(workers: SpeechWorkers) -> None:
        workers.prepare([*CLAUSES, *CLAUSES], voice="joe")
        await asyncio.gather(*workers._preparing)
        assert await made(workers) == CLAUSES
        assert [clause.took_ms for clause in await spoken(workers, TEXT)] == [0, 0, 0]

    with_workers(body)


def test_prompts_wait_until_nobody_talks_but_not_for_ever() -> None:
    async def work() -> None:
        workers, loop = SpeechWorkers(), asyncio.get_running_loop()
        began = loop.time()
        await workers._calm()
        assert loop.time() == began
        workers._talks()
        await asyncio.sleep(3)
        await workers._calm()
        assert loop.time() - began == pytest.approx(service.CALM_S)

        async def talk() -> None:
            while True:
                workers._talks()
                await asyncio.sleep(1)

        talking = asyncio.create_task(talk())
        await asyncio.sleep(0)
        began = loop.time()
        await workers._calm()
        assert loop.time() - began == pytest.approx(service.MOST_CALM_S)
        talking.cancel()

    run(work())


def test_prompts_outlive_the_process(tmp_path: Path) -> None:
    async def life(clauses: list[str]) -> list[str]:
        workers = SpeechWorkers(
            recogniser=fake("recogniser"), voice=fake("voice"), vectors=fake("vectors"), store=ClauseStore(tmp_path)
        )
        try:
            await workers.start()
            workers.prepare(clauses, voice="joe")
            await asyncio.gather(*workers._preparing)
            assert [clause.took_ms for clause in await spoken(workers, TEXT)] == [0, 0, 0]
            assert [clause.text for clause in await spoken(workers, "What a caller said.")] == ["What a caller said."]
            return await made(workers)
        finally:
            await workers.aclose()

    assert asyncio.run(life(CLAUSES)) == [*CLAUSES, "What a caller said."]
    assert asyncio.run(life(CLAUSES)) == ["What a caller said."]  # what is not prepared is not kept


def test_a_prompt_that_had_to_go_from_the_memory_is_read_again(tmp_path: Path) -> None:
    async def main() -> None:
        voice = fake("voice")
        workers = SpeechWorkers(
            voice=voice, cache=ClauseCache(limit_bytes=0), store=ClauseStore(tmp_path),
            recogniser=fake("recogniser"), vectors=fake("vectors"),
        )  # fmt: skip
        try:
            await workers.start()
            workers.prepare(CLAUSES, voice="joe")
            await asyncio.gather(*workers._preparing)
            workers.cache = ClauseCache()
            assert [clause.text for clause in await spoken(workers, TEXT)] == CLAUSES
            assert await made(workers) == CLAUSES
        finally:
            await workers.aclose()

    asyncio.run(main())


def test_prompts_that_cannot_be_made_are_a_line_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async def body(workers: SpeechWorkers) -> None:
        workers.prepare([TEXT], voice="nobody")
        await asyncio.gather(*workers._preparing)

    with_workers(body)
    assert "prompts were not made beforehand: There is no such voice. Use joe." in caplog.text


def test_errors_have_a_code_a_message_and_a_remedy() -> None:
    async def body(workers: SpeechWorkers) -> None:
        with pytest.raises(SpeechUnavailable) as unknown:
            await spoken(workers, "Hello.", voice="nobody")
        assert (unknown.value.code, unknown.value.message) == ("voice_unknown", "There is no such voice.")
        assert unknown.value.remedy == "Use joe."
        with pytest.raises(SpeechUnavailable, match="something else"):
            await spoken(workers, "broken")

    with_workers(body)


@pytest.mark.parametrize("count", [0, 1, 1200])
def test_sentences_become_vectors(count: int) -> None:
    async def body(workers: SpeechWorkers) -> None:
        found = await workers.embed(["hello"] * count)
        assert found.shape == (count, 896)
        assert found.dtype == np.float32

    with_workers(body)


def test_one_worker_that_cannot_start_is_named_and_the_others_can_be_closed() -> None:
    async def main() -> None:
        broken = WorkerProcess("voice", argv=(sys.executable, "-P", str(TOY), "fail"))
        workers = SpeechWorkers(recogniser=fake("recogniser"), voice=broken, vectors=fake("vectors"))
        try:
            with pytest.raises(SpeechUnavailable, match=r"The toy model is missing\. Install the toy\."):
                await workers.start()
            assert not workers.ready
            assert (await workers.embed(["hello"])).shape == (1, 896)
        finally:
            await workers.aclose()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(main())


class Mouth:
    """A hosted voice."""

    stands_in = "joe"

    def __init__(self, given: bool = True) -> None:
        self.asked: list[str] = []
        self.fails = False
        self._given = given

    async def make(self, clause: str) -> SpokenClause | None:
        self.asked.append(clause)
        if self.fails:
            raise SpeechUnavailable("speech_hosted", "It is away.", "")
        return SpokenClause(clause, (b"hosted",), 20, 5) if self._given else None


def by(clauses: list[SpokenClause]) -> list[str]:
    return ["hosted" if clause.packets == (b"hosted",) else "here" for clause in clauses]


def test_a_hosted_voice_speaks_and_is_kept_and_this_machine_stands_in_without_being_kept_for_it() -> None:
    async def body(workers: SpeechWorkers) -> None:
        mouth = Mouth()
        workers.know("nova", mouth)
        mouth.fails = True
        assert by(await spoken(workers, TEXT, "nova")) == ["here", "here", "here"]
        mouth.fails = False
        assert by(await spoken(workers, TEXT, "nova")) == ["hosted", "hosted", "hosted"]
        again = await spoken(workers, TEXT, "nova")
        assert [clause.took_ms for clause in again] == [0, 0, 0]
        assert sorted(mouth.asked[-3:]) == sorted(CLAUSES)
        assert by(await spoken(workers, TEXT)) == ["here", "here", "here"]

    with_workers(body)


def test_prompts_of_a_hosted_voice_are_made_by_it_or_by_this_machine_where_its_key_is_not_given(tmp_path: Path) -> None:
    async def body(workers: SpeechWorkers) -> None:
        workers.store = ClauseStore(tmp_path)
        workers.know("nova", Mouth())
        workers.know("poor", Mouth(given=False))
        for voice in ("nova", "poor"):
            assert [each async for each in workers.prepared(["Hello."], voice=voice)] == ["Hello."]
        assert workers.store.holds("nova", 1.0, "Hello.")
        assert workers.store.holds("joe", 1.0, "Hello.")
        assert not workers.store.holds("poor", 1.0, "Hello.")
        away = Mouth()
        away.fails = True
        workers.know("away", away)
        with pytest.raises(SpeechUnavailable):
            _ = [each async for each in workers.prepared(["Bye.", "Hello."], voice="away")]
        assert away.asked == ["Bye."]  # a provider that is away is not asked for every prompt

    with_workers(body)
