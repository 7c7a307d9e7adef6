"""The three worker processes with their models: do they say and hear what they should, do they survive bad input."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from flows.understanding.port import QuickEmbedder, quick_half
from runtime.caller.words import word_error_rate, words
from runtime.media.opus import SILENCE_20_MS, OpusDecoder
from runtime.speech import hearing, sound
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.results import SpokenClause, Transcript
from runtime.speech.service import SpeechWorkers
from runtime.speech.vad import VoiceActivity

pytestmark = pytest.mark.models

VOICE = "en_US-joe-medium"
DEADLINE_MS = 60_000
Pcm = npt.NDArray[np.int16]

PROMPTS = [
    "How can I help you today?",
    "Would you like to know your balance, or would you like to transfer money?",
    "I have blocked your card. Another card will be with you next week.",
    "We are open every morning, from Monday to Friday.",
    "How many people are coming to dinner on Saturday?",
    "I am sorry, I did not understand that. Please say it again.",
    "Goodbye, and thank you for calling.",
]


@pytest.fixture(scope="module")
def loop_and_workers() -> Any:
    """The workers are started once for this file, in a loop that all of its tests use."""
    with asyncio.Runner() as runner:
        workers = SpeechWorkers()
        runner.run(workers.start())
        try:
            yield runner, workers
        finally:
            runner.run(workers.aclose())


@pytest.fixture
def run(loop_and_workers: Any) -> Callable[[Callable[[SpeechWorkers], Coroutine[Any, Any, Any]]], Any]:
    runner, workers = loop_and_workers
    return lambda body: runner.run(body(workers))


async def say(workers: SpeechWorkers, text: str) -> list[SpokenClause]:
    return [clause async for clause in workers.speak(text, voice=VOICE, deadline_ms=DEADLINE_MS)]


def samples(packets: tuple[bytes, ...]) -> sound.Samples:
    decoder = OpusDecoder()
    decoder.decode(SILENCE_20_MS)  # as a call begins: packets are made to be heard after silence
    return np.concatenate([decoder.decode(packet) for packet in packets]).astype(np.float32) / 32768


def telephone(clauses: list[SpokenClause]) -> Pcm:
    """What a caller's side would hear, at 16 kHz with half a second of silence around."""
    heard = np.concatenate([samples(clause.packets) for clause in clauses])
    narrow = np.convolve(heard, np.hanning(7) / np.hanning(7).sum(), "same")[::3]
    return np.pad(narrow * 32767, 8000).astype(np.int16)


def word_errors(said: str, heard: str) -> float:
    wanted, got = hearing.words(said), hearing.words(heard)
    row = list(range(len(got) + 1))
    for index, word in enumerate(wanted, 1):
        before, row[0] = row[0], index
        for column, other in enumerate(got, 1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (word != other))
    return row[-1] / len(wanted)


def noise(seconds: float, level: float) -> Pcm:
    return np.clip(np.random.default_rng(3).normal(0, level, int(16_000 * seconds)), -32768, 32767).astype(np.int16)


def test_other_guesses_come_with_the_first(run: Callable[..., Any]) -> None:
    async def body(workers: SpeechWorkers) -> list[Transcript]:
        clips = [telephone(await say(workers, text)) for text in ("Half past three.", "A quarter to eight, please.")]
        return [await workers.transcribe(clip, deadline_ms=DEADLINE_MS) for clip in clips]

    heard = run(body)
    assert any(transcript.others for transcript in heard)
    for transcript in heard:
        texts = [tuple(hearing.words(text)) for text in (transcript.text, *transcript.others)]
        assert len(set(texts)) == len(texts) <= 10


def test_what_the_voice_says_is_heard_again(run: Callable[..., Any]) -> None:
    async def body(workers: SpeechWorkers) -> list[float]:
        errors = []
        for prompt in PROMPTS:
            transcript = await workers.transcribe(telephone(await say(workers, prompt)), deadline_ms=DEADLINE_MS)
            errors.append(word_errors(prompt, transcript.text))
            assert transcript.confidence > 0.5, transcript
        return errors

    errors = run(body)
    assert sum(errors) / len(errors) <= 0.1, errors
    assert max(errors) <= 0.2, errors


def test_clauses_are_equally_loud_and_begin_at_once(run: Callable[..., Any]) -> None:
    async def body(workers: SpeechWorkers) -> list[SpokenClause]:
        return [clause for prompt in [*PROMPTS, "Yes.", "Fine, thanks!"] for clause in await say(workers, prompt)]

    clauses = run(body)
    levels = [sound.speech_level_dbfs(samples(clause.packets), 48_000) for clause in clauses]
    assert max(levels) - min(levels) < 2, levels
    for clause in clauses:
        first = samples(clause.packets[:1]).reshape(-1, 480)
        loud = 20 * np.log10(np.sqrt((first**2).mean(axis=1)) + 1e-9)
        assert loud[0] > -45, clause.text
        assert loud.max() > -40, clause.text
        assert clause.duration_ms == 20 * len(clause.packets)
        assert np.abs(samples(clause.packets)).max() < 1


def test_a_clause_ends_with_a_short_pause(run: Callable[..., Any]) -> None:
    async def body(workers: SpeechWorkers) -> list[SpokenClause]:
        return await say(workers, "I have moved ten dollars, and that is all I can do for now.")

    for clause, pause_ms in zip(run(body), (sound.CLAUSE_PAUSE_MS, sound.SENTENCE_PAUSE_MS), strict=True):
        heard = samples(clause.packets)
        audible = np.flatnonzero(np.abs(heard) > 0.01)
        assert pause_ms - 40 <= (heard.size - audible[-1]) / 48 <= pause_ms + 60


@pytest.mark.parametrize(
    "pcm",
    [
        noise(2, 0),
        noise(2, 30),
        noise(2, 300),
        noise(2, 3000),
        noise(3, 1_000_000),
        (10_000 * np.sin(np.arange(32_000) * 2 * np.pi * 440 / 16_000)).astype(np.int16),
        noise(0, 0),
        noise(0.001, 3000),
        noise(0.03, 3000),
        noise(0.1, 3000),
        noise(35, 300),
    ],
    ids=["silence", "hiss", "noise", "loud", "clipped", "tone", "empty", "1ms", "30ms", "100ms", "35s"],
)
@pytest.mark.parametrize("hints", [(), ("savings", "checking", "Riverbank")], ids=["", "hints"])
def test_what_is_no_speech_gives_no_words(run: Callable[..., Any], pcm: Pcm, hints: tuple[str, ...]) -> None:
    async def body(workers: SpeechWorkers) -> None:
        transcript = await workers.transcribe(pcm, hints=hints, deadline_ms=DEADLINE_MS)
        assert transcript.text == ""
        assert transcript.audio_ms == pcm.size // 16

    run(body)


def test_a_long_clip_is_heard_to_its_end(run: Callable[..., Any]) -> None:
    async def body(workers: SpeechWorkers) -> None:
        said = [*PROMPTS, *PROMPTS]
        clips = [telephone(await say(workers, text)) for text in said]
        long = np.concatenate([np.pad(clip, 8_000) for clip in clips])
        assert long.size > 40 * 16_000
        transcript = await workers.transcribe(long, deadline_ms=DEADLINE_MS)
        assert word_error_rate(" ".join(said), transcript.text) <= 0.15, transcript
        assert words(transcript.text)[-5:] == words(said[-1])[-5:], transcript

    run(body)


def test_hints_help_with_names(run: Callable[..., Any]) -> None:
    async def body(workers: SpeechWorkers) -> None:
        spoken = telephone(await say(workers, "Is this Riverbank?"))
        transcript = await workers.transcribe(spoken, hints=("Riverbank", "savings"), deadline_ms=DEADLINE_MS)
        assert "riverbank" in transcript.text.lower().replace(" ", "")

    run(body)


def test_a_hint_that_is_too_long_does_not_cost_the_others(run: Callable[..., Any]) -> None:
    async def body(workers: SpeechWorkers) -> None:
        spoken = telephone(await say(workers, "Is this Riverbank?"))
        hints = ("on and on " * 100, "Riverbank", *(f"further{number}" for number in range(200)))
        transcript = await workers.transcribe(spoken, hints=hints, deadline_ms=DEADLINE_MS)
        assert "riverbank" in transcript.text.lower().replace(" ", "")

    run(body)


def test_words_of_a_bot_are_not_heard_in_other_sentences(run: Callable[..., Any]) -> None:
    said = ["The weather is fine today.", "I bought a green coat for my brother.", "Where do they keep the spoons?"]
    hints = ("savings", "checking", "anna", "john", "landlord", "balance", "card", "stolen", "transfer")

    async def body(workers: SpeechWorkers) -> None:
        for text in said:
            heard = await workers.transcribe(telephone(await say(workers, text)), hints=hints, deadline_ms=DEADLINE_MS)
            assert word_errors(text, heard.text) <= 0.2, heard
            assert not set(hearing.words(heard.text)) & set(hints)

    run(body)


def test_speech_hum_and_silence_are_told_apart(run: Callable[..., Any]) -> None:
    async def body(workers: SpeechWorkers) -> None:
        spoken = telephone(await say(workers, "How many people are coming to dinner on Saturday?"))
        activity = VoiceActivity()
        heard = await activity.stream().push(spoken)
        activity.close()
        inside = heard[20:-35]
        assert float(np.mean(np.array(inside) > 0.5)) > 0.8
        assert max(heard[:12]) < 0.5
        assert max(heard[-4:]) < 0.5

    run(body)


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x01[[ raw ]] <b>bold</b> **x**",
        "a" * 3000,
        "日本語 и русский",
        "!!! ??? ...",
        "W.",
        "€ 5 & 10 % @ # / \\",
    ],
)
def test_strange_text_does_not_break_the_voice(run: Callable[..., Any], text: str) -> None:
    async def body(workers: SpeechWorkers) -> None:
        starts = workers.voice.starts
        stream = workers.speak(text, voice=VOICE, deadline_ms=DEADLINE_MS)
        async for clause in stream:
            assert len(clause.text) <= 200
            break
        await stream.aclose()
        assert workers.voice.ready
        assert workers.voice.starts == starts

    run(body)


def test_numbers_without_end_do_not_fill_the_memory(run: Callable[..., Any]) -> None:
    def used_mb(workers: SpeechWorkers) -> int:
        with open(f"/proc/{workers.voice.pid}/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1_000_000

    async def body(workers: SpeechWorkers) -> None:
        stream = workers.speak("1234567890 " * 9, voice=VOICE, deadline_ms=DEADLINE_MS)
        clause = await anext(stream)
        await stream.aclose()
        assert clause.duration_ms > 20_000  # 99 characters, half a minute of words
        assert used_mb(workers) < 600

    run(body)


def test_an_unknown_voice_is_refused(run: Callable[..., Any]) -> None:
    async def body(workers: SpeechWorkers) -> None:
        with pytest.raises(SpeechUnavailable, match=r"There is no voice named nobody\. Use one of: en_US-joe-medium\."):
            async for _ in workers.speak("Hello.", voice="nobody"):
                pass

    run(body)


def test_stopping_a_clause_stops_inside_of_it(run: Callable[..., Any]) -> None:
    text = f"{'the quick brown fox jumps over the lazy dog and runs ' * 3} home"

    async def body(workers: SpeechWorkers) -> None:
        starts = workers.voice.starts
        with pytest.raises(SpeechUnavailable, match="in time"):
            async for _ in workers.speak(text, voice=VOICE, deadline_ms=1):
                pass
        assert await say(workers, "Fine, and you?")
        assert workers.voice.starts == starts
        # It was given up, not finished in the background: nothing of it was kept, and nothing is under way.
        async with asyncio.timeout(5):
            while workers.voice._requests:
                await asyncio.sleep(0.01)
        assert len([clause for clause in await say(workers, text) if clause.took_ms == 0]) == 0

    run(body)


def test_background_prompts_give_way(run: Callable[..., Any]) -> None:
    async def body(workers: SpeechWorkers) -> None:
        workers.prepare([f"This is the prepared prompt number {number}." for number in range(6)], voice=VOICE)
        assert await say(workers, "I go first.")
        assert workers._preparing
        await asyncio.gather(*workers._preparing)
        assert workers.cache.get(VOICE, 1.0, "This is the prepared prompt number 5.")

    run(body)


@pytest.mark.parametrize("name", ["recogniser", "voice", "vectors"])
def test_kill_9_in_the_middle_of_a_request(run: Callable[..., Any], name: str) -> None:
    long = noise(20, 3000)

    async def body(workers: SpeechWorkers) -> None:
        requests: dict[str, Callable[[], Awaitable[Any]]] = {
            "recogniser": lambda: workers.transcribe(long, deadline_ms=DEADLINE_MS),
            "voice": lambda: say(workers, "This text is long enough that it takes a while before it has been made."),
            "vectors": lambda: workers.embed([f"sentence number {number}" for number in range(500)]),
        }
        worker = getattr(workers, name)
        task = asyncio.ensure_future(requests[name]())
        while not worker._requests:
            await asyncio.sleep(0)
        os.kill(worker.pid, signal.SIGKILL)
        with pytest.raises(SpeechUnavailable) as failure:
            await task
        assert failure.value.code == "speech_lost"
        short = {
            "recogniser": lambda: workers.transcribe(long[:16_000], deadline_ms=DEADLINE_MS),
            "voice": lambda: say(workers, "Hello again."),
            "vectors": lambda: workers.embed(["hello"], deadline_ms=DEADLINE_MS),
        }
        await short[name]()
        assert workers.ready

    run(body)


def test_deadlines_hold(run: Callable[..., Any]) -> None:
    async def body(workers: SpeechWorkers) -> None:
        with pytest.raises(SpeechUnavailable, match="did not answer in time"):
            await workers.transcribe(noise(25, 3000), deadline_ms=5)
        with pytest.raises(SpeechUnavailable, match="did not answer in time"):
            await workers.embed([f"sentence number {number}" for number in range(500)], deadline_ms=5)
        assert (await workers.embed(["hello"], deadline_ms=DEADLINE_MS)).shape == (1, 896)

    run(body)


def test_a_cancelled_recognition_frees_the_recogniser(run: Callable[..., Any]) -> None:
    async def body(workers: SpeechWorkers) -> None:
        tasks = [asyncio.create_task(workers.transcribe(noise(25, 3000), deadline_ms=DEADLINE_MS)) for _ in range(30)]
        while len(workers.recogniser._requests) < 30:
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # Thirty such clips take a quarter of a minute; only the one that has begun is in the way.
        await workers.transcribe(noise(1, 3000), deadline_ms=8_000)

    run(body)


def test_similar_sentences_have_similar_vectors(run: Callable[..., Any]) -> None:
    async def body(workers: SpeechWorkers) -> None:
        money, also_money, dinner, empty = await workers.embed(
            ["what is my balance", "how much money do I have", "a table for four on Saturday", ""]
        )
        assert float(money @ also_money) > float(money @ dinner) + 0.2
        assert np.linalg.norm(np.stack([money, also_money, dinner]), axis=1) == pytest.approx(np.ones(3), abs=1e-3)
        assert np.isfinite(empty).all()

    run(body)


def test_quick_vectors_are_the_first_half_of_the_whole(run: Callable[..., Any]) -> None:
    async def body(workers: SpeechWorkers) -> None:
        sentences = ["what is my balance", "a table for four on Saturday"]
        quick = await workers.quick(sentences)
        assert quick.shape == (2, 512)
        assert np.allclose(quick, quick_half(await workers.embed(sentences)), atol=1e-4)
        assert isinstance(workers, QuickEmbedder)

    run(body)
