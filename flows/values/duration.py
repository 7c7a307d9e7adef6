"""A span of time."""

from typing import ClassVar, Literal

from pydantic.dataclasses import dataclass

from flows.definition.config import CONFIG
from flows.values.cardinals import too_large
from flows.values.corrections import settled, standing
from flows.values.duration_words import UNIT_SECONDS, spans_said
from flows.values.misheard import mending
from flows.values.numerals import numerals, plain_number
from flows.values.parted import figures
from flows.values.setting import ANYWHERE, Setting
from flows.values.slot_type import SlotType, Value
from flows.values.spoken_time import say_span
from flows.values.time_limits import SpanLimit
from flows.values.words import Found, Words


@dataclass(frozen=True, kw_only=True, config=CONFIG)
class Duration(SlotType):
    """How long something takes, in seconds: "half an hour" is 1800, "an hour and a half" 5400, "a week and two days"
    777600. A month counts as 30 days and a year as 365."""

    condition_type: ClassVar[str] = "double"
    example: ClassVar[str] = "stay: {type: duration, min: 30m, max: 4h}"
    found_unasked: ClassVar[bool] = True

    type: Literal["duration"]
    min: SpanLimit | None = None
    """The shortest span that is taken: `30m`, `2h`, `1d`."""
    max: SpanLimit | None = None
    """The longest span that is taken."""
    unit: Literal["second", "minute", "hour", "day", "week"] | None = None
    """What an answer counts that is only a number; without it such an answer is not understood."""

    @mending("length", "number", written=figures)
    def find(self, words: Words, *, asked: bool) -> list[Found]:
        """The spans of the sentence, the last that was not taken back first; unasked none that is a moment."""
        said = [
            Found(plain_number(round(span.seconds, 3)), span.start, span.end, 0.95 if asked else 0.85, span.doubtful)
            for span in spans_said(words)
            if asked or span.plain
        ]
        found = settled(words, standing(words, said), lambda item: self.problem(item.value) is None)
        if found or not asked or self.unit is None or too_large(words):
            return found
        size = UNIT_SECONDS[self.unit]
        return [
            Found(plain_number(round(number.value * size, 3)), number.start, number.end, 0.8)
            for number in reversed(list(numerals(words.tokens)))
            if number.value > 0
        ]

    def problem(self, value: Value) -> str | None:
        """No span of time, or beyond a limit."""
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            return "I need a length of time."
        if self.min is not None and value < self.min:
            return f"It must be at least {say_span(self.min)}."
        if self.max is not None and value > self.max:
            return f"It can be {say_span(self.max)} at most."
        return None

    def say(self, value: Value) -> str:
        """`1 hour and 30 minutes`."""
        return say_span(float(value)) if isinstance(value, int | float) else str(value)

    def read(self, raw: object, setting: Setting = ANYWHERE) -> Value | None:
        """A number of seconds as it is; else as spoken."""
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            return raw if raw >= 0 else None
        return super().read(raw, setting)
