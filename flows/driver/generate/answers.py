"""What callers may answer: values on both sides of what conditions compare with, and how people say them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flows.definition.bot import Bot
from flows.driver.generate.codes import digit_codes, spelled_codes
from flows.driver.generate.constants import Constants, leaves, numbers_around, texts_around
from flows.driver.generate.sayings import SAMPLES, digits_in_words, number_in_words
from flows.values.setting import Setting
from flows.values.slot_type import SlotType
from flows.values.words import Words

MAX_ANSWERS = 24
"""Values tried for one question; conditions with more turning points are rare, and each value costs time."""
NICE_NUMBERS = (20, 2, 5, 50, 200, 2_000, 20_000, 1, 10, 100, 1_000, 0.5)
"""What people would say in an example; the first that the slot takes."""
MONEY_UNITS = (" dollars", "", " euros", " pounds", " francs", " yen", " rupees")


@dataclass(frozen=True)
class Answer:
    """A value and the sentences that should mean it, the most natural first."""

    value: Any
    texts: tuple[str, ...]


class Answers:
    """The answers to a bot's questions, worked out once a slot."""

    def __init__(self, bot: Bot, constants: Constants, setting: Setting) -> None:
        self._slots = bot.slots
        self._constants = constants
        self._setting = setting
        self._stub_numbers = [
            float(value)
            for tool in bot.tools.values()
            for _, value in leaves(tool.stub, "")
            if isinstance(value, int | float) and not isinstance(value, bool)
        ]
        self._known: dict[str, tuple[Answer, ...]] = {}

    def to(self, slot: str) -> tuple[Answer, ...]:
        """Values that a slot takes, each with ways to say it; the most natural value first."""
        if slot not in self._known:
            self._known[slot] = tuple(self._readable(slot))[:MAX_ANSWERS]
        return self._known[slot]

    def _readable(self, name: str) -> Iterator[Answer]:
        slot = self._slots[name]
        seen: list[Any] = []
        for group in self._groups(name, slot):
            said = [(self._value(slot, text), text) for text in dict.fromkeys(group)]
            fitting = [value for value, _ in said if value is not None]
            if fitting and not any(type(value) is type(fitting[0]) and value == fitting[0] for value in seen):
                seen.append(fitting[0])
                yield Answer(fitting[0], tuple(text for value, text in said if value == fitting[0]))

    def _value(self, slot: SlotType, text: str) -> Any:
        """What an answer to the question would give; None when it would be refused."""
        for found in slot.find(Words.of(text, self._setting), asked=True)[:1]:
            if slot.problem_at(found.value, self._setting) is None:
                return found.value
        return None

    def _groups(self, name: str, slot: SlotType) -> Iterator[Iterable[str]]:
        """Sentences, those for one value together."""
        kind = str(getattr(slot, "type", ""))
        literals = self._constants.of(name)
        choices: dict[str, tuple[str, ...] | None] = getattr(slot, "choices", None) or {}
        if choices:
            spoken = dict(zip(choices, slot.expected_words(), strict=False))
            yield from ((spoken.get(key, key), slot.say(key), *(others or ())) for key, others in choices.items())
        elif slot.condition_type == "bool":
            yield from (("yes",), ("no",))
        elif kind == "digits":
            yield from ((digits_in_words(code), " ".join(code)) for code in digit_codes(slot, literals))
        elif kind == "spelled":
            yield from ((" ".join(code).lower(), code) for code in spelled_codes(slot))
            yield from ((" ".join(text).lower(), text) for text in texts_around(literals))
        elif slot.condition_type == "double" and kind not in SAMPLES:
            yield from (_number_texts(kind, value) for value in self._numbers(slot, literals))
        else:
            yield from ((sample,) for sample in SAMPLES.get(kind, SAMPLES["text"]))
            yield from ((slot.say(text), text) for text in (*texts_around(literals), *_limits(slot)))
            yield from ((f"{number_in_words(value)} seconds",) for value in numbers_around(literals))

    def _numbers(self, slot: SlotType, literals: list[Any]) -> list[float]:
        limits = [getattr(slot, name, None) for name in ("min", "max")]
        bounds = [float(limit) for limit in limits if isinstance(limit, int | float)]
        nice = [float(number) for number in NICE_NUMBERS if slot.problem(number) is None][:1]
        others = self._stub_numbers if literals or slot.problem(0) is None else ()
        return list(dict.fromkeys((*nice, *numbers_around(literals, others), *bounds)))


def _limits(slot: SlotType) -> list[str]:
    """The first and the last time that a slot takes."""
    limits = (getattr(slot, name, None) for name in ("min", "max", "earliest", "latest"))
    return [limit for limit in limits if isinstance(limit, str)]


def _number_texts(kind: str, value: float) -> Iterator[str]:
    words = number_in_words(value)
    figures = f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    for unit in MONEY_UNITS if kind == "money" else ("",):
        yield f"{words}{unit.removesuffix('s') if value == 1 else unit}"
        yield f"{figures}{unit}"
