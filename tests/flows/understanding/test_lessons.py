"""What is learned of a bot, and that it can be kept."""

from dataclasses import replace

import numpy as np
import pytest

from flows.definition.bot import Bot
from flows.understanding.lessons import Learned, Lesson, learn, model
from flows.understanding.slot_names import SlotNames


def _lesson(bot: Bot) -> Lesson:
    return Lesson.of(bot, SlotNames.of(bot))


def _vectors(count: int) -> np.ndarray:
    rows = np.random.default_rng(1).normal(size=(count, 16)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_descriptions_are_examples_that_count_twice(starter_bots: dict[str, Bot]) -> None:
    lesson = _lesson(starter_bots["riverbank"])
    at = lesson.examples.index("your balance")
    assert (lesson.intents[lesson.labels[at]], lesson.counts[at]) == ("check_balance", 2.0)
    assert len(lesson.labels) == len(lesson.counts) == len(lesson.examples)


def test_only_intents_that_start_something_are_learned(starter_bots: dict[str, Bot]) -> None:
    bot = starter_bots["riverbank"]
    idle = replace(bot, flows={name: flow for name, flow in bot.flows.items() if name != "transfer"})
    assert "transfer" not in _lesson(idle).intents


def test_the_key_changes_with_each_part(starter_bots: dict[str, Bot]) -> None:
    lesson = _lesson(starter_bots["riverbank"])
    others = [
        replace(lesson, examples=("new", *lesson.examples[1:])),
        replace(lesson, labels=(lesson.labels[0] + 1, *lesson.labels[1:])),
        replace(lesson, counts=(3.0, *lesson.counts[1:])),
        replace(lesson, naming=()),
    ]
    keys = {each.key("a") for each in (lesson, *others)} | {lesson.key("b")}
    assert len(keys) == 6
    assert lesson.key("a") == _lesson(starter_bots["riverbank"]).key("a")


def test_what_is_kept_tells_the_same(starter_bots: dict[str, Bot]) -> None:
    lesson = _lesson(starter_bots["riverbank"])
    made = learn(lesson, _vectors(len(lesson.sentences)))
    again = Learned.of_arrays(made.arrays(), lesson)
    asked = _vectors(3)
    first, second = (model(lesson, each.parts(lesson)[0], each.intents).table(asked) for each in (made, again))
    assert np.array_equal(first, second)


def test_what_does_not_fit_is_refused(starter_bots: dict[str, Bot]) -> None:
    lesson = _lesson(starter_bots["riverbank"])
    arrays = learn(lesson, _vectors(len(lesson.sentences))).arrays()
    with pytest.raises(ValueError, match="does not fit"):
        Learned.of_arrays({**arrays, "vectors": arrays["vectors"][1:]}, lesson)
    with pytest.raises(KeyError):
        Learned.of_arrays({"vectors": arrays["vectors"]}, lesson)
