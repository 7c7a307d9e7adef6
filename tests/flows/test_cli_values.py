"""Every type that callers spell, asked for in `bot chat`, by voice and by keypad."""

from pathlib import Path
from typing import Any

from tests.flows.cli import bot

BOT = """
voxloom: 1
bot: details
start: main
region: GB
defaults: {on_fail: handoff, on_error: handoff}
types:
  member_id: {type: spelled, pattern: "[A-Z]{2}[0-9]{4}", personal: id}
slots:
  member: {type: member_id}
  callback: {type: phone}
  email: {type: email}
  postcode: {type: postcode}
  home: {type: address}
  card: {type: card_number}
  account: {type: iban}
  coupon: {type: spelled}
flows:
  main:
    nodes:
      ask_member: {type: ask, slot: member, say: Your member number?}
      ask_callback: {type: ask, slot: callback, say: Your phone number?}
      ask_email: {type: ask, slot: email, say: Your email address?}
      ask_postcode: {type: ask, slot: postcode, say: Your postcode?}
      ask_home: {type: ask, slot: home, say: Your address?}
      ask_card: {type: ask, slot: card, say: Your card number?, confirm: "{{ card }}, right?"}
      ask_account: {type: ask, slot: account, say: Your IBAN?}
      ask_coupon: {type: ask, slot: coupon, say: Your coupon?}
      fits: {type: decide, next: [{if: 'email.endsWith(".com") and size(card) == 16', go: done}, {else: handoff}]}
      done: {type: say, say: "Thank you, {{ member }}.", next: end}
"""
EXPECTED: dict[str, Any] = {
    "member": "JK1234",
    "callback": "+442079460958",
    "email": "john.smith99@gmail.com",
    "postcode": "SW1A1AA",
    "home": "221B Baker Street, London NW1 6XE",
    "card": "4242424242424242",
    "account": "GB29NWBK60161331926819",
    "coupon": "XYZ9",
}


def _bot(tmp_path: Path) -> Path:
    file = tmp_path / "details.yaml"
    file.write_text(BOT, encoding="utf-8")
    return file


def test_each_type_is_asked_for_and_understood(tmp_path: Path) -> None:
    lines = [
        "j k one two",
        "it's j as in juliet k twelve thirty four",
        "oh two oh, seven nine four six, oh nine five eight",
        "john dot smith ninety nine at g mail dot com",
        "s w one a one a a",
        "two twenty one b baker street london n w one six x e",
        "four two four two four two four two four two four two four two four two",
        "yes",
        "g b twenty nine n w b k sixty sixteen thirteen thirty one ninety two sixty eight nineteen",
        "x-ray yankee zulu nine",
    ]
    turns = bot("chat", _bot(tmp_path), "--json", said="\n".join(lines)).objects()
    assert turns[1]["said"] == ["I need 2 letters and 4 digits, and I heard J K 1 2.", "Your member number?"]
    assert turns[7]["said"] == ["the card ending 4 2 4 2, right?"]
    assert turns[len(lines)]["slots"] == EXPECTED
    assert "Thank you, J K 1 2 3 4." in turns[len(lines)]["said"]


def test_what_a_keypad_can_say_is_read(tmp_path: Path) -> None:
    lines = ["j k one two three four", "/dtmf 02079460958#", "anna at example dot com", "SW1A 1AA", "10 Downing Street"]
    turns = bot("chat", _bot(tmp_path), "--json", said="\n".join([*lines, "/dtmf 4242424242424242#"])).objects()
    assert turns[2]["slots"]["callback"] == "+442079460958"
    assert turns[6]["slots"]["card"] == "4242424242424242"
    assert turns[6]["said"] == ["the card ending 4 2 4 2, right?"]


def test_the_bot_has_no_findings(tmp_path: Path) -> None:
    assert bot("lint", _bot(tmp_path), "--json").objects() == [[]]
