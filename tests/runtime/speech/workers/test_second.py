"""The second opinion with its models: it hears a voice, and its grammar holds it to the words that fit."""

import asyncio
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks._callers import clean, spoken_by
from flows.driver.ballot import Ballot
from runtime.speech import hearing
from runtime.speech.second import read_shares, worker_of_second_opinion
from runtime.speech.service import SpeechWorkers
from runtime.speech.spoken_words import grammars
from runtime.speech.workers.second import GRAMMAR_WEIGHT, SecondOpinion, joined

SAID = ["I would like to know my balance, please.", "seven oh four two nine"]
PHONE = "five five five, zero one nine nine"


@pytest.fixture
def parts(tmp_path: Path) -> dict[str, Path]:
    for name, content in {"model.bin.part2": b"cd", "model.bin.part1": b"ab", "config.json": b"{}"}.items():
        (tmp_path / name).write_bytes(content)
    return {path.name: path for path in tmp_path.iterdir()}


def test_parts_of_a_file_are_put_together_once(parts: dict[str, Path], tmp_path: Path) -> None:
    folder = joined(parts, tmp_path / "new" / "folder")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"model.bin": b"abcd", "config.json": b"{}"}
    made = (folder / "model.bin").stat()
    joined(parts, folder)
    assert (folder / "model.bin").stat() == made


def test_a_file_that_is_not_its_parts_is_made_anew(parts: dict[str, Path], tmp_path: Path) -> None:
    folder = joined(parts, tmp_path / "folder")
    (folder / "model.bin").write_bytes(b"abce")
    assert (joined(parts, folder) / "model.bin").read_bytes() == b"abcd"


@pytest.fixture(scope="module")
def clips() -> dict[str, Any]:
    sounds = asyncio.run(spoken_by(None, [*SAID, PHONE]))
    return {text: clean(sound, 0) for text, sound in sounds.items()}


@pytest.fixture(scope="module")
def opinion() -> SecondOpinion:
    return SecondOpinion()


@pytest.mark.models
def test_both_models_hear_a_voice(opinion: SecondOpinion, clips: dict[str, Any]) -> None:
    votes = [read_shares(vote) for vote in opinion.votes(clips[SAID[0]], [], "date")]
    letters = ["".join(hearing.words(vote[0][0])) for vote in votes]  # "to morrow" is heard well
    assert letters == ["".join(hearing.words(SAID[0]))] * 2
    for vote in votes:
        assert sum(share for _, share in vote) == pytest.approx(1.0, abs=0.001)


@pytest.mark.models
def test_a_code_is_also_heard_in_its_own_words(opinion: SecondOpinion, clips: dict[str, Any]) -> None:
    *_, held = [read_shares(vote) for vote in opinion.votes(clips[SAID[1]], [], "digits")]
    assert sum(share for _, share in held) == pytest.approx(GRAMMAR_WEIGHT, abs=0.001)
    grammar = grammars()["digits"]
    for text, _ in held:
        assert grammar.after(0, "▁" + text.lower().replace(" ", "▁")) in grammar.ends
    assert hearing.words(SAID[1].replace("oh", "o")) in [
        hearing.words(text.lower().replace("oh", "o").replace("zero", "o")) for text, _ in held
    ]


@pytest.mark.models
def test_what_is_too_short_to_be_a_word_is_heard_by_nobody_or_as_nothing(opinion: SecondOpinion) -> None:
    assert [read_shares(vote) for vote in opinion.votes(np.zeros(1_600, np.int16), [], "digits")] == [()]


@pytest.mark.models
def test_a_long_clip_is_heard_to_its_end(opinion: SecondOpinion, clips: dict[str, Any]) -> None:
    clip = np.concatenate([clips[PHONE]] * 5)
    assert clip.size > 10 * hearing.SAMPLE_RATE
    first, *_ = opinion.votes(clip, [], "")
    heard = hearing.words(str(first[0][0]))
    assert "".join(heard).count("nine") + "".join(heard).count("9") >= 8


@pytest.mark.models
def test_a_call_hears_it(clips: dict[str, Any]) -> None:
    async def main() -> Any:
        workers = SpeechWorkers(second=worker_of_second_opinion())
        try:
            await workers.recogniser.start()
            workers.second.start()
            await asyncio.gather(workers.second._starting or asyncio.sleep(0))
            return await workers.transcribe(clips[PHONE], asks="phone"), await workers.transcribe(clips[PHONE])
        finally:
            await workers.aclose()

    asked, open_request = asyncio.run(main())
    assert not isinstance(open_request.others, Ballot)
    assert asked.text == open_request.text
    assert isinstance(asked.others, Ballot)
