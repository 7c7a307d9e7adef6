"""The rows by which spoken values are judged: the tables of the slot types, and those written without sight of them."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from benchmarks._callers import ROOT
from flows.driver.ballot import elect
from flows.engine.events import CallStarted
from flows.engine.program import Program
from flows.engine.resume import start
from flows.engine.turn import expectation
from flows.loader.load import load_text
from flows.values.setting import Setting
from tests.flows.values import moment_tables, tables

HELD_OUT = ROOT / "tests" / "flows" / "held_out" / "values.yaml"
HELD_OUT_SETTING = {"now": "2026-01-05T10:00+01:00", "timezone": "Europe/Berlin"}
_KEYS = ("slot", "region", "now", "timezone")
_SPEAKABLE = re.compile(r"(?:(?:[a-z]+(?:['-][a-z]+)*|[ap]\.m\.)[,.?!]*(?: |$))+", re.I)
"""Words and marks between them. Figures, addresses with dots and the like are read by each voice in its own way."""
_WRITTEN = re.compile(r"\b(?:[A-Z]{2,}|ny|il|apt|st)\b")
"""Short forms, which a voice may read as a word."""
_SPELLED = ("email", "iban", "postcode", "spelled")
_LETTER_A = re.compile(r"\b(?<!with )a\b(?! (?:second|minute|moment|team)\b)", re.I)
_A_AMONG_LETTERS = re.compile(r"(?<=\b[b-z] )a\b(?= [b-z]\b)|\ba\b(?=(?: [b-z]\b){2})|(?<= [b-z] [b-z] )a\b")


@dataclass(frozen=True)
class Row:
    """What a caller says in answer to a slot's question, and the value that it is."""

    source: str
    kind: str
    row: dict[str, Any] = field(hash=False)
    setting: Setting

    @property
    def say(self) -> str:
        """The answer in writing."""
        return str(self.row["say"])

    @property
    def speakable(self) -> bool:
        """Whether a voice says it as it is written, and there is a value to be understood."""
        wanted = self.row["is"] is not None and not self.row.get("refused") and self.kind != "text"
        return wanted and bool(_SPEAKABLE.fullmatch(self.say)) and not _WRITTEN.search(self.say)

    @property
    def spoken(self) -> str:
        """The answer for a voice: the letter A by its name, or the voice says the article."""
        pattern = _LETTER_A if self.kind in _SPELLED else _A_AMONG_LETTERS
        return pattern.sub("ay", self.say)

    @property
    def hints(self) -> tuple[str, ...]:
        """What the recogniser is told to expect while the slot is asked for."""
        return _hints(self.kind, json.dumps(self.options), self.setting.region)

    @property
    def options(self) -> dict[str, Any]:
        """Those of the slot; the options of a choice are the same in all rows of its table."""
        given = dict(self.row.get("slot", {}))
        return {"choices": tables.CHOICES, **given} if self.kind == "choice" else given

    @property
    def told(self) -> dict[str, Any]:
        """The row with what it leaves to its table."""
        return {"type": self.kind, **{key: self.row[key] for key in _KEYS if key in self.row}}

    def takes(self, value: Any) -> bool:
        """Whether the slot may have a value."""
        return tables.slot(self.kind, **self.row.get("slot", {})).problem_at(value, self.setting) is None

    async def read_by(self, texts: Sequence[str], votes: Sequence[tuple[str, float]]) -> tuple[Any, bool]:
        """The value that the votes elect, as in a call, without votes that of the guesses; whether it is read back."""
        own = self.read_as(texts[0])
        own = own if own is not None and self.takes(own) else None
        outcome = await elect(votes, self._value_of) if votes else None
        if outcome is None or (outcome.value is True and own is not True):
            value = self.read_among(texts)
            return value, own is None
        heard_so = own is not None and own == outcome.value
        return outcome.value, not (heard_so and (outcome.sure or isinstance(own, bool)))

    async def _value_of(self, text: str) -> Any:
        value = self.read_as(text)
        return value if value is not None and self.takes(value) else None

    def read_as(self, text: str) -> Any:
        """The value of words that were heard; none where none is found, and for held-out rows where none fits."""
        found = moment_tables.best(self.kind, {**self.row, "say": text, "setting": self.setting})
        if found is not None and self.source == "held_out":
            return found.value if self.takes(found.value) else None
        return None if found is None else found.value

    def read_among(self, texts: Sequence[str]) -> Any:
        """As in a call: of the first words that give a value which the slot takes (flows/driver/guesses.py)."""
        for text in texts:
            value = self.read_as(text)
            if value is not None and self.takes(value):
                return value
        return self.read_as(texts[0])

    def means(self, text: str) -> bool:
        """Whether words that were heard give the value of the row, be it doubtful."""
        return self.has(self.read_as(text))

    def has(self, value: Any) -> bool:
        """Whether it is the value of the row, and of its kind."""
        return bool(value == self.row["is"]) and isinstance(value, bool) is isinstance(self.row["is"], bool)

    def right(self) -> bool:
        """Whether the answer as it is written is understood."""
        return self.means(self.say) and self._as_its_table_says()

    def _as_its_table_says(self) -> bool:
        """Also whether it is read back: the held-out rows and those of spelled codes do not tell."""
        if "setting" in self.row:
            return moment_tables.judged(self.kind, self.row) == moment_tables.wanted(self.row)
        return self.source == "held_out" or self.kind == "spelled" or tables.is_read_as(self.kind, self.row)


def table_rows() -> list[Row]:
    """All rows of all tables."""
    return [row for path in sorted(tables.DATA.glob("*.yaml")) for row in _of_table(path.stem)]


def held_out_rows() -> list[Row]:
    """The rows that were written from the documentation alone."""
    listed = yaml.safe_load(HELD_OUT.read_text(encoding="utf-8"))
    return [
        Row("held_out", row["type"], row, Setting(region=row.get("region", "US"), **HELD_OUT_SETTING)) for row in listed
    ]


def _of_table(kind: str) -> Iterator[Row]:
    if isinstance(yaml.safe_load((tables.DATA / f"{kind}.yaml").read_text(encoding="utf-8")), dict):
        yield from (Row("tables", kind, row, row["setting"]) for row in moment_tables.moment_rows(kind))
    else:
        yield from (Row("tables", kind, row, Setting(region=row.get("region", "US"))) for row in tables.rows(kind))


@cache
def _hints(kind: str, options: str, region: str) -> tuple[str, ...]:
    """Those of a bot that asks for nothing but this slot."""
    ask = {"type": "ask", "slot": "wanted", "say": "Yes, please?", "on_fail": "end", "next": "end"}
    loaded = load_text(
        json.dumps({
            "voxloom": 1, "bot": "asks", "start": "main", "region": region, "flows": {"main": {"nodes": {"ask": ask}}},
            "slots": {"wanted": {"type": kind, **json.loads(options)}},
        })
    )  # fmt: skip
    assert loaded.bot is not None, loaded.findings
    program = Program(loaded.bot)
    return expectation(program, start(program, CallStarted(HELD_OUT_SETTING["now"])).state).hints
