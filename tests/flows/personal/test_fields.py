"""Which names hold personal values."""

from dataclasses import replace

from flows.engine.state import Frame, Question, State
from flows.loader.load import load_text
from flows.personal.fields import PersonalFields, asks_for_personal, personal_fields
from tests.flows.personal.clinic import CLINIC, clinic


def test_names_of_all_sorts_have_their_class() -> None:
    fields = personal_fields(clinic())
    assert fields.classes == {
        "caller": "person", "phone": "phone", "mail": "email", "card": "card", "account": "iban", "home": "address",
        "birthday": "birth", "member": "id", "pin": "secret", "doctor": "person", "street": "address",
    }  # fmt: skip
    assert fields.questions["welcome", "pay"] == "card"


def test_texts_without_values_are_known() -> None:
    fields = personal_fields(clinic())
    assert "What is your name?" in fields.fixed
    assert not any("{{" in text for text in fields.fixed)


def test_a_bot_that_cannot_be_read_has_none() -> None:
    assert personal_fields(load_text("voxloom: 1\n")) == PersonalFields()


def test_classes_do_not_take_the_names_of_whole_sentences() -> None:
    text = CLINIC.replace("personal: secret", "personal: words")
    assert personal_fields(load_text(text)).classes["pin"] == "personal"


def test_a_question_below_counts() -> None:
    fields = personal_fields(clinic())
    pay = Frame("welcome", "pay", question=Question())
    asked = State("clinic", stack=(pay, Frame("on_repeat", "n")))
    assert asks_for_personal(fields, asked)
    assert not asks_for_personal(fields, replace(asked, stack=(replace(pay, question=None),)))
