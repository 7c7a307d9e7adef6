"""Sentences said by voices and heard as in a call: shared by the benchmarks of values and of requests."""

import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

from benchmarks._callers import LINES, installed, name_of, seed_of, spoken_by
from benchmarks._callers import Clip as PcmClip
from runtime.speech.second import PATIENCE, Share, Vote, agree, read_shares
from tests.calls.voices import Voice

VOICES_A_SENTENCE = 3
PACKAGES = ("ctranslate2", "faster-whisper", "piper-tts")
Item = TypeVar("Item")


@dataclass(frozen=True)
class Sentence:
    """What a voice says, and the words that the recogniser expects meanwhile."""

    say: str
    hints: tuple[str, ...] = ()
    asks: str = ""
    """The type of the slot that was asked for: then a second opinion is heard."""


@dataclass(frozen=True)
class Clip:
    """A sentence (by its number) as one voice said it over one line, and what was heard of it."""

    number: int
    voice: str
    line: str
    text: str
    others: tuple[str, ...] = ()
    """The other guesses of the recogniser."""
    votes: tuple[Share, ...] = ()
    """Of all recognisers, where a second opinion was heard."""


def turns(count: int, voices: int) -> list[list[tuple[int, str]]]:
    """For each voice the sentences that it says, each with its line.

    A sentence has another voice on each line; the voices are as far apart in their list as can be, and each voice gets
    each line as often as the others.

    >>> turns(2, 3)
    [[(0, 'clean'), (1, 'noise')], [(0, 'telephone'), (1, 'clean')], [(0, 'noise'), (1, 'telephone')]]
    """
    each = min(VOICES_A_SENTENCE, voices)
    said: list[list[tuple[int, str]]] = [[] for _ in range(voices)]
    for number in range(count):
        for turn in range(each):
            said[(number + turn * (voices // each)) % voices].append((number, list(LINES)[turn]))
    return said


async def heard(sentences: Sequence[Sentence], voices: Sequence[Voice]) -> AsyncIterator[Clip]:
    """Every sentence by some of the voices, one voice after the other."""
    from runtime.speech import models
    from runtime.speech.workers.recogniser import Recogniser
    from runtime.speech.workers.second import SecondOpinion

    recogniser = Recogniser(str(models.find("recogniser")["model.bin"].parent))
    second = None if models.missing(*models.OPTIONAL) else SecondOpinion()
    there = installed(voices)
    for voice, said in zip(there, turns(len(sentences), len(there)), strict=True):
        name = name_of(voice)
        sys.stderr.write(f"{name}: {len(said)} sentences\n")
        sounds = await spoken_by(voice, list(dict.fromkeys(sentences[number].say for number, _ in said)))
        for number, line in said:
            sentence = sentences[number]
            clip = LINES[line](sounds[sentence.say], seed_of(name, sentence.say))
            found = recogniser.transcribe(clip, sentence.hints)
            asked = second is not None and waits(sentence.asks, float(found["confidence"]))
            votes = with_second(read_shares(found["shares"]), second, clip, sentence) if second and asked else ()
            yield Clip(number, name, line, str(found["text"]), tuple(found["others"]), votes)


def waits(asks: str, confidence: float) -> bool:
    """Whether an answer is worth a second opinion, as in a call."""
    patience = PATIENCE.get(asks)
    return patience is not None and patience.lasts_ms(confidence) > 0


def with_second(own: Vote, second: Any, clip: PcmClip, sentence: Sentence) -> Vote:
    """All votes, as in a call where no core is busy; nothing where the first recogniser heard nothing."""
    votes = [own]
    for vote in second.votes(clip, list(sentence.hints), sentence.asks) if own else ():
        votes.append(read_shares(vote))
        if any(agree(one, votes[-1], sentence.asks) for one in votes[:-1]):
            break
    return tuple(share for vote in votes for share in vote)


@contextmanager
def written_to(path: Path | None) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Writes rows as YAML, each a flow mapping on a line of its own, as they come: such a run takes long."""
    if path is None:
        yield lambda _: None
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8") as file:

        def write(row: dict[str, Any]) -> None:
            flow = yaml.safe_dump(row, default_flow_style=True, sort_keys=False, allow_unicode=True, width=sys.maxsize)
            file.write(f"- {flow}")
            file.flush()

        yield write


def share(right: Iterable[bool]) -> dict[str, Any]:
    """How many, how many of them are right, and which part of them that is."""
    every = list(right)
    return {"n": len(every), "right": sum(every), "share": round(sum(every) / len(every), 4) if every else None}


def shares(items: Iterable[Item], part: Callable[[Item], str], right: Callable[[Item], bool]) -> dict[str, Any]:
    """The same for each part, in the order in which the parts come."""
    parts: dict[str, list[bool]] = {}
    for item in items:
        parts.setdefault(part(item), []).append(right(item))
    return {name: share(own) for name, own in parts.items()}
