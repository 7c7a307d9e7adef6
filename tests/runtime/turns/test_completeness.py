"""Whether words are a whole utterance."""

import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.turns.completeness import UNSURE, Lexicon, features, finished, likely_finished, normal

SENTENCES = Path(__file__).with_name("completeness.txt")
DATA = files("runtime.turns").joinpath("completeness.en.json").read_text("utf-8")
LEXICON = Lexicon.of(json.loads(DATA)["lexicon"])


def written() -> tuple[list[str], list[str]]:
    """The sentences of the file, and their beginnings up to each mark."""
    lines = [line for line in SENTENCES.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    parts = [[part.strip() for part in line.split("|")] for line in lines]
    whole = [" ".join(each) for each in parts]
    return whole, [" ".join(each[:count]) for each in parts for count in range(1, len(each))]


def test_sentences_and_beginnings_that_it_has_not_learned_from_are_told_apart() -> None:
    whole, begun = written()
    assert (len(whole), len(begun)) == (80, 136)
    wholes, beguns = [finished(text) for text in whole], [finished(text) for text in begun]
    pairs = [(1.0 if a > b else 0.5 if a == b else 0.0) for a in wholes for b in beguns]
    assert sum(pairs) / len(pairs) >= 0.98
    assert sum(chance < 0.2 for chance in wholes) / len(wholes) <= 0.08
    assert sum(chance > 0.5 for chance in beguns) / len(beguns) <= 0.04


@pytest.mark.parametrize(
    ("goes_on", "whole"),
    [
        ("I'd like to send fifty dollars to", "I'd like to send fifty dollars to Anna."),
        ("Can you tell me", "Can you tell me my balance?"),
        ("my", "my savings account please"),
        ("the number is", "the number is 4471"),
        ("I want to pay, um", "I want to pay um the rent"),
        ("Yes. I want to", "I want to. Yes."),
        ("no I meant", "no I meant sixty"),
        ("send $50 to", "send $50 to John"),
    ],
)
def test_what_is_missing_at_the_end_is_noticed(goes_on: str, whole: str) -> None:
    assert finished(goes_on) < 0.3 < 0.5 < finished(whole)


@pytest.mark.parametrize("ending", ["um", "uh", "and", "so um", "but", "let me see", "because"])
def test_a_hesitation_at_the_end_goes_on(ending: str) -> None:
    assert finished(f"I lost my card {ending}") < 0.3


@pytest.mark.parametrize("text", ["", " ", "...", "?!"])
def test_nothing_said_tells_nothing(text: str) -> None:
    assert finished(text) == UNSURE


@pytest.mark.parametrize("language", ["xx", "../en", ""])
def test_a_language_without_data_tells_nothing(language: str) -> None:
    assert finished("I want to", language) == UNSURE


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Send $1,250.50, please!", ["send", "<n>", "dollars", "please"]),
        ("twenty five percent", ["<n>", "percent"]),
        ("5%", ["<n>", "percent"]),
        ("on the 21st", ["on", "the", "<th>"]),
        ("the twenty-first", ["the", "<n>", "<th>"]),
        ("B R O W N", ["<l>"]),
        ("at SW1A 2AA", ["at", "<n>"]),
        ("I’d um like uh", ["i'd", "like", "uh"]),
        ("Yes. My balance?", ["my", "balance"]),
        ("It starts at 7:30 p.m.", ["it", "starts", "at", "<n>", "pm"]),
    ],
)
def test_words_are_seen_as_a_recogniser_or_a_person_may_write_them(text: str, words: list[str]) -> None:
    assert normal(text, LEXICON) == words


def test_case_and_a_full_stop_change_nothing() -> None:
    assert finished("SEND IT TO") == finished("send it to") == finished("Send it to.")


@pytest.mark.parametrize("mark", ["...", "… ", "-"])
def test_a_text_that_trails_off_is_less_likely_whole(mark: str) -> None:
    assert 0 < finished(f"I lost my card{mark}") < finished("I lost my card.")


def test_features_do_not_name_words_that_are_not_known() -> None:
    named = " ".join(features(["call", "zyxhausen", "zyxly"], frozenset({"call"}), LEXICON))
    assert "zyx" not in named
    assert "<u>-ly" in named


def test_the_file_is_small_and_names_whose_sentences_it_was_made_from() -> None:
    assert len(DATA.encode()) <= 400_000
    about = json.loads(DATA)["about"]
    assert all(name in about for name in ("CLINC150", "CC-BY-3.0", "BANKING77", "CC-BY-4.0"))


def test_it_needs_no_numpy() -> None:
    code = (
        "import sys; from runtime.turns.completeness import finished; finished('my'); assert 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@given(st.text(max_size=200))
def test_any_text_has_a_chance(text: str) -> None:
    assert 0 <= finished(text) <= 1


def test_other_guesses_tell_that_a_phrase_was_completed_by_the_recogniser() -> None:
    first, *others = ["I want to send it from mine.", "I want to send it from my", "I want to send from my"]
    assert likely_finished([first]) == finished(first)
    assert likely_finished([first, *others]) < finished(first)
    assert likely_finished([]) == UNSURE
