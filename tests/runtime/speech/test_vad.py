import asyncio
import threading

import numpy as np
import numpy.typing as npt
import pytest

from runtime.speech import vad
from runtime.speech.errors import SpeechUnavailable
from runtime.speech.vad import CONTEXT_SAMPLES, WINDOW_SAMPLES, VoiceActivity

pytestmark = pytest.mark.models

Pcm = npt.NDArray[np.int16]


def noise(seconds: float, level: float = 1000) -> Pcm:
    return np.random.default_rng(7).normal(0, level, int(seconds * 16_000)).astype(np.int16)


def at_once(activity: VoiceActivity, pcm: Pcm) -> list[float]:
    """The whole recording in one run of the model, as faster-whisper does it."""
    samples = pcm[: pcm.size // WINDOW_SAMPLES * WINDOW_SAMPLES].astype(np.float32) / np.float32(32768)
    windows = samples.reshape(-1, WINDOW_SAMPLES)
    before = np.concatenate((np.zeros((1, CONTEXT_SAMPLES), np.float32), windows[:-1, -CONTEXT_SAMPLES:]))
    state = np.zeros((1, 1, 128), np.float32)
    return list(activity.run(np.concatenate((before, windows), axis=1), state, state)[0])


@pytest.mark.parametrize("step", [320, 160, 512, 777, 100_000])
def test_pushed_in_pieces_it_says_the_same_as_at_once(step: int) -> None:
    async def main() -> None:
        activity = VoiceActivity()
        pcm = np.concatenate((noise(0.5, 20), noise(0.5, 8000), noise(0.3, 20)))
        stream = activity.stream()
        answers = [stream.push(pcm[start : start + step]) for start in range(0, pcm.size, step)]
        streamed = [value for answer in answers for value in await answer]
        assert streamed == pytest.approx(at_once(activity, pcm), abs=1e-4)
        activity.close()

    asyncio.run(main())


def test_streams_do_not_mix() -> None:
    async def main() -> None:
        activity = VoiceActivity()
        first, second = noise(1.0), noise(1.0, 5000)
        one, two = activity.stream(), activity.stream()
        answers = [
            (one.push(first[start : start + 320]), two.push(second[start : start + 320]))
            for start in range(0, 16_000, 320)
        ]
        heard = [value for answer, _ in answers for value in await answer]
        other = [value for _, answer in answers for value in await answer]
        assert heard == pytest.approx(at_once(activity, first), abs=1e-4)
        assert other == pytest.approx(at_once(activity, second), abs=1e-4)
        activity.close()

    asyncio.run(main())


@pytest.mark.parametrize(
    "pcm",
    [
        np.zeros(32_000, np.int16),
        noise(2, 30),
        (8000 * np.sin(np.arange(32_000) * 2 * np.pi * 440 / 16_000)).astype(np.int16),
    ],
    ids=["silence", "hiss", "tone"],
)
def test_what_is_no_speech_is_not_taken_for_it(pcm: Pcm) -> None:
    async def main() -> None:
        activity = VoiceActivity()
        heard = await activity.stream().push(pcm)
        assert len(heard) == 62
        assert float(np.mean(np.array(heard) > 0.5)) < 0.1
        activity.close()

    asyncio.run(main())


def test_it_runs_in_its_own_thread_and_nowhere_else() -> None:
    async def main() -> None:
        activity = VoiceActivity()
        threads = set()
        run = activity.run

        def watched(*arguments: npt.NDArray[np.float32]) -> object:
            threads.add(threading.current_thread().name)
            return run(*arguments)

        activity.run = watched  # type: ignore[method-assign, assignment]
        stream = activity.stream()
        await asyncio.gather(*(stream.push(noise(0.1)) for _ in range(20)))
        assert threads == {"vad_0"}
        activity.close()
        assert not [thread for thread in threading.enumerate() if thread.name.startswith("vad")]

    asyncio.run(main())


def test_what_waits_is_answered_in_one_run() -> None:
    async def main() -> None:
        activity = VoiceActivity()
        go, runs, run = threading.Event(), [], activity.run

        def held(*arguments: npt.NDArray[np.float32]) -> object:
            go.wait(10)
            runs.append(len(arguments[0]))
            return run(*arguments)

        activity.run = held  # type: ignore[method-assign, assignment]
        stream = activity.stream()
        answers = [stream.push(noise(0.032)) for _ in range(10)]
        go.set()
        assert [len(await answer) for answer in answers] == [1] * 10
        assert sum(runs) == 10
        assert len(runs) <= 2
        activity.close()

    asyncio.run(main())


def test_too_much_waiting_audio_is_refused_and_then_it_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vad, "MOST_WAITING_WINDOWS", 5)

    async def main() -> None:
        activity = VoiceActivity()
        stream = activity.stream()
        first = stream.push(noise(0.032 * 5))
        with pytest.raises(SpeechUnavailable, match="seconds behind"):
            await stream.push(noise(0.032))
        assert len(await first) == 5
        while activity._waiting_windows:
            await asyncio.sleep(0)
        assert len(await stream.push(noise(0.032))) == 1
        activity.close()

    asyncio.run(main())


def test_a_closed_one_refuses_and_leaves_nobody_waiting() -> None:
    async def main() -> None:
        activity = VoiceActivity()
        stream = activity.stream()
        waiting = [stream.push(noise(0.1)) for _ in range(50)]
        activity.close()
        activity.close()
        results = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 10)
        assert {type(result) for result in results} <= {list, SpeechUnavailable}
        with pytest.raises(SpeechUnavailable, match="is not running"):
            await stream.push(noise(0.1))

    asyncio.run(main())


def test_a_fault_of_the_model_reaches_whoever_waits() -> None:
    async def main() -> None:
        activity = VoiceActivity()

        def broken(*arguments: npt.NDArray[np.float32]) -> object:
            raise RuntimeError("native fault")

        activity.run = broken  # type: ignore[method-assign, assignment]
        with pytest.raises(SpeechUnavailable, match="Voice activity failed: native fault"):
            await activity.stream().push(noise(0.1))
        activity.close()

    asyncio.run(main())


def test_whoever_stops_waiting_disturbs_nobody() -> None:
    async def main() -> None:
        activity = VoiceActivity()
        stream = activity.stream()
        gone = stream.push(noise(0.1))
        gone.cancel()
        assert len(await stream.push(noise(0.1))) >= 3
        activity.close()

    asyncio.run(main())
