"""Options that sound alike are told of, and usual ones are not."""

import time
from pathlib import Path

import pytest
import yaml

from flows.checks import sounds
from flows.checks.sounds import distinct_sounds
from flows.loader.load import load_text
from tests.flows.checks.small import HEAD, MAIN, look, told

PAIRS = yaml.safe_load((Path(__file__).parent / "sounding.yaml").read_text(encoding="utf-8"))
USUAL = (
    "january february march april may june july august september october november december",
    "monday tuesday wednesday thursday friday saturday sunday",
    "red green blue yellow orange purple pink brown black white grey silver gold beige navy",
    "sales support billing accounts returns complaints delivery reception marketing",
    "one two three four five six seven eight nine ten eleven twelve twenty thirty",
    "london manchester birmingham leeds glasgow liverpool bristol sheffield edinburgh cardiff oxford york bath exeter",
    "morning noon afternoon evening night today tomorrow weekend hourly daily weekly monthly yearly once twice",
    "margherita pepperoni hawaiian vegetarian calzone mushrooms onions olives ham bacon cheese chicken beef",
)
CODE = "choice.sounds_alike"


def _choice(choices: str, kind: str = "choice", more: str = "") -> list[tuple[str, str]]:
    return told(f"{more}slots:\n  s: {{type: {kind}, choices: {choices}}}\n{MAIN}")


@pytest.mark.parametrize("pair", PAIRS["alike"], ids="/".join)
def test_what_sounds_alike_is_told_of(pair: list[str]) -> None:
    one, two = pair
    assert _choice(f"{{x: ['{one}'], y: ['{two}']}}") == [(CODE, "slots.s.choices.y.0")]


@pytest.mark.parametrize("pair", PAIRS["apart"], ids="/".join)
def test_what_sounds_different_is_left_alone(pair: list[str]) -> None:
    one, two = pair
    assert _choice(f"{{x: ['{one}'], y: ['{two}']}}") == []


def test_there_are_fifty_pairs_of_either_kind() -> None:
    assert all(len(pairs) >= 50 for pairs in PAIRS.values())


@pytest.mark.parametrize("names", USUAL, ids=lambda names: names.split()[0])
def test_usual_options_are_left_alone(names: str) -> None:
    assert _choice(f"{{{', '.join(f'{name}: ' for name in names.split())}}}") == []


def test_synonyms_of_one_option_may_sound_alike() -> None:
    assert _choice("{anna: [ann, hannah, ana], john: [jon, johnny]}") == []


def test_two_options_are_told_of_once_at_what_is_most_alike() -> None:
    assert _choice("{anna: [ann, anne], hannah: [hanna, ana]}") == [(CODE, "slots.s.choices.hannah.1")]


def test_the_message_names_words_and_options() -> None:
    bot = f"{HEAD}slots:\n  s: {{type: choice, choices: {{first_class: [gold], second: [cold]}}}}\n{MAIN}"
    (finding,) = load_text(bot).findings
    assert finding.message == "`cold` (`second`) sounds like `gold` (`first_class`)."
    assert finding.severity == "warning"


@pytest.mark.parametrize(
    "choices",
    [
        "{savings: [savings account], current: [current account]}", "{credit: [credit card], debit: [debit card]}",
        "{b1: [basic], d1: [deluxe]}", "{bill: [my bill], billing_address: []}", "{small: , extra_small: }",
        "{café: , кафе: }",
    ],
)  # fmt: skip
def test_shared_words_codes_and_other_letters_are_no_likeness(choices: str) -> None:
    assert _choice(choices) == []


def test_words_that_differ_are_compared_without_those_that_do_not() -> None:
    assert _choice("{x: [the long and winding red door], y: [the long and winding bed door]}") == []
    assert _choice("{x: [the pear in the box], y: [the pair in the box]}") == [(CODE, "slots.s.choices.y.0")]
    assert _choice("{x: [café noir], y: [cafe noire]}") == [(CODE, "slots.s.choices.y.0")]


@pytest.mark.parametrize(("language", "count"), [("en-GB", 1), ("EN", 1), ("de", 0), ("fr-CA", 0)])
def test_other_languages_than_english_have_no_rules(language: str, count: int) -> None:
    text = f"language: {language}\nslots:\n  s: {{type: choice, choices: {{john: , jon: }}}}\n{MAIN}"
    assert [code for code, _ in told(text)].count(CODE) == count


def test_own_types_are_told_of_where_they_stand() -> None:
    types = "types:\n  who: {type: choice, choices: {john: , jon: }}\n  other: {type: who}\n"
    assert told(f"{types}slots:\n  s: {{type: who}}\n  t: {{type: other}}\n{MAIN}") == [(CODE, "types.who.choices.jon")]
    assert _choice("{ann: , bob: }", kind="who", more=types) == [(CODE, "types.who.choices.jon")]


def test_one_word_for_two_options_is_no_likeness() -> None:
    assert _choice("{a_b: [red], c_d: [red]}") == [("choice.duplicate", "slots.s.choices.c_d")]


def test_thousands_of_options_take_bounded_time(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [
        f"{one}{two}{three}"
        for one in "bdgklmnprst"
        for two in ("a", "ee", "o")
        for three in ("ck", "m", "nd", "ll", "st")
    ]
    many = "".join(
        f"  s{at}: {{type: choice, choices: {{{', '.join(f'{name}{at}: ' for name in names)}}}}}\n" for at in range(10)
    )
    made = look(f"slots:\n{many}{MAIN}")
    begin = time.process_time()
    assert len(list(distinct_sounds(made))) > 50
    assert time.process_time() - begin < 1.0
    monkeypatch.setattr(sounds, "MAX_PAIRS", 0)
    assert list(distinct_sounds(made)) == []
