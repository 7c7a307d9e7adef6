"""How well values are understood that callers say: the tables of the slot types, and rows that no parser was made for.

`tables` are those of tests/flows/values/data, `held_out` is tests/flows/held_out/values.yaml. As typed, a row is right
when its answer gives its value (in a table also: read back where the row says so). With `--spoken` three voices say
each row that voices say as it is written, one over each line, and it is right when what the recognisers heard gives the
value, `misread` when it gives another one; `first_alone` is the same without the second opinion. They expect what they
expect in a call while that slot is asked.

    .venv/bin/python benchmarks/values.py [--quick] [--json] [--wrong] [--write-floor] [--spoken [--heard FILE]]
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

from benchmarks._callers import QUICK_VOICES, VOICES  # noqa: E402
from benchmarks._machine import machine, versions  # noqa: E402
from benchmarks._spoken import PACKAGES, Clip, Sentence, heard, share, shares, written_to  # noqa: E402
from benchmarks._value_rows import Row, held_out_rows, table_rows  # noqa: E402
from flows.driver.guesses import MOST_GUESSES  # noqa: E402

FLOOR = Path(__file__).with_suffix(".floor.json")
SOURCES = ("tables", "held_out")
QUICK_STEP = 10
"""So many rows are passed over for one that is spoken in a quick run."""


@dataclass(frozen=True)
class Judged:
    """A row and whether it was understood."""

    row: Row
    right: bool


@dataclass(frozen=True)
class Spoken:
    """A row as it was heard once, and the value that was read from it."""

    row: Row
    clip: Clip
    read: Any
    asked_back: bool
    """Whether the bot reads the value back before it counts, since not all words or votes were for it."""
    alone: tuple[Any, bool]
    """The same two of the first recogniser alone."""

    @property
    def right(self) -> bool:
        """Whether it is the value of the row."""
        return self.row.has(self.read)

    @property
    def misread(self) -> bool:
        """Whether it is another one: worse than none, to which the bot asks again."""
        return self.read is not None and not self.right

    @property
    def unnoticed(self) -> bool:
        """Whether it is another one, and the bot does not read it back."""
        return self.misread and not self.asked_back

    def by_first(self) -> "Spoken":
        """As if there were no second opinion."""
        value, back = self.alone
        return replace(self, read=value, asked_back=back)

    def as_row(self) -> dict[str, Any]:
        """A line of the file of `--heard`."""
        said = {
            "voice": self.clip.voice,
            "line": self.clip.line,
            "say": self.row.say,
            "heard": self.clip.text,
            "others": list(self.clip.others),
            "votes": [list(share) for share in self.clip.votes],
        }
        return {**self.row.told, **said, "is": self.row.row["is"], "read": self.read, "of": self.row.source}


def typed(rows: Sequence[Row]) -> list[Judged]:
    """Every row as it is written."""
    return [Judged(row, row.right()) for row in rows]


def typed_figures(judged: Sequence[Judged]) -> dict[str, Any]:
    """Of each source: how many rows, how many are right, also by type."""
    result: dict[str, Any] = {}
    for source in SOURCES:
        own = [each for each in judged if each.row.source == source]
        result[source] = share(each.right for each in own)
        result[f"{source}_by_type"] = shares(own, lambda each: each.row.kind, lambda each: each.right)
    return result


async def spoken(rows: Sequence[Row], quick: bool, file: Path | None) -> list[Spoken]:
    """Every row that can be said, as it was heard."""
    said = [row for row in rows if row.speakable][:: QUICK_STEP if quick else 1]
    sentences = [Sentence(row.spoken, row.hints, row.kind) for row in said]
    found = []
    with written_to(file) as write:
        async for clip in heard(sentences, QUICK_VOICES if quick else VOICES):
            row = said[clip.number]
            texts = (clip.text, *clip.others[:MOST_GUESSES])
            value, back = await row.read_by(texts, clip.votes)
            found.append(Spoken(row, clip, value, back, await row.read_by(texts, ())))
            write(found[-1].as_row())
    return found


def spoken_figures(found: Sequence[Spoken]) -> dict[str, Any]:
    """The share that was understood: of all clips, of the clean ones, and in parts."""
    parts: dict[str, Callable[[Spoken], str]] = {
        "source": lambda each: each.row.source,
        "type": lambda each: each.row.kind,
        "voice": lambda each: each.clip.voice,
        "line": lambda each: each.clip.line,
    }
    by_part = {f"spoken_by_{name}": shares(found, part, lambda each: each.right) for name, part in parts.items()}
    clean = [each for each in found if each.clip.line == "clean"]
    return {
        **spoken_shares("spoken", found),
        **spoken_shares("spoken_first_alone", [each.by_first() for each in found]),
        **by_part,
        "spoken_clean_by_type": shares(clean, lambda each: each.row.kind, lambda each: each.right),
        "spoken_misread_by_type": shares(found, lambda each: each.row.kind, lambda each: each.misread),
    }


def spoken_shares(name: str, found: Sequence[Spoken]) -> dict[str, Any]:
    """How many are right: of all, on clean lines, and there without the harshest voices; and how many are wrong."""
    clean = [each for each in found if each.clip.line == "clean"]
    return {
        name: share(each.right for each in found),
        f"{name}_clean": share(each.right for each in clean),
        f"{name}_clean_without_espeak": share(each.right for each in clean if not each.clip.voice.startswith("espeak")),
        f"{name}_right_not_read_back": share(each.right and not each.asked_back for each in found),
        f"{name}_misread": share(each.misread for each in found),
        f"{name}_misread_not_read_back": share(each.unnoticed for each in found),
    }


def below_floor(made: dict[str, Any], floor: dict[str, int]) -> list[str]:
    """The sources of which fewer rows are right than were once."""
    return [source for source in SOURCES if made[source]["right"] < floor.get(source, 0)]


def raised(made: dict[str, Any], floor: dict[str, int]) -> dict[str, int]:
    """The floor after a run; it never falls."""
    return {source: max(made[source]["right"], floor.get(source, 0)) for source in SOURCES}


def read_floor() -> dict[str, int]:
    """How many rows of each source must be right."""
    return dict(json.loads(FLOOR.read_text(encoding="utf-8"))) if FLOOR.is_file() else {}


def tell(made: dict[str, Any]) -> None:
    """The report for a person."""
    place = made["machine"]
    print(f"{place['cpu']}, {place['cores']} cores, load {place['load_1min']}")
    for name, value in made.items():
        if isinstance(value, dict) and name not in ("machine", "versions"):
            for part, each in ({"": value} if "n" in value else value).items():
                print(f"{name + ' ' + part:<40}{each['right']:>6} of {each['n']:<6}{each['share'] or 0:>7.1%}")
    print(", ".join(f"{name} {value}" for name, value in made["versions"].items()))


def tell_wrong(judged: Sequence[Judged], found: Sequence[Spoken]) -> None:
    """Each row that was not understood."""
    for each in judged:
        if not each.right:
            read = each.row.read_as(each.row.say)
            sys.stderr.write(
                f"{each.row.source} {each.row.kind}: {each.row.say!r} is {each.row.row['is']!r}: {read!r}\n"
            )
    for one in found:
        if not one.right:
            sys.stderr.write(f"{one.clip.voice} {one.clip.line} {one.row.kind}: {one.row.say} -> {one.clip.text}\n")


def arguments() -> argparse.Namespace:
    """What the caller of the benchmark wants."""
    parser = argparse.ArgumentParser(description="How well values are understood that callers say.")
    parser.add_argument("--quick", action="store_true", help="with --spoken: a tenth of the rows and three voices")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--wrong", action="store_true", help="also list what was not understood")
    parser.add_argument("--write-floor", action="store_true", help=f"raise {FLOOR.name} to what is right now")
    parser.add_argument("--spoken", action="store_true", help="also by voices, as the recogniser hears them")
    parser.add_argument("--heard", type=Path, metavar="FILE", help="with --spoken: write what was heard, as YAML")
    return parser.parse_args()


def main() -> int:
    """Exit code 1 when fewer rows are right, as typed, than the floor says."""
    options = arguments()
    rows = [*table_rows(), *held_out_rows()]
    judged = typed(rows)
    found = asyncio.run(spoken(rows, options.quick, options.heard)) if options.spoken else []
    made = {**typed_figures(judged), **(spoken_figures(found) if options.spoken else {}), "n": len(rows)}
    made |= {"machine": machine(), "versions": versions(PACKAGES)}
    print(json.dumps(made)) if options.json else tell(made)
    if options.wrong:
        tell_wrong(judged, found)
    floor = read_floor()
    if options.write_floor:
        FLOOR.write_text(json.dumps(raised(made, floor)) + "\n", encoding="utf-8")
    if low := below_floor(made, floor):
        sys.stderr.write(f"Fewer values are understood than the floor says: {', '.join(low)}.\n")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
