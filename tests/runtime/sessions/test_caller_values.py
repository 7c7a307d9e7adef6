"""Values that come with a caller."""

import logging
from typing import Any

import pytest

from runtime.sessions.caller_values import caller_values
from tests.flows.small_bots import bot

BOT = bot(
    """variables:
  first_name: {type: person, from: caller}
  phone: {type: phone, from: caller, personal: false}
  visits: {type: integer, from: caller}
  regular: {type: yes_no, from: caller}
  note: {type: text, from: caller}
  basket: {type: list, from: caller}
  inner: {type: text}
  customer: {type: text, from: token}
flows:
  main:
    nodes:
      n:
        type: say
        say: >-
          Hello {{ first_name }} {{ phone }} {{ visits }} {{ regular }} {{ note }} {{ basket }} {{ inner }}
          {{ customer }}
        next: end
""",
    warnings=True,
)


@pytest.mark.parametrize(
    ("given", "values"),
    [
        ({"first_name": "ann lee"}, {"first_name": "Ann Lee"}),
        ({"phone": "(212) 555-0123"}, {"phone": "+12125550123"}),
        ({"visits": 3, "regular": True, "note": "VIP"}, {"visits": 3, "regular": True, "note": "VIP"}),
        ({"basket": ["a"]}, {"basket": ["a"]}),
        ({"visits": "3"}, {}),
        ({"visits": True}, {}),
        ({"regular": "yes"}, {}),
        ({"note": 3}, {}),
        ({"phone": "not a phone"}, {}),
        ({"inner": "x"}, {}),
        ({"unknown": "x"}, {}),
        ({}, {}),
    ],
)
def test_what_fits_is_taken(given: dict[str, Any], values: dict[str, Any]) -> None:
    assert caller_values(BOT, given, {}) == caller_values(BOT, {}, given) == values


def test_what_is_left_out_is_told_without_its_value(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    caller_values(BOT, {"visits": "a secret", "unknown": "a secret"}, {})
    assert "the value of visits that the caller brought is no integer" in caplog.text
    assert "a secret" not in caplog.text


def test_what_must_be_true_comes_from_a_token_alone() -> None:
    assert caller_values(BOT, {"customer": "somebody else"}, {}) == {}
    assert caller_values(BOT, {"customer": "somebody else"}, {"customer": "7"}) == {"customer": "7"}
    assert caller_values(BOT, {"note": "page"}, {"note": "token"}) == {"note": "token"}
