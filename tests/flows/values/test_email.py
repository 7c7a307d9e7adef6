"""The slot type `email`: spoken addresses."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.values.words import Words
from tests.flows.values.tables import best, is_read_as, rows, slot

NATO = (
    "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo "
    "sierra tango uniform victor whiskey x-ray yankee zulu".split()
)
LOCAL = st.from_regex(
    r"[a-z]{2,8}([._-][a-z]{2,8})?[0-9]{0,3}", fullmatch=True, alphabet="abcdefghijklmnopqrstuvwxyz0123456789._-"
)
DOMAIN = st.sampled_from(["gmail.com", "hotmail.co.uk", "example.org", "my-shop.net", "web.de", "mail.example.com"])


@pytest.mark.parametrize("row", rows("email"), ids=lambda row: str(row["say"]) or "nothing")
def test_answers(row: dict[str, Any]) -> None:
    assert is_read_as("email", row), best("email", row)


@given(LOCAL, DOMAIN)
def test_what_is_written_or_said_reads_back(local: str, domain: str) -> None:
    definition, value = slot("email"), f"{local}@{domain}"
    assert definition.problem(value) is None
    assert definition.read(value.upper()) == value
    (found,) = definition.find(Words.of(f"it's {value}."), asked=True)
    assert found.value == value
    if local.split("@")[0].isalnum() or "." in local or "_" in local:
        assert definition.read(definition.say(value)) == value


SOUNDS = "ay bee cee dee ee eff aitch eye jay em en oh cue ar ess tee ex zed one two to at is its dash dot".split()


@pytest.mark.parametrize("sign", ["_", "-", "."])
@pytest.mark.parametrize("sound", SOUNDS)
def test_what_sounds_like_a_letter_or_a_number_reads_back(sound: str, sign: str) -> None:
    definition = slot("email")
    for value in (f"aa{sign}{sound}@gmail.com", f"{sound}{sign}bob@web.de", f"{sound}{sign}{sound}@my-shop.net"):
        assert definition.read(definition.say(value)) == value


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=10), DOMAIN)
def test_spelled_by_the_nato_alphabet(local: str, domain: str) -> None:
    spoken = " ".join(NATO[ord(letter) - ord("a")] for letter in local)
    (found,) = slot("email").find(
        Words.of(f"{spoken} at {domain.replace('.', ' dot ').replace('-', ' dash ')}"), asked=True
    )
    assert found.value == f"{local}@{domain}"


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("anna@example.com", True),
        ("Anna@example.com", False),
        ("anna@example", False),
        ("anna", False),
        ("anna..lee@example.com", False),
        ("anna@exa mple.com", False),
        (".anna@example.com", False),
        ("a" * 65 + "@example.com", False),
        ("a@" + "b" * 250 + ".com", False),
        (12, False),
        ("", False),
    ],
)
def test_refuses(value: Any, fits: bool) -> None:
    problem = slot("email").problem(value)
    assert problem == (None if fits else "I need an email address, such as anna at example dot com.")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("john.smith@gmail.com", "john.smith@gmail.com"),
        ("john_smith@gmail.com", "john underscore smith@gmail.com"),
        ("anna-lee@my-shop.com", "anna dash lee@my dash shop.com"),
    ],
)
def test_is_said_as_it_is_written_but_for_what_a_voice_leaves_out(value: str, said: str) -> None:
    assert slot("email").say(value) == said


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("please send the receipt to anna@example.com", "anna@example.com"),
        ("i want to change my email to anna dot lee at example dot com", "anna.lee@example.com"),
        ("my name is anna and you can use anna dot lee at gmail dot com", "anna.lee@gmail.com"),
        ("i ordered shoes at example dot com", None),
        ("a table at seven", None),
        ("anna at gmail", None),
    ],
)
def test_unasked_only_what_is_plainly_an_address(said: str, value: str | None) -> None:
    found = slot("email").find(Words.of(said), asked=False)
    assert [item.value for item in found] == ([value] if value else [])


def test_is_personal() -> None:
    assert slot("email").personal_class == "email"
